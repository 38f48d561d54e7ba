"""Derivations under way and done, over HTTP: listed, followed, cancelled."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import require_change
from api.paging import page
from api.problems import ApiProblem
from datasets.models import Derivation
from datasets.services import cancel_derivation


def describe_job(job: Derivation) -> dict[str, Any]:
    return {
        "id": job.pk,
        "status": job.status,
        "progress": job.progress,
        "message": job.message,
        "derivation": job.key,
        "preview_only": job.preview_only,
        "name": job.name or None,
        "tables": job.tables,
        "columns": job.columns,
        "settings": job.settings,
        "dataset": job.version.dataset.slug if job.version else None,
        "version": job.version.number if job.version else None,
        "error": job.error or None,
        "remedy": job.remedy or None,
        "problems": job.problems,
        "requested_by": job.requested_by.get_username() if job.requested_by else None,
        "queued_at": job.queued_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "duration_seconds": job.duration_seconds,
    }


def described_again(job: Derivation) -> Derivation:
    """``job`` as it stands by now, with all that is said of it."""
    return Derivation.objects.for_list().get(pk=job.pk)


def accepted(job: Derivation, status: int = 202) -> Response:
    headers = {"Location": f"/api/v1/derivation-jobs/{job.pk}"}
    if status == 202:
        headers["Retry-After"] = "1"
    return Response(describe_job(job), status=status, headers=headers)


class DerivationJobList(APIView):
    """All derivations, newest first; those that left no version are forgotten after a week."""

    permissions_by_method = {"GET": "datasets.view_derivation"}

    @extend_schema(
        operation_id="derivation_jobs_list", summary="List derivations", responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request) -> Response:
        filters = {"status": "status", "derivation": "key", "dataset": "version__dataset__slug"}
        ordering = ["queued_at", "started_at", "finished_at", "status"]
        return page(request, Derivation.objects.for_list(), describe_job, ordering, filters)


class DerivationJobDetail(APIView):
    """One derivation. ``result`` has the first rows of a preview, the warnings and how the table was made."""

    permissions_by_method = {"GET": "datasets.view_derivation"}

    @extend_schema(
        operation_id="derivation_jobs_read", summary="Follow a derivation", responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request, pk: int) -> Response:
        job = _find(pk)
        return Response({**describe_job(job), "result": job.result})


class DerivationJobCancel(APIView):
    permissions_by_method = {"POST": "datasets.add_dataset"}

    @extend_schema(
        operation_id="derivation_jobs_cancel",
        summary="Cancel a derivation",
        request=None,
        responses={202: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request, pk: int) -> Response:
        job = _find(pk)
        require_change(request.user, "datasets.add_dataset", job)
        if not cancel_derivation(request.user, job):
            raise ApiProblem(409, f"Derivation {pk} has ended already: it is {job.status}.")
        return accepted(described_again(job))


def _find(pk: int) -> Derivation:
    return get_object_or_404(Derivation.objects.for_list(), pk=pk)
