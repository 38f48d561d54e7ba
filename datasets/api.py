"""Data sets over HTTP."""

from __future__ import annotations

import re
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import require_change
from api.idempotency import idempotent
from api.paging import page
from api.problems import ApiProblem, error, field_problem
from datasets import services
from datasets.models import Dataset, DatasetVersion

UPLOAD_SCHEMA = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "name": {"type": "string"},
            "dataset": {"type": "string", "description": "Slug: add a version to this data set."},
            **{
                option: {
                    "type": "string",
                    "description": "Left out: as chosen for the last sheet with this header. auto: found.",
                }
                for option in services.READING_OPTIONS
            },
        },
    }
}


def describe_version(version: DatasetVersion, request: Request) -> dict[str, Any]:
    return {
        "slug": version.dataset.slug,
        "name": version.dataset.name,
        "version": version.number,
        "sha256": version.sha256,
        "rows": version.rows,
        "size": version.size,
        "original_name": version.original_name,
        "options": version.options,
        "columns": version.columns,
        "problems": version.problems,
        "created_at": version.created_at,
        "url": request.build_absolute_uri(version.get_absolute_url()),
    }


def read_upload(
    request: Request, accept: services.Accept = services.accept_any
) -> tuple[DatasetVersion, bool]:
    """The version made from the request's ``file``; every refusal becomes a problem that names the place.

    Nothing is kept where ``accept`` raises.
    """
    from datasets import reading

    upload = request.FILES.get("file")
    if upload is None:
        raise field_problem("file", "required", "Send the sheet as the multipart field 'file'.", 400)
    if request.POST.get("mode", "replace") != "replace":
        raise field_problem("mode", "unknown", "The mode of an upload is 'replace'.")
    dataset = None
    if slug := request.POST.get("dataset"):
        dataset = get_object_or_404(Dataset, slug=slug)
        require_change(request.user, "datasets.add_dataset", dataset)
    options = {option: request.POST.get(option) for option in services.READING_OPTIONS}
    try:
        return services.upload_version(
            request.user,
            upload,
            name=str(request.POST.get("name", "")),
            dataset=dataset,
            options=options,
            accept=accept,
        )
    except reading.ReadingError as refusal:
        raise ApiProblem(422, str(refusal), [_finding_error(f) for f in refusal.findings]) from None
    except reading.ReadingQuestion as question:
        raise ApiProblem(
            422,
            str(question),
            [error(_place(question.column), "ambiguous", str(question))],
            option=question.option,
            readings=question.readings,
        ) from None


def _finding_error(finding: Any) -> dict[str, Any]:
    place = _place(finding.column, finding.row)
    return error(place, finding.code, f"{finding.message} {finding.remedy}".strip())


def _place(column: str | None, row: int | None = None) -> dict[str, Any]:
    return {"table": "main", "column": column, "row": row, "series": None}


class DatasetList(APIView):
    """All data sets, and the upload of a new one or of a new version."""

    permissions_by_method = {"GET": "datasets.view_dataset", "POST": "datasets.add_dataset"}
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="datasets_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        def describe(dataset: Any) -> dict[str, Any]:
            return {
                "slug": dataset.slug,
                "name": dataset.name,
                "versions": dataset.version_count,
                "latest": dataset.latest_number,
                "rows": dataset.latest_rows,
                "owner": dataset.owner.get_username() if dataset.owner else None,
                "created_at": dataset.created_at,
                "url": request.build_absolute_uri(dataset.get_absolute_url()),
            }

        rows = Dataset.objects.with_latest().select_related("owner")
        filters = {"name": "name__icontains", "slug": "slug", "owner": "owner__username"}
        return page(request, rows, describe, ordering=["name", "slug", "created_at"], filters=filters)

    @extend_schema(
        operation_id="datasets_upload", request=UPLOAD_SCHEMA, responses={201: OpenApiTypes.OBJECT}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        version, created = read_upload(request)
        return Response(
            describe_version(version, request),
            status=201 if created else 200,
            headers={"Location": f"/api/v1/datasets/{version.dataset.slug}/versions/{version.number}"},
        )


class DatasetDetail(APIView):
    permissions_by_method = {"GET": "datasets.view_dataset", "DELETE": "datasets.delete_dataset"}

    @extend_schema(operation_id="datasets_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        version = _newest(slug)
        numbers = version.dataset.versions.order_by("-number").values("number", "rows", "created_at")
        return Response({**describe_version(version, request), "versions": list(numbers)})

    @extend_schema(
        operation_id="datasets_delete",
        parameters=[OpenApiParameter("force", bool)],
        responses={204: None},
    )
    def delete(self, request: Request, slug: str) -> Response:
        dataset = get_object_or_404(Dataset, slug=slug)
        require_change(request.user, "datasets.delete_dataset", dataset)
        depending = services.dependents_of(dataset)
        if depending and request.query_params.get("force") != "true":
            raise ApiProblem(
                409,
                f"{len(depending)} records were made from {dataset}. They stay, but can no longer show "
                "their data. Send ?force=true to delete the data set all the same.",
                depends_on=depending,
            )
        services.delete_dataset(request.user, dataset)
        return Response(status=204)


class VersionDetail(APIView):
    permissions_by_method = {"GET": "datasets.view_dataset"}

    @extend_schema(operation_id="dataset_versions_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str, number: int) -> Response:
        return Response(describe_version(_version(slug, number), request))


class VersionPreview(APIView):
    permissions_by_method = {"GET": "datasets.view_dataset"}

    @extend_schema(
        operation_id="dataset_versions_preview",
        parameters=[OpenApiParameter("rows", int, description="1 to 1000, 100 if left out.")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        version = _version(slug, number)
        wanted = request.query_params.get("rows", "100")
        if not re.fullmatch("[0-9]{1,4}", wanted) or not 1 <= int(wanted) <= 1000:
            raise field_problem("rows", "out_of_range", f"rows goes from 1 to 1000, not {wanted!r}.", 400)
        columns, rows = services.preview(version, int(wanted))
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        return Response({"columns": columns, "rows": records, "of": version.rows})


class VersionDownload(APIView):
    permissions_by_method = {"GET": "datasets.view_dataset"}

    @extend_schema(operation_id="dataset_versions_download", responses=OpenApiTypes.BINARY)
    def get(self, request: Request, slug: str, number: int) -> HttpResponse | FileResponse:
        return original_response(_version(slug, number))


def original_response(version: DatasetVersion) -> FileResponse:
    """The uploaded bytes. Never shown by the browser: they are whatever somebody uploaded."""
    try:
        file = version.original.open("rb")
    except FileNotFoundError:
        raise Http404(_("The file of this version is gone from the disk.")) from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=version.original_name,
        content_type="application/octet-stream",
    )


def _version(slug: str, number: int) -> DatasetVersion:
    return get_object_or_404(
        DatasetVersion.objects.select_related("dataset"), dataset__slug=slug, number=number
    )


def _newest(slug: str) -> DatasetVersion:
    try:
        return services.find_version(slug)
    except DatasetVersion.DoesNotExist:
        raise Http404(f"There is no data set {slug!r}.") from None
