"""Imports over HTTP: followed and cancelled."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi.operations import operation
from api.problems import ApiProblem
from api.views import View
from datasets.api import upload_shapes
from datasets.models import DatasetVersion, Import
from datasets.services import cancel_import, imports_of


def version_address(version: DatasetVersion) -> str:
    return f"/api/v1/datasets/{version.dataset.slug}/versions/{version.number}"


def describe_import(job: Import) -> upload_shapes.Import:
    return {
        "id": job.pk,
        "status": job.status,
        "progress": job.progress,
        "message": job.message,
        "dataset": job.dataset.slug if job.dataset else None,
        "mode": "append" if job.append else "replace",
        "preview": job.plan_only,
        "file": job.file_name,
        "size": job.size,
        "version": version_address(job.version) if job.version else None,
        "error": job.error or None,
        "remedy": job.remedy or None,
        "problems": job.problems,
        "question": job.question,
        "confirm": job.to_confirm,
        "plan": job.plan,
        "queued_at": job.queued_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "duration_seconds": job.duration_seconds,
    }


def accepted(job: Import) -> Response:
    headers = {"Location": f"/api/v1/imports/{job.pk}", "Retry-After": "1"}
    return Response(describe_import(job), status=202, headers=headers)


class ImportDetail(View):
    permissions_by_method = {"GET": "datasets.add_dataset"}

    @operation("read_import", "Follow an upload", answers={200: upload_shapes.Import})
    def get(self, request: Request, pk: int) -> Response:
        return Response(describe_import(get_object_or_404(imports_of(request.user), pk=pk)))


class ImportCancel(View):
    permissions_by_method = {"POST": "datasets.add_dataset"}

    @operation("cancel_import", "Cancel an upload", answers={202: upload_shapes.Import}, fails=[409])
    def post(self, request: Request, pk: int) -> Response:
        job = get_object_or_404(imports_of(request.user), pk=pk)
        if not cancel_import(request.user, job):
            raise ApiProblem(409, f"Import {pk} has already ended: it is {job.status}.")
        return accepted(get_object_or_404(imports_of(request.user), pk=pk))
