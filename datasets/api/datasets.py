"""Data sets over HTTP."""

from __future__ import annotations

import re
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from pydantic import Field
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.binning import RestoreOrder, binned, binned_response, naming, restoring
from api.idempotency import idempotent
from api.openapi.operations import BINARY, NO_WAIT, NOTHING, listed, operation
from api.paging import page
from api.problems import ApiProblem, field_problem
from api.views import ANY, View
from contract.data import Options
from datasets import services
from datasets.api import imports as imports_api
from datasets.api import shapes, upload_shapes
from datasets.api.upload_call import UPLOAD_EXAMPLES, UPLOAD_SCHEMA, UploadCall, failure_problem
from datasets.models import Dataset, DatasetVersion, Import
from jobs.models import Status
from jobs.waiting import wait_for, wanted_wait, wants_no_wait


def describe_version(version: DatasetVersion, request: Request) -> shapes.DatasetVersion:
    return {
        "slug": version.dataset.slug,
        "name": version.dataset.name,
        "version": version.number,
        "sha256": version.sha256,
        "rows": version.rows,
        "rows_added": version.rows_added,
        "rows_replaced": version.choices.get("replaced", 0),
        "parts": [part_of(part) for part in version.parts()],
        "size": version.size,
        "original_name": version.original_name,
        "options": version.options,
        "columns": columns_of(version),
        "problems": version.problems,
        "change": version.change,
        "steps": version.steps,
        "steps_of": version.steps_of,
        "outcome": version.outcome or None,
        "verdicts": version.verdicts,
        "reject_count": version.reject_count,
        "to_correct": version.to_correct,
        "report": version.report,
        "created_at": version.created_at,
        "url": request.build_absolute_uri(version.get_absolute_url()),
    }


def columns_of(version: DatasetVersion) -> list[Any]:
    """The profile of every column, with what is settled of how its cells are written."""
    settled = version.settled()
    return [
        {**column, "conventions": settled[column["name"]]} if column["name"] in settled else column
        for column in version.columns
    ]


def part_of(version: DatasetVersion) -> shapes.Part:
    """One of the files whose rows make up a version."""
    return {
        "version": version.number,
        "rows": version.rows_added if version.earlier_parts else version.rows,
        "sha256": version.sha256,
        "size": version.size,
        "original_name": version.original_name,
        "download": f"{imports_api.version_address(version)}/download",
    }


ORDERING = ["name", "slug", "created_at"]
LISTED = listed(
    {"name": "A part of the name.", "slug": "The whole slug.", "owner": "The name of a user."}, ORDERING
)


