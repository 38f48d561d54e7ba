"""The pages of an import in the background: followed, cancelled, and answered where it was refused."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import needs, require_change
from api.pages import POLLING_STOPS, is_partial
from datasets.forms import AddedRowsForm, ReadingForm, choices_among, chosen_among, confirmations, form_values
from datasets.models import Import
from datasets.presenters.append import shown_plan
from datasets.services import answer_import, cancel_import, imports_of

PERMISSION = "datasets.add_dataset"


@require_GET
@needs(PERMISSION)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The current state of an import. htmx polls the live part until it has ended."""
    found = _find(request, pk)
    if is_partial(request):
        status = POLLING_STOPS if found.ended else 200
        response = render(request, "datasets/import_live.html", {"job": found}, status=status)
        if found.ended:
            response["HX-Refresh"] = "true"
        return response
    return _page(request, found, _form(found))


def _page(request: HttpRequest, found: Import, form: ReadingForm, status: int = 200) -> HttpResponse:
    form.question = found.question
    context = {
        "job": found,
        "form": form,
        "to_confirm": confirmations(_offered(found)),
        "choices": choices_among(_offered(found)),
        "chosen": chosen_among(found.confirmed),
        "given": found.confirmed,
        "plan": shown_plan(found.plan, found.confirmed) if found.plan else None,
        "overtaken": _overtaken(found),
    }
    return render(request, "datasets/import.html", context, status=status)


def _overtaken(found: Import) -> bool:
    """Whether the data set has another version since the plan was made."""
    if not found.plan or found.dataset is None:
        return False
    return found.dataset.latest().reference != found.plan["extends"]


def _form(found: Import, data: QueryDict | None = None) -> ReadingForm:
    chosen = {**form_values(found.options), "key": ", ".join(found.key)}
    return (AddedRowsForm if found.append else ReadingForm)(data, initial=chosen)


def _offered(found: Import) -> list[str]:
    """What may be intended, or was confirmed."""
    words = {*found.confirmed, *found.to_confirm}
    return sorted(words | {word for word, _label in choices_among(words)})


@require_POST
@needs(PERMISSION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if not cancel_import(request.user, found):
        messages.info(request, _("It had already ended."))
    return redirect(found)


@require_POST
@needs(PERMISSION)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same file again, with what was missing: a reading option, that it is meant so, or that the
    rows of its plan are to be added."""
    found = _find(request, pk)
    if found.dataset is not None:
        require_change(request.user, PERMISSION, found.dataset)
    if not found.answerable:
        messages.error(request, _("Nothing was started: the import did not ask this."))
        return redirect(found)
    form = _form(found, request.POST)
    confirmed = [word for word in _offered(found) if word in request.POST.getlist("confirm")]
    wanted = "add" in request.POST
    add = wanted and not form.has_changed()
    settled = {*confirmed, *(word for word, _label in choices_among(confirmed))}
    if add and not set(found.to_confirm) <= settled:
        # Reported now rather than after reading the sheet again.
        form.add_error(None, _("Confirm what is intended, or correct the sheet. Nothing was added."))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        again = answer_import(request.user, found, form.wanted(confirmed), add)
    except FileNotFoundError:
        messages.error(request, _("The file is no longer on disk. Upload it again."))
        return redirect(found)
    if wanted and not add:
        messages.info(request, _("The sheet will be read differently. Review what it would add now."))
    return redirect(again)


def _find(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(imports_of(request.user), pk=pk)
