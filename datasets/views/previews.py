"""The live preview: page parts that show how a file is read with the chosen options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import needs, require_change
from datasets.forms import ReadingForm, UploadForm
from datasets.models import Dataset
from datasets.presenters.version import preview_table
from datasets.services import ReadingPreview, imports_of, preview_again, preview_import, preview_upload
from datasets.views.uploads import find_version


@require_POST
@needs("datasets.add_dataset")
def read_again_preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    form = ReadingForm(request.POST, read=version.options)
    return _shown(request, form, lambda: preview_again(request.user, version, form.options()))


@require_POST
@needs("datasets.add_dataset")
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the file that an import has kept."""
    found = get_object_or_404(imports_of(request.user), pk=pk)
    form = ReadingForm(request.POST)
    return _shown(request, form, lambda: preview_import(request.user, found, form.options()))


@require_POST
@needs("datasets.add_dataset")
def upload_preview(request: HttpRequest) -> HttpResponse:
    slug = request.GET.get("dataset")
    dataset = get_object_or_404(Dataset, slug=slug) if slug else None
    if dataset is not None:
        require_change(request.user, "datasets.add_dataset", dataset)
    form = UploadForm(request.POST, request.FILES)
    return _shown(
        request,
        form,
        lambda: preview_upload(request.user, form.cleaned_data["file"], form.options(), dataset),
    )


def _shown(request: HttpRequest, form: ReadingForm, read: Callable[[], ReadingPreview]) -> HttpResponse:
    """What was read, or why it cannot be read: either is shown in place."""
    from datasets import reading

    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            context["preview"] = preview_table(read())
        except reading.ReadingError as refusal:
            context["findings"] = refusal.findings
        except reading.ReadingQuestion as question:
            context["question"] = question
        except FileNotFoundError:
            form.add_error(None, _("The file is no longer on disk. Upload it again."))
    return render(request, "datasets/reading_preview.html", context)