class DatasetList(View):
    """All data sets, and the upload of a new one or of a new version."""

    permissions_by_method = {"GET": "datasets.view_dataset", "POST": "datasets.add_dataset"}
    parameters_by_method = {"GET": ANY}
    parser_classes = [MultiPartParser]

    @operation("list_datasets", "List the data sets", answers={200: shapes.DatasetPage}, parameters=LISTED)
    def get(self, request: Request) -> Response:
        def describe(dataset: Any) -> shapes.DatasetInList:
            return {
                "slug": dataset.slug,
                "name": dataset.name,
                "versions": dataset.version_count,
                "latest": dataset.latest_number,
                "rows": dataset.latest_rows,
                "outcome": dataset.latest_outcome or None,
                "owner": dataset.owner.get_username() if dataset.owner else None,
                "created_at": dataset.created_at,
                "url": request.build_absolute_uri(dataset.get_absolute_url()),
            }

        rows = Dataset.objects.with_latest().select_related("owner")
        filters = {"name": "name__icontains", "slug": "slug", "owner": "owner__username"}
        return page(request, rows, describe, ordering=ORDERING, filters=filters)

    @operation(
        "upload_dataset",
        "Upload a sheet, or add its rows to a data set",
        body=UPLOAD_SCHEMA,
        answers={201: shapes.DatasetVersion, 200: upload_shapes.UploadAnswer, 202: upload_shapes.Import},
        parameters=[NO_WAIT],
        fails=[404, 409],
        examples=UPLOAD_EXAMPLES,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        call = UploadCall.of(request)
        if call.preview and not wants_no_wait(request):
            return Response(call.plan())
        if wants_no_wait(request) or call.is_large:
            return self._later(request, call.start())
        version, created = call.keep()
        return kept_response(request, version, 201 if created else 200)

    def _later(self, request: Request, job: Import) -> Response:
        """202 and where the import is followed, unless ``Prefer: wait=N`` is enough for it to end."""
        if not wait_for(job, wanted_wait(request)) or job.status == Status.CANCELLED:
            return imports_api.accepted(job)
        if job.plan is not None:
            return Response(job.plan)
        if job.version is None:
            raise failure_problem(job)
        return kept_response(request, job.version, 201)


def kept_response(request: Request, version: DatasetVersion, status: int) -> Response:
    headers = {"Location": imports_api.version_address(version)}
    return Response(describe_version(version, request), status=status, headers=headers)


class DatasetChange(Options):
    """The body that renames a data set. Its address never changes."""

    name: str = Field(min_length=1, max_length=120)


class DatasetDetail(View):
    permissions_by_method = {
        "GET": "datasets.view_dataset",
        "PATCH": "datasets.add_dataset",
        "DELETE": "datasets.delete_dataset",
    }
    parameters_by_method = {"DELETE": ("force",)}

    @operation("read_dataset", "See a data set as it is now", answers={200: shapes.DatasetDetail})
    def get(self, request: Request, slug: str) -> Response:
        version = _newest(slug)
        numbers = version.dataset.versions.order_by("-number").values("number", "rows", "created_at")
        return Response({**describe_version(version, request), "versions": list(numbers)})

    @operation(
        "rename_dataset",
        "Rename a data set",
        body=DatasetChange,
        answers={200: shapes.DatasetVersion},
        fails=[409],
        examples={"Another name": {"name": "Sales of all shops"}},
    )
    def patch(self, request: Request, slug: str) -> Response:
        dataset = get_object_or_404(Dataset, slug=slug)
        require_change(request.user, "datasets.add_dataset", dataset)
        with naming(DatasetChange.model_validate(request.data).name) as name:
            services.rename_dataset(request.user, dataset, name)
        return Response(describe_version(_newest(slug), request))

    @operation(
        "delete_dataset",
        "Put a data set into the bin",
        answers={204: NOTHING},
        parameters=[OpenApiParameter("force", bool, description="true: although models were made from it.")],
        fails=[409],
    )
    def delete(self, request: Request, slug: str) -> Response:
        dataset = get_object_or_404(Dataset, slug=slug)
        require_change(request.user, "datasets.delete_dataset", dataset)
        depending = services.dependents_of(dataset)
        if depending and request.query_params.get("force") != "true":
            raise ApiProblem(
                409,
                f"{len(depending)} records were made from {dataset}. They stay, but can no longer show "
                "their data. Send ?force=true to delete the data set anyway.",
                depends_on=depending,
            )
        services.bin_dataset(request.user, dataset)
        return binned_response(dataset)


class DatasetRestore(View):
    """Back from the bin, under its old name or under ``name``."""

    permissions_by_method = {"POST": "datasets.delete_dataset"}

    @operation(
        "restore_dataset",
        "Bring a data set back from the bin",
        body=RestoreOrder,
        optional_body=True,
        answers={200: shapes.DatasetVersion},
        fails=[409],
        examples={"Under another name": {"name": "Sales of last year"}},
    )
    def post(self, request: Request, slug: str) -> Response:
        order = RestoreOrder.model_validate(request.data or {})
        dataset = binned(Dataset, slug)
        require_change(request.user, "datasets.delete_dataset", dataset)
        with restoring(dataset):
            services.restore_dataset(request.user, dataset, order.name)
        return Response(describe_version(_newest(dataset.slug), request))


class VersionDetail(View):
    permissions_by_method = {"GET": "datasets.view_dataset"}

    @operation("read_version", "See a version of a data set", answers={200: shapes.DatasetVersionDetail})
    def get(self, request: Request, slug: str, number: int) -> Response:
        version = _version(slug, number)
        return Response({**describe_version(version, request), **services.lineage_of(version)})


class VersionPreview(View):
    permissions_by_method = {"GET": "datasets.view_dataset"}
    parameters_by_method = {"GET": ("rows",)}

    @operation(
        "preview_version",
        "See the first rows of a version",
        answers={200: shapes.Preview},
        parameters=[OpenApiParameter("rows", int, description="1 to 1000, 100 if left out.")],
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        version = _version(slug, number)
        wanted = request.query_params.get("rows", "100")
        if not re.fullmatch("[0-9]{1,4}", wanted) or not 1 <= int(wanted) <= 1000:
            raise field_problem("rows", "out_of_range", f"rows must be from 1 to 1000, not {wanted!r}.", 400)
        columns, rows = services.preview(version, int(wanted))
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        return Response({"columns": columns, "rows": records, "of": version.rows})


class VersionDownload(View):
    permissions_by_method = {"GET": "datasets.view_dataset"}

    @operation(
        "download_version",
        "Fetch the file as it was uploaded",
        answers={200: {"application/octet-stream": BINARY}},
    )
    def get(self, request: Request, slug: str, number: int) -> HttpResponse | FileResponse:
        return original_response(_version(slug, number))


def original_response(version: DatasetVersion) -> FileResponse:
    """The uploaded bytes. The browser never displays them: they can be anything."""
    try:
        file = version.original.open("rb")
    except FileNotFoundError:
        raise Http404(_("This version's file is no longer on disk.")) from None
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
