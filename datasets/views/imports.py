"""The pages of an import in the background: followed, cancelled, and answered where it was refused."""

from __future__ import annotations

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import needs, require_change
from api.pages import POLLING_STOPS, is_partial
from datasets.forms import ReadingForm, confirmations, form_values
from datasets.intake.append import Wish
from datasets.intake.imports import cancel_import, imports_of, start_import
from datasets.models import Import
from jobs.models import Status

PERMISSION = "datasets.add_dataset"


@require_GET
@needs(PERMISSION)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The import as it stands. htmx asks for the live part again and again until it has ended."""
    found = _find(request, pk)
    if is_partial(request):
        status = POLLING_STOPS if found.ended else 200
        response = render(request, "datasets/import_live.html", {"job": found}, status=status)
        if found.ended:
            response["HX-Refresh"] = "true"
        return response
    form = ReadingForm(initial=form_values(found.options))
    form.question = found.question
    context = {"job": found, "form": form, "to_confirm": confirmations(found.to_confirm)}
    return render(request, "datasets/import.html", context)


@require_POST
@needs(PERMISSION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if not cancel_import(request.user, found):
        messages.info(request, _("It had ended already."))
    return redirect(found)


@require_POST
@needs(PERMISSION)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same file once more, with what was missing: a reading option, or that it is meant so."""
    found = _find(request, pk)
    if found.dataset is not None:
        require_change(request.user, PERMISSION, found.dataset)
    form = ReadingForm(request.POST)
    if found.status != Status.FAILED or not form.is_valid():
        messages.error(request, _("Nothing was started: the import has no such question."))
        return redirect(found)
    confirmed = sorted({*found.confirmed, *set(request.POST.getlist("confirm")) & set(found.to_confirm)})
    wish = Wish(form.options(), confirmed, found.key)
    try:
        with found.file.open("rb") as file:
            upload = File(file, name=found.file_name)
            again = start_import(
                request.user, upload, name=found.name, dataset=found.dataset, append=found.append, wish=wish
            )
    except (FileNotFoundError, ValueError):  # ValueError: no file was ever kept.
        messages.error(request, _("The file is gone from the disk. Upload it again."))
        return redirect(found)
    return redirect(again)


def _find(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(imports_of(request.user), pk=pk)
