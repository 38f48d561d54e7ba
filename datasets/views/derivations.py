"""The pages on which tables are made of tables: a recipe is chosen, its table looked at, and made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may_change, needs, require_change
from api.pages import POLLING_STOPS, is_partial
from contract import registry
from contract.data import DataProblems
from contract.deriving import Derivation as Recipe
from contract.orders import OrderRefused
from datasets import services
from datasets.derivation_forms import DerivationForm, NameForm
from datasets.models import Derivation
from datasets.presenters import deriving as shown
from datasets.views.uploads import find_version

PERMISSION = "datasets.add_dataset"


@require_GET
@needs(PERMISSION)
def choose(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The recipes for a version. Where there is one alone, that is it."""
    version = find_version(slug, number)
    recipes = services.recipes_for(version)
    if not recipes:
        raise Http404(_("No table can be made from this data set."))
    if len(recipes) == 1:
        return redirect("derive", slug, number, recipes[0].key)
    return render(request, "datasets/derive_choose.html", {"version": version, "recipes": recipes})


@require_http_methods(["GET", "POST"])
@needs(PERMISSION)
def derive(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Tables, columns and settings of a recipe; the table is shown first, and made once it is wanted so."""
    version = find_version(slug, number)
    recipe = next((one for one in services.recipes_for(version) if one.key == key), None)
    if recipe is None:
        raise Http404(_("This recipe does not fit the data set."))
    chosen = shown.chosen_tables(recipe, version, request.GET)
    lacking = [table for table in recipe.tables if table.required and table.key not in chosen]
    sent = request.POST.copy() if request.method == "POST" else None
    if sent is not None:  # The name is asked for once there is something to be named.
        sent.setdefault("name", shown.suggested_name(version, recipe.label))
    form = DerivationForm(recipe, chosen, _like(request, key), sent)
    context: dict[str, Any] = {
        "version": version,
        "recipe": recipe,
        "choices": shown.table_choices(recipe, chosen),
        "lacking": lacking,
        "form": form,
        "other_recipes": len(services.recipes_for(version)) > 1,
    }
    if not lacking and form.is_valid():
        job = _answered(request, recipe, form, context)
        if job is not None:
            return redirect(job)
    refused = form.is_bound and (form.errors or "preview" not in context)
    return render(request, "datasets/derive.html", context, status=422 if refused else 200)


def _like(request: HttpRequest, key: str) -> Derivation | None:
    wanted = request.GET.get("like", "")
    return Derivation.objects.filter(pk=wanted, key=key).first() if wanted.isdecimal() else None


def _answered(
    request: HttpRequest, recipe: Recipe, form: DerivationForm, context: dict[str, Any]
) -> Derivation | None:
    """The job that makes the table, or that finds what it would be. None where the page itself shows what it
    would be, or why it cannot."""
    try:
        resolved = services.resolve_derivation(recipe.key, form.order())
        wanted, seen = "make" in request.POST, request.POST.get("seen") == resolved.fingerprint
        if wanted and seen and (job := _started(request, resolved, form)):
            return job
        if services.is_large(resolved):
            return services.start_preview(request.user, resolved)
        _preview(resolved, context)
        context["changed"] = wanted and not seen
    except OrderRefused as refused:
        form.add_order_errors(refused)
    except DataProblems as refused:
        context["problems"] = refused.problems
    except FileNotFoundError:
        form.add_error(None, _("The table is no longer on the disk. Upload the sheet again."))
    return None


def _started(request: HttpRequest, resolved: services.Resolved, form: DerivationForm) -> Derivation | None:
    """None where the name is refused; what was seen stays in sight then."""
    try:
        return services.start_derivation(request.user, resolved, form.cleaned_data["name"])
    except OrderRefused as refused:
        form.add_order_errors(refused)
        return None


def _preview(resolved: services.Resolved, context: dict[str, Any]) -> None:
    from datasets.reading import ReadingError

    try:
        found = services.preview_derivation(resolved)
    except ReadingError as refusal:
        context["findings"] = refusal.findings
        return
    context["preview"] = shown.shown_table(found)
    context["seen"] = resolved.fingerprint


@require_POST
@needs(PERMISSION)
def again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The recipe that made a version is done on the newest data."""
    version = find_version(slug, number)
    try:
        return redirect(services.derive_again(request.user, version))
    except OrderRefused as refused:
        messages.error(request, " ".join(str(error.message) for error in refused.errors))
    except registry.DerivationMissing as missing:
        messages.error(request, str(missing.sentence))
    return redirect(version)


# --- A derivation under way, and what came of it ---


@require_GET
@needs("datasets.view_derivation")
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The derivation as it stands. htmx asks for the live part again and again until it has ended."""
    found = _find(pk)
    context = {"job": found, "may_cancel": may_change(request.user, PERMISSION, found)}
    if is_partial(request):
        status = POLLING_STOPS if found.ended else 200
        response = render(request, "datasets/derivation_live.html", context, status=status)
        if found.ended:
            response["HX-Refresh"] = "true"
        return response
    return _page(request, found, NameForm(), context)


def _page(
    request: HttpRequest, found: Derivation, form: NameForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    parents = services.parents_of(found)
    first = next((parent.version for parent in parents if parent.version), None)
    form.fields["name"].initial = shown.suggested_name(first, found.label) if first else found.label
    context |= {
        "parents": [(shown.table_label(found.key, one.table), one) for one in parents],
        "change_url": shown.form_address(found, parents) if context["may_cancel"] else "",
        "facts": shown.facts_of(found),
        "preview": shown.shown_table(found.result) if found.preview_only and found.result else None,
        "form": form,
    }
    return render(request, "datasets/derivation.html", context, status=status)


@require_POST
@needs(PERMISSION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    require_change(request.user, PERMISSION, found)
    if not services.cancel_derivation(request.user, found):
        messages.info(request, _("It had already ended."))
    return redirect(found)


@require_POST
@needs(PERMISSION)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of a preview is wanted so."""
    found = _find(pk)
    require_change(request.user, PERMISSION, found)
    if not found.preview_only or found.result is None:
        messages.error(request, _("Nothing was started: there is no preview."))
        return redirect(found)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            return redirect(services.make_previewed(request.user, found, form.cleaned_data["name"]))
        except OrderRefused as refused:
            form.add_order_errors(refused)
        except registry.DerivationMissing as missing:
            form.add_error(None, str(missing.sentence))
    return _page(request, found, form, {"job": found, "may_cancel": True}, status=422)


def _find(pk: int) -> Derivation:
    return get_object_or_404(Derivation.objects.select_related("version__dataset", "requested_by"), pk=pk)
