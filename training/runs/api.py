"""Starting, following and cancelling runs over HTTP."""

from __future__ import annotations

from functools import partial

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.binning import binned, binned_response
from api.idempotency import idempotent
from api.openapi.operations import NOTHING, WAIT, listed, operation
from api.paging import page
from api.problems import ApiProblem, refusals
from api.views import ANY, View
from jobs.waiting import wait_for, wanted_wait
from training.models import TrainingRun
from training.runs import shapes
from training.runs.line import Line
from training.runs.models import Status, Trigger
from training.runs.orders import RunOrder
from training.runs.services import bin_run, cancel_run, restore_run, start_run

ORDERING = ["queued_at", "started_at", "finished_at", "status", "family", "name"]


def describe_run(run: TrainingRun, line: Line | None = None) -> shapes.Run:
    """``line``: read once for many runs."""
    version = getattr(run, "version", None)
    return {
        "id": run.pk,
        "status": run.status,
        "progress": run.progress,
        "message": run.message,
        "name": run.name,
        "family": run.family,
        "model": version.algorithm if version else run.model,
        "dataset": run.dataset_name,
        "tables": {table.table: table.dataset_name for table in run.run_tables.all()},
        "columns": run.columns,
        "settings": run.settings,
        "filters": run.filters,
        "params": run.params,
        "effort": run.effort,
        "then_best": run.then_best,
        "follows": run.follows_id,
        "seed": run.seed,
        "attempt": run.attempt,
        "metrics": version.metrics if version else {},
        "baseline": version.baseline if version else {},
        "candidates": run.candidates,
        "problems": run.problems,
        "queue": _place_of(run, line or Line()),
        "queued_at": run.queued_at,
        "started_at": run.started_at,
        "training_started_at": run.child_started_at,
        "finished_at": run.finished_at,
        "duration_seconds": run.duration_seconds,
        "error": run.error or None,
        "remedy": run.remedy or None,
        "reason": run.reason or None,
        "expected_seconds": run.expected_seconds,
        "trained_model": version.model.slug if version else None,
        "version": version.number if version else None,
        "log_tail": run.log_tail(),
    }


def _place_of(run: TrainingRun, line: Line) -> shapes.QueuePlace | None:
    """Where a run stands that waits for a worker."""
    place = line.place_of(run)
    if place is None:
        return None
    return {
        "position": place.position,
        "waiting_for": [one.pk for one in place.in_front],
        "expected_start": place.expected_start,
        "delayed": place.delayed,
    }


def accepted(run: TrainingRun, status: int = 202) -> Response:
    return Response(
        describe_run(run),
        status=status,
        headers={"Location": f"/api/v1/runs/{run.pk}", **({"Retry-After": "1"} if status == 202 else {})},
    )


def find_run(pk: int) -> TrainingRun:
    return get_object_or_404(TrainingRun.objects.for_list(), pk=pk)


LISTED = listed(
    {
        "status": "queued, running, succeeded, failed or cancelled.",
        "family": "The key of a family.",
        "name": "A part of the name.",
        "trained_model": "The model that was trained.",
        "dataset": "A data set that was learned from: its name, or sales@3.",
    },
    ORDERING,
)


class RunList(View):
    permissions_by_method = {"GET": "training.view_trainingrun", "POST": "training.add_trainingrun"}
    parameters_by_method = {"GET": ANY}

    @operation("list_runs", "List trainings, newest first", answers={200: shapes.RunPage}, parameters=LISTED)
    def get(self, request: Request) -> Response:
        filters = {
            "status": "status",
            "family": "family",
            "name": "name__icontains",
            "trained_model": "version__model__slug",
        }
        rows = TrainingRun.objects.for_list().on_dataset(request.query_params.get("dataset", ""))
        describe = partial(describe_run, line=Line())
        return page(request, rows, describe, ORDERING, filters, others=["dataset"])

    @operation(
        "start_run",
        "Train a model",
        body=RunOrder,
        answers={202: shapes.Run, 200: shapes.Run},
        parameters=[WAIT],
        fails=[409],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        with refusals():
            run = start_run(request.user, RunOrder.model_validate(request.data), trigger=Trigger.API)
        seconds = wanted_wait(request)
        if seconds and wait_for(run, seconds):
            return accepted(find_run(run.pk), status=200)
        return accepted(find_run(run.pk))


class RunDetail(View):
    permissions_by_method = {"GET": "training.view_trainingrun", "DELETE": "training.delete_trainingrun"}

    @operation("read_run", "Follow a training", answers={200: shapes.Run})
    def get(self, request: Request, pk: int) -> Response:
        return Response(describe_run(find_run(pk)))

    @operation("delete_run", "Put a training into the bin", answers={204: NOTHING}, fails=[409])
    def delete(self, request: Request, pk: int) -> Response:
        run = find_run(pk)
        require_change(request.user, "training.delete_trainingrun", run)
        if not run.ended:
            raise ApiProblem(409, f"Run {pk} is {run.status}: cancel it first.")
        bin_run(request.user, run)
        return binned_response(run)


class RunRestore(View):
    permissions_by_method = {"POST": "training.delete_trainingrun"}

    @operation("restore_run", "Bring a training back from the bin", answers={200: shapes.Run})
    def post(self, request: Request, pk: int) -> Response:
        run = binned(TrainingRun, pk)
        require_change(request.user, "training.delete_trainingrun", run)
        restore_run(request.user, run)
        return Response(describe_run(find_run(pk)))


class RunCancel(View):
    permissions_by_method = {"POST": "training.add_trainingrun"}

    @operation("cancel_run", "Cancel a training", answers={202: shapes.Run}, fails=[409])
    def post(self, request: Request, pk: int) -> Response:
        run = find_run(pk)
        require_change(request.user, "training.add_trainingrun", run)
        if not cancel_run(request.user, run):
            raise ApiProblem(409, f"Run {pk} has already ended: it {_ended_words(run)}.")
        return accepted(find_run(pk))


def _ended_words(run: TrainingRun) -> str:
    return "was cancelled" if run.status == Status.CANCELLED else run.status
