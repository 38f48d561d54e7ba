"""Sheets that come in on pages: uploaded, added to a data set, or read another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import needs, require_change
from datasets import services
from datasets.forms import ReadingForm, UploadForm, VersionForm, form_values
from datasets.models import Dataset, DatasetVersion, Import
from datasets.presenters import version as version_page
from datasets.presenters.append import ShownPlan, shown_plan
from datasets.services import start_import, subject_of


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def upload(request: HttpRequest) -> HttpResponse:
    """A new data set; with ``?dataset=slug`` a new version of one, or rows added to it.

    A large file becomes an import in the background; of one that is appended only the plan, first.
    """
    slug = request.GET.get("dataset")
    dataset = get_object_or_404(Dataset, slug=slug) if slug else None
    if dataset is not None:
        require_change(request.user, "datasets.add_dataset", dataset)
    form_class = UploadForm if dataset is None else VersionForm
    if request.method == "GET":
        return _upload_page(request, {"form": form_class(), "dataset": dataset})
    form = form_class(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["file"].size > settings.IMPORT_JOB_BYTES:
        return _led_to(request, _started(request, form, dataset).get_absolute_url())
    if isinstance(form, VersionForm) and dataset is not None and form.appends:
        received = _append(request, form, dataset)
    else:
        received = receive(request, form, dataset)
    if received.version is not None:
        return kept(request, received.version, received.created)
    context = {"form": form, "dataset": dataset, "findings": received.findings, "plan": received.plan}
    planned = received.plan is not None and not received.findings
    return _upload_page(request, context, status=200 if planned else 422)


def _upload_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["preview_max_bytes"] = settings.IMPORT_JOB_BYTES
    return render(request, "datasets/upload.html", context, status=status)


def _started(request: HttpRequest, form: UploadForm, dataset: Dataset | None) -> Import:
    return start_import(
        request.user,
        form.cleaned_data["file"],
        name=form.cleaned_data["name"],
        dataset=dataset,
        append=form.appends,
        plan_only=form.appends,
        wanted=form.wanted(request.POST.getlist("confirm")),
    )


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def read_again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The file of a version read another way: the next version, without another upload."""
    found = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", found.dataset)
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        read=found.options,
        initial=form_values(found.choices.get("options", {})),
    )
    received = Received()
    if form.is_valid():
        try:
            received = _read(form, lambda: services.read_again_completed(request.user, found, form.options()))
        except FileNotFoundError:
            form.add_error(None, _("This version's file is no longer on disk. Upload it again."))
    if received.version is not None:
        return kept(request, received.version, received.created)
    context = {
        "form": form,
        "version": found,
        "dataset": found.dataset,
        "findings": received.findings,
        "facts": version_page.reading_of(found),
    }
    return render(request, "datasets/read_again.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class Received:
    """The result of an upload. Without a version, the findings, the plan, or the form's errors or question
    say why.
    """

    version: DatasetVersion | None = None
    created: bool = False
    findings: Sequence[Any] = ()
    plan: ShownPlan | None = None


def receive(request: HttpRequest, form: UploadForm, dataset: Dataset | None = None) -> Received:
    """Keep the sheet of a bound form, for any page that takes uploads."""
    if not form.is_valid():
        return Received()
    return _read(
        form,
        lambda: services.upload_version(
            request.user,
            form.cleaned_data["file"],
            name=form.cleaned_data["name"],
            dataset=dataset,
            options=form.options(),
        ),
    )


def _append(request: HttpRequest, form: VersionForm, dataset: Dataset) -> Received:
    """The plan first; the rows are added once that is what is sent with it, about the same sheet."""
    from datasets.schema.append_plan import AppendRefused

    if not form.is_valid():
        return Received()
    confirmed = request.POST.getlist("confirm")
    upload, wanted = form.cleaned_data["file"], form.wanted(confirmed)
    subject = subject_of(upload, wanted)
    add_now, seen = "add" in request.POST, request.POST.get("planned") == subject
    plans: list[dict[str, Any]] = []

    def add() -> tuple[DatasetVersion | None, bool]:
        if add_now and seen:
            return services.append_version(request.user, dataset, upload, wanted)
        plans.append(services.plan_append(dataset, upload, wanted, request.user).as_dict())
        return None, False

    try:
        received = _read(form, add)
    except AppendRefused as refusal:
        plan = shown_plan(refusal.plan.as_dict(), confirmed, subject)
        return Received(findings=refusal.findings, plan=plan)
    if not plans:
        return received
    return Received(plan=shown_plan(plans[0], confirmed, subject, changed=add_now and not seen))


def _read(form: ReadingForm, read: Callable[[], tuple[DatasetVersion | None, bool]]) -> Received:
    from datasets import reading
    from datasets.schema.append_plan import AppendRefused

    try:
        return Received(*read())
    except AppendRefused:
        raise
    except reading.ReadingError as refusal:
        return Received(findings=refusal.findings)
    except reading.ReadingQuestion as question:
        form.question = question
        return Received()


def kept(request: HttpRequest, version: DatasetVersion, created: bool) -> HttpResponse:
    if not created:
        messages.info(request, _("This file is already here; nothing was added."))
    return _led_to(request, version.get_absolute_url())


def _led_to(request: HttpRequest, address: str) -> HttpResponse:
    """On to what was made. A script that shows the progress is told where: following a redirect, it would
    read the page, and the message on it, before the user does."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201, headers={"Location": address})
    return redirect(address)


def find_version(slug: str, number: int) -> DatasetVersion:
    """The version of an address, with whom it belongs to. Raises Http404."""
    rows = DatasetVersion.objects.select_related("dataset__owner", "created_by")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
