"""The pages of data sets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may, may_change, needs, require_change
from api.pages import page_of
from datasets import services
from datasets.api import original_response
from datasets.forms import UploadForm
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
    findings: list[Any] = []
    if form.is_valid():
        from datasets import reading

        try:
            version, created = services.upload_version(
                request.user,
                form.cleaned_data["file"],
                name=form.cleaned_data["name"],
                dataset=dataset,
                options=form.options(),
            )
        except reading.ReadingError as refusal:
            findings = list(refusal.findings)
        except reading.ReadingQuestion as question:
            form.add_error(question.option if question.option in form.fields else None, str(question))
        else:
            if not created:
                messages.info(request, "This file is here already; nothing was added.")
            return redirect(version)
    context = {"form": form, "dataset": dataset, "findings": findings}
    return render(request, "datasets/upload.html", context, status=422)


@require_GET
@needs("datasets.view_dataset")
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect(get_object_or_404(Dataset, slug=slug).latest())


@require_GET
@needs("datasets.view_dataset")
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = _version(slug, number)
    columns, rows = services.preview(found)
    return render(
        request,
        "datasets/version.html",
        {
            "dataset": found.dataset,
            "version": found,
            "history": services.history(found.dataset),
            "preview_columns": columns,
            "preview_rows": rows,
            "depending": services.dependents_of(found.dataset),
            "may_delete": may_change(request.user, "datasets.delete_dataset", found.dataset),
            "may_add": may_change(request.user, "datasets.add_dataset", found.dataset),
            "may_train": may(request.user, "training.add_trainingrun"),
        },
    )


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
        messages.error(request, f"Nothing was deleted: type “{found.slug}” to confirm.")
        return redirect(found)
    services.delete_dataset(request.user, found)
    messages.success(request, f"The data set “{found.name}” and its versions are deleted.")
    return redirect("dataset-list")


def _version(slug: str, number: int) -> DatasetVersion:
    rows = DatasetVersion.objects.select_related("dataset__owner", "created_by")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
