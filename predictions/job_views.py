"""The pages of prediction jobs: a sheet is uploaded, followed, and its answer fetched."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from accounts.permissions import needs
from api.pages import POLLING_STOPS, is_partial, page_of
from api.problems import ApiProblem, from_pydantic
from contract.asking import Ask, RequestProblem
from contract.registry import FamilyMissing
from contract.requests import TABLES
from jobs.models import Status
from predictions.bodies import tables_of_sheet
from predictions.forms import SheetForm
from predictions.jobs import cancel_job, jobs_of, no_worker, start_job
from predictions.jobs_api import result_file
from predictions.models import PredictionJob
from predictions.services import Asked
from training.models import ModelVersion

PERMISSION = "predictions.add_predictionlog"


@require_http_methods(["GET", "POST"])
@needs(PERMISSION)
def jobs_of_model(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sheets that any version of the model was asked about; another one is asked of this version."""
    versions = ModelVersion.objects.select_related("model").defer("report")
    version = get_object_or_404(versions, model__slug=slug, number=number)
    ask = _ask_of(version, request.POST.get("ask", ""))
    form = None if ask is None else SheetForm(version, ask)
    if request.method == "POST" and ask is not None:
        form = SheetForm(version, ask, request.POST, request.FILES)
        if form.is_valid() and (job := _started(request, version, ask, form)) is not None:
            return redirect(job)
    context = {
        "version": version,
        "model": version.model,
        "form": form,
        "takes_rows": ask is not None,
        "page": page_of(request, jobs_of(request.user).filter(version__model=version.model)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "predictions/jobs.html", context, status=status)


def _ask_of(version: ModelVersion, key: str) -> Ask | None:
    """Which ask answers each row of a sheet: the one that is named, else the usual one."""
    asks = [ask for ask in version.model.get_family().asks if ask.rows]
    return next((ask for ask in asks if ask.key == key), asks[0] if asks else None)


def _started(request: HttpRequest, version: ModelVersion, ask: Ask, form: SheetForm) -> PredictionJob | None:
    """None where the sheet was refused: the form says why."""
    upload = form.cleaned_data["file"]
    try:
        tables = {**form.tables(), **tables_of_sheet(upload.read(), upload.name, ask)}
        asked = Asked.of(version, ask.key, {TABLES: tables})
        return start_job(request.user, asked, file_name=upload.name)
    except ApiProblem as refused:
        form.add_error("file", refused.sentence)
    except ValidationError as refused:
        form.add_error("file", from_pydantic(refused).sentence)
    except RequestProblem as refused:
        form.add_error("file", refused.message)
    except FamilyMissing as missing:
        form.add_error("file", missing.sentence)
    return None


@require_GET
@needs(PERMISSION)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The current state of a job. htmx polls the live part until the job has ended."""
    found = _find(request, pk)
    context: dict[str, Any] = {
        "job": found,
        "version": found.version,
        "model": found.version.model,
        "no_worker": no_worker(found),
    }
    if is_partial(request):
        status = POLLING_STOPS if found.ended else 200
        return render(request, "predictions/job_live.html", context, status=status)
    return render(request, "predictions/job.html", context)


@require_POST
@needs(PERMISSION)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if not cancel_job(found):
        messages.info(request, _("It had already ended."))
    return redirect(found)


@require_GET
@needs(PERMISSION)
def download(request: HttpRequest, pk: str, file_format: str) -> HttpResponse:
    found = _find(request, int(pk))
    if found.status != Status.SUCCEEDED:
        raise Http404(_("There is no answer to fetch."))
    try:
        return result_file(found, file_format, for_excel=True)
    except ApiProblem:
        messages.error(request, _("The answer is no longer on disk: resend the sheet."))
        return redirect(found)


def _find(request: HttpRequest, pk: int) -> PredictionJob:
    return get_object_or_404(jobs_of(request.user), pk=pk)
