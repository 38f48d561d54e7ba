"""Prediction jobs over HTTP: followed, cancelled, and their answers fetched."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi.operations import FORMAT, JSON_TYPE, PAGING, SHEETS, listed, operation
from api.paging import Paging, page
from api.problems import ApiProblem, field_problem
from api.rendering import table_response
from api.views import ANY, View
from jobs.models import Status
from predictions import shapes
from predictions.job_files import result_rows, result_table
from predictions.jobs import cancel_job, jobs_of
from predictions.models import PredictionJob
from training.versions.about_sheet import about

NOT_IN_PREDICT = ("row", "flags")
"""What the rows of a job have in addition to those of a call answered at once."""


def describe_job(job: PredictionJob) -> shapes.PredictionJob:
    done = job.status == Status.SUCCEEDED
    return {
        "id": job.pk,
        "status": job.status,
        "progress": job.progress,
        "message": job.message,
        "model": job.version.model.slug,
        "version": job.version.number,
        "label": job.version.label,
        "alias": job.alias or None,
        "rows": job.rows,
        "file": job.file_name or None,
        "flags": job.flags,
        "error": job.error or None,
        "remedy": job.remedy or None,
        "queued_at": job.queued_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "duration_seconds": job.duration_seconds,
        "prediction_id": job.log_id,
        "result": f"/api/v1/prediction-jobs/{job.pk}/result" if done else None,
    }


def accepted(job: PredictionJob) -> Response:
    headers = {"Location": f"/api/v1/prediction-jobs/{job.pk}", "Retry-After": "1"}
    return Response(describe_job(job), status=202, headers=headers)


def whole_answer(job: PredictionJob, file_format: str) -> Response | HttpResponse:
    """All rows of a job that has succeeded, shaped as ``predict`` answers."""
    if file_format != "json":
        response = result_file(job, file_format)
        response["Almanac-Prediction"] = str(job.log_id)
        response["Almanac-Version"] = job.version.label
        return response
    rows = _rows(job)
    flags = [*job.flags, *({"row": place, **flag} for place, row in enumerate(rows) for flag in row["flags"])]
    return Response(
        {
            "model": job.version.model.slug,
            "version": job.version.number,
            "label": job.version.label,
            "prediction_id": job.log_id,
            **job.version.facts,
            "predictions": [
                {name: cell for name, cell in row.items() if name not in NOT_IN_PREDICT} for row in rows
            ],
            "flags": flags,
        }
    )


def result_file(job: PredictionJob, file_format: str, for_excel: bool = False) -> HttpResponse:
    """Raises ApiProblem where the file is gone."""
    name = f"{job.version.model.slug}-{job.version.label}-{job.pk}"
    try:
        table = result_table(job.result)
    except FileNotFoundError:
        raise _gone(job) from None
    said = about(job.version, table.columns, in_words=for_excel)
    return table_response(table, file_format, name, for_excel=for_excel, about=said)


def _rows(job: PredictionJob, start: int = 0, stop: int | None = None) -> list[dict[str, Any]]:
    try:
        return result_rows(job.result, start, stop)
    except FileNotFoundError:
        raise _gone(job) from None


def _gone(job: PredictionJob) -> ApiProblem:
    return ApiProblem(410, f"The answer of job {job.pk} is no longer on disk: resend the rows.")


ORDERING = ["queued_at", "finished_at"]
LISTED = listed(
    {
        "status": "queued, running, succeeded, failed or cancelled.",
        "model": "The model that is asked.",
    },
    ORDERING,
)


class JobList(View):
    permissions_by_method = {"GET": "predictions.add_predictionlog"}
    parameters_by_method = {"GET": ANY}

    @operation(
        "list_prediction_jobs",
        "List your jobs, newest first",
        answers={200: shapes.PredictionJobPage},
        parameters=LISTED,
    )
    def get(self, request: Request) -> Response:
        filters = {"status": "status", "model": "version__model__slug"}
        return page(request, jobs_of(request.user), describe_job, ORDERING, filters)


class JobDetail(View):
    permissions_by_method = {"GET": "predictions.add_predictionlog"}

    @operation("read_prediction_job", "Follow a job", answers={200: shapes.PredictionJob})
    def get(self, request: Request, pk: int) -> Response:
        return Response(describe_job(_find(request, pk)))


class JobCancel(View):
    permissions_by_method = {"POST": "predictions.add_predictionlog"}

    @operation("cancel_prediction_job", "Cancel a job", answers={202: shapes.PredictionJob}, fails=[409])
    def post(self, request: Request, pk: int) -> Response:
        job = _find(request, pk)
        if not cancel_job(job):
            raise ApiProblem(409, f"Job {pk} has already ended: it is {job.status}.")
        return accepted(_find(request, pk))


class JobResult(View):
    """The answer: paged in JSON, whole in CSV and XLSX. ``row`` counts the rows that were sent, from 1."""

    permissions_by_method = {"GET": "predictions.add_predictionlog"}
    parameters_by_method = {"GET": ("format", "limit", "offset")}

    @operation(
        "read_job_result",
        "Fetch the answer of a job",
        answers={200: {JSON_TYPE: shapes.JobRows, **SHEETS}},
        parameters=[FORMAT, *PAGING],
        fails=[409, 410],
    )
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        job = _find(request, pk)
        wanted = request.query_params.get("format", "json")
        if wanted not in {"json", "csv", "xlsx"}:
            message = f"Answers are available as json, csv or xlsx, not {wanted!r}."
            raise field_problem("format", "unknown", message, 400)
        if job.status != Status.SUCCEEDED:
            raise ApiProblem(409, f"Job {pk} has no answer: it is {job.status}. {job.error}".strip())
        if wanted != "json":
            return result_file(job, wanted)
        paging = Paging()
        shown = paging.paginate_queryset(range(job.rows), request)
        start, stop = (shown[0], shown[-1] + 1) if shown else (0, 0)
        return paging.get_paginated_response(_rows(job, start, stop))


def _find(request: Request, pk: int) -> PredictionJob:
    return get_object_or_404(jobs_of(request.user), pk=pk)
