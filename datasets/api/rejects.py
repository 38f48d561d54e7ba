"""What could not be read from a sheet, over HTTP: downloaded as CSV, and sent back corrected."""

from __future__ import annotations

from codecs import BOM_UTF8

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.idempotency import idempotent
from api.openapi.operations import TEXT, operation
from api.problems import ApiProblem, field_problem
from api.rendering import CSV_TYPE
from api.views import View
from datasets import services
from datasets.api import shapes
from datasets.api.datasets import kept_response
from datasets.api.upload_call import refusals
from datasets.models import DatasetVersion
from datasets.services import rejects_of

FILE_SCHEMA = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}


class VersionRejects(View):
    """GET: a line per cell or row, with the reason. POST: the same file with other values."""

    permissions_by_method = {"GET": "datasets.view_dataset", "POST": "datasets.add_dataset"}
    parser_classes = [MultiPartParser]

    @operation(
        "download_rejects",
        "Fetch what could not be read, as CSV",
        answers={200: {CSV_TYPE: TEXT}},
        fails=[410],
    )
    def get(self, request: Request, slug: str, number: int) -> HttpResponse:
        version = _version(slug, number)
        try:
            response = rejects_response(version)
        except FileNotFoundError:
            raise _gone(version) from None
        response.content = response.content.removeprefix(BOM_UTF8)
        return response

    @operation(
        "complete_version",
        "Send back what could not be read, corrected",
        body=FILE_SCHEMA,
        answers={201: shapes.DatasetVersion, 200: shapes.DatasetVersion},
        fails=[410],
        examples={"The corrected file": {"file": "sales-1-rejects.csv"}},
    )
    @idempotent
    def post(self, request: Request, slug: str, number: int) -> Response:
        version = _version(slug, number)
        require_change(request.user, "datasets.add_dataset", version.dataset)
        corrected = request.FILES.get("file")
        if corrected is None:
            message = "Send the corrected rejects as the multipart field 'file'."
            raise field_problem("file", "required", message, 400)
        try:
            with refusals():
                completed, created = services.complete_version(request.user, version, corrected)
        except FileNotFoundError:
            raise _gone(version) from None
        return kept_response(request, completed, 201 if created else 200)


def rejects_response(version: DatasetVersion) -> HttpResponse:
    """The rejects as a file, with a byte order mark for Excel.

    Raises FileNotFoundError where they are gone from the disk.
    """
    name = f"{version.dataset.slug}-{version.number}-rejects.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(rejects_of(version), content_type="text/csv; charset=utf-8", headers=headers)


def _gone(version: DatasetVersion) -> ApiProblem:
    return ApiProblem(410, f"The files of {version} are no longer on disk: upload the sheet again.")


def _version(slug: str, number: int) -> DatasetVersion:
    rows = DatasetVersion.objects.select_related("dataset")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
