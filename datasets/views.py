"""The pages of data sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may, may_change, needs, require_change
from api.pages import page_of
from datasets import services, version_page
from datasets.api import original_response
from datasets.check_page import sentences_of
from datasets.forms import ReadingForm, UploadForm
from datasets.models import Dataset, DatasetVersion


@require_GET
@needs("datasets.view_dataset")
def dataset_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    rows = Dataset.objects.with_latest().select_related("owner").search(search)
    context = {
        "page": page_of(request, rows),
        "q": search,
        "may_upload": may(request.user, "datasets.add_dataset"),
    }
    return render(request, "datasets/list.html", context)


# --- Uploading ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def upload(request: HttpRequest) -> HttpResponse:
    """A new data set; a new version of one with ``?dataset=slug``."""
    slug = request.GET.get("dataset")
    dataset = get_object_or_404(Dataset, slug=slug) if slug else None
    if dataset is not None:
        require_change(request.user, "datasets.add_dataset", dataset)
    if request.method == "GET":
        return render(request, "datasets/upload.html", {"form": UploadForm(), "dataset": dataset})
    form = UploadForm(request.POST, request.FILES)
    received = receive(request, form, dataset)
    if received.version is not None:
        return _kept(request, received.version, received.created)
    context = {"form": form, "dataset": dataset, "findings": received.findings}
    return render(request, "datasets/upload.html", context, status=422)


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def read_again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The file of a version read another way: the next version, without another upload."""
    found = _version(slug, number)
    require_change(request.user, "datasets.add_dataset", found.dataset)
    form = ReadingForm(request.POST if request.method == "POST" else None, read=found.options)
    received = Received()
    if form.is_valid():
        try:
            received = _read(form, lambda: services.read_again(request.user, found, form.options()))
        except FileNotFoundError:
            form.add_error(None, _("The file of this version is gone from the disk. Upload it again."))
    if received.version is not None:
        return _kept(request, received.version, received.created)
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
    """What became of a sheet. Without a version, the findings, or the form's errors or question, say why."""

    version: DatasetVersion | None = None
    created: bool = False
    findings: Sequence[Any] = ()


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


def _read(form: ReadingForm, read: Callable[[], tuple[DatasetVersion, bool]]) -> Received:
    from datasets import reading

    try:
        return Received(*read())
    except reading.ReadingError as refusal:
        return Received(findings=refusal.findings)
    except reading.ReadingQuestion as question:
        form.question = question
        return Received()


def _kept(request: HttpRequest, version: DatasetVersion, created: bool) -> HttpResponse:
    """On to the version. A script that shows the progress is told where: following a redirect, it would
    read the page, and the message on it, before the user does."""
    if not created:
        messages.info(request, _("This file is here already; nothing was added."))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201, headers={"Location": version.get_absolute_url()})
    return redirect(version)


# --- A data set ---------------------------------------------------------------------------------


@require_GET
@needs("datasets.view_dataset")
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect(get_object_or_404(Dataset, slug=slug).latest())


@require_GET
@needs("datasets.view_dataset")
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = _version(slug, number)
    may_delete = may_change(request.user, "datasets.delete_dataset", found.dataset)
    page = version_page.columns_of(found, request.GET)
    versions, history = version_page.history_of(found, request.GET)
    context = {
        "dataset": found.dataset,
        "version": found,
        "page": page,
        "column": request.GET.get("column", "").strip(),
        "rows": version_page.first_rows(found, page.object_list),
        "versions": versions,
        "history": history,
        "facts": version_page.reading_of(found),
        "steps": sentences_of(found.steps),
        "other_sheets": version_page.other_sheets(found),
        "depending": services.dependents_of(found.dataset) if may_delete else [],
        "may_delete": may_delete,
        "may_add": may_change(request.user, "datasets.add_dataset", found.dataset),
        "may_train": may(request.user, "training.add_trainingrun"),
    }
    return render(request, "datasets/version.html", context)


@require_GET
@needs("datasets.view_dataset")
def download(request: HttpRequest, slug: str, number: int) -> FileResponse:
    return original_response(_version(slug, number))


@require_POST
@needs("datasets.delete_dataset")
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """The page before names what depends on it; the form sends the typed name as the confirmation."""
    found = get_object_or_404(Dataset, slug=slug)
    require_change(request.user, "datasets.delete_dataset", found)
    if request.POST.get("typed_name", "").strip() != found.slug:
        messages.error(request, _("Nothing was deleted: type “%(name)s” to confirm.") % {"name": found.slug})
        return redirect(found)
    services.delete_dataset(request.user, found)
    messages.success(
        request, _("The data set “%(name)s” and its versions are deleted.") % {"name": found.name}
    )
    return redirect("dataset-list")


def _version(slug: str, number: int) -> DatasetVersion:
    rows = DatasetVersion.objects.select_related("dataset__owner", "created_by")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
