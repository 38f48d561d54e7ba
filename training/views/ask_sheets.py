"""Choosing a sheet: sample data, the user's own file, or an existing sheet. Three buttons, one answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from api.pages import page_of
from datasets.forms import UploadForm
from datasets.models import Dataset, DatasetVersion
from datasets.sample_sheets import SAMPLE_SHEETS, add_sample
from datasets.services import find_version
from datasets.views.uploads import Received, receive


def choose(request: HttpRequest) -> tuple[DatasetVersion | None, dict[str, Any]]:
    """The version that was posted, and what the page shows where there is none: the form as it stands, the
    findings of the sheet, and a page of the data sets that are here."""
    form, received = UploadForm(), Received()
    may_upload = may(request.user, "datasets.add_dataset")
    if request.method == "POST":
        if "dataset" in request.POST:
            received = Received(_chosen_sheet(request))
        elif "sample" in request.POST and may_upload:
            received = Received(_sample(request))
        elif may_upload:
            form = UploadForm(request.POST, request.FILES)
            received = receive(request, form)
    search = request.GET.get("q", "").strip()
    return received.version, {
        "form": form,
        "findings": received.findings,
        "q": search,
        "page": page_of(request, Dataset.objects.with_latest().search(search)),
        "may_upload": may_upload,
    }


def _chosen_sheet(request: HttpRequest) -> DatasetVersion:
    try:
        return find_version(request.POST["dataset"])
    except DatasetVersion.DoesNotExist:
        raise Http404(_("There is no such sheet.")) from None


def _sample(request: HttpRequest) -> DatasetVersion:
    if request.POST["sample"] not in SAMPLE_SHEETS:
        raise Http404(_("There is no such sheet."))
    return add_sample(request.user, request.POST["sample"])
