"""The user's own account: preferences, tokens and password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import JavaScriptCatalog

from accounts import services
from accounts.forms import LanguageForm, PreferencesForm, TokenForm
from accounts.models import ApiToken, Preferences
from accounts.reader import preferences_of, reader_with, said_to

SECRET = "new_token"  # noqa: S105  (the name of a session entry)


@require_GET
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """A token that was just made is shown this once: session and browser forget it with this page."""
    return _page(request, secret=request.session.pop(SECRET, None))


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.user, _chosen(request), request.POST)
    if not form.is_valid():
        return _page(request, preferences_form=form, status=422)
    chosen = services.keep_preferences(request.user, **form.cleaned_data)
    with said_to(reader_with(chosen, request.reader.language)):  # type: ignore[attr-defined]
        messages.success(request, _("Preferences saved."))
    return redirect("account")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch in the rail: back to where one was, in the other language."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        services.keep_preferences(request.user, **form.cleaned_data)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "account")


@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, token_form=form, status=422)
    data = form.cleaned_data
    _token, secret = services.create_token(
        request.user, request.user, data["name"], read_only=data["read_only"], expires_at=form.expires_at()
    )
    request.session[SECRET] = secret
    return redirect("account")


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked first: the programs that use the token stop at once."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user.pk)
    if request.method == "GET":
        return render(request, "accounts/revoke.html", {"token": token})
    services.revoke_token(request.user, token)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("account")


class ChangePassword(PasswordChangeView):
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Password changed."))
        return super().form_valid(form)


def _chosen(request: HttpRequest) -> Preferences:
    return preferences_of(request.user) or Preferences()


def _page(
    request: HttpRequest,
    preferences_form: PreferencesForm | None = None,
    token_form: TokenForm | None = None,
    status: int = 200,
    secret: str | None = None,
) -> HttpResponse:
    context = {
        "preferences_form": preferences_form or PreferencesForm(request.user, _chosen(request)),
        "token_form": token_form or TokenForm(),
        "tokens": ApiToken.objects.filter(user=request.user.pk),
        "groups": request.user.groups.all(),
        "secret": secret,
    }
    return render(request, "accounts/account.html", context, status=status)


# What static/js says, in the reader's language. The address names language and version, so that a browser may
# keep the answer.
texts = login_not_required(
    cache_control(private=True, max_age=86_400)(JavaScriptCatalog.as_view(packages=["language"]))
)
