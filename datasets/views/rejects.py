"""The pages for what could not be read from a sheet: downloaded, and sent back corrected."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import needs, require_change
from datasets import services
from datasets.api.rejects import rejects_response
from datasets.forms import CorrectionsForm
from datasets.models import DatasetVersion
from datasets.views.uploads import find_version, kept


@require_GET
@needs("datasets.view_dataset")
def rejects(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    try:
        return rejects_response(find_version(slug, number))
    except FileNotFoundError:
        raise Http404(_("This version's rejects are no longer on disk.")) from None


@require_http_methods(["GET", "POST"])
@needs("datasets.add_dataset")
def corrections(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rejects of a version, corrected, make the next one."""
    version = find_version(slug, number)
    require_change(request.user, "datasets.add_dataset", version.dataset)
    sent = request.method == "POST"
    form = CorrectionsForm(request.POST, request.FILES) if sent else CorrectionsForm()
    if sent and (completed := _completed(request, version, form)):
        return kept(request, *completed)
    context = {"form": form, "version": version, "dataset": version.dataset, "findings": form.findings}
    return render(request, "datasets/corrections.html", context, status=422 if sent else 200)


def _completed(
    request: HttpRequest, version: DatasetVersion, form: CorrectionsForm
) -> tuple[DatasetVersion, bool] | None:
    """The next version, and whether it is new. None where the corrections were refused: the form says why."""
    from datasets import reading

    if not form.is_valid():
        return None
    try:
        return services.complete_version(request.user, version, form.cleaned_data["file"])
    except reading.ReadingError as refusal:
        form.findings = refusal.findings
    except reading.ReadingQuestion:
        form.add_error(None, _("First read the file again and choose the date order."))
    except FileNotFoundError:
        form.add_error(None, _("This version's file is no longer on disk. Upload it again."))
    return None
