"""One's own account: tokens and password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import services
from accounts.forms import TokenForm
from accounts.models import ApiToken

SECRET = "new_token"  # noqa: S105  (the name of a session entry)


@require_GET
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """A token that was just made is shown this once: session and browser forget it with this page."""
    return _page(request, TokenForm(), secret=request.session.pop(SECRET, None))


@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    _, secret = services.create_token(
        request.user, request.user, data["name"], read_only=data["read_only"], expires_at=form.expires_at()
    )
    request.session[SECRET] = secret
    return redirect("account")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=request.user.pk)
    services.revoke_token(request.user, token)
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("account")


def _page(request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
    tokens = ApiToken.objects.filter(user=request.user.pk)
    context = {"tokens": tokens, "groups": request.user.groups.all(), "form": form, **more}
    return render(request, "accounts/account.html", context, status=status)
