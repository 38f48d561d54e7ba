"""Derivations over HTTP: what can be derived, previewed and started; those under way followed, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.idempotency import idempotent
from api.openapi.operations import WAIT, listed, operation
from api.paging import page
from api.problems import ApiProblem, data_problem, refusals
from api.views import ANY, View
from contract import registry
from contract.deriving import Derivation as Recipe
from contract.plain import plain
from datasets import services
from datasets.api import derivation_shapes as shapes
from datasets.api import upload_call
from datasets.models import Derivation
from datasets.services import DerivationOrder, PreviewOrder, Resolved, cancel_derivation
from jobs.models import Status
from jobs.waiting import wait_for, wanted_wait

TABLES = {"transactions": "sales@2"}


def describe_recipe(recipe: Recipe) -> shapes.Recipe:
    return {
        "key": recipe.key,
        "label": recipe.label,
        "help": recipe.help,
        "tables": [_table(recipe, table) for table in recipe.tables],
        "settings": recipe.Settings.model_json_schema(),
    }


def _table(recipe: Recipe, table: Any) -> Any:
    """What it declares, but for the functions by which columns are guessed."""
    names = [name for name in shapes.RecipeRole.__annotations__ if name != "address"]
    roles = [
        {"address": table.address(role.key), **{name: getattr(role, name) for name in names}}
        for role in table.roles
    ]
    own = {name: getattr(table, name) for name in shapes.RecipeTable.__annotations__}
    return plain({**own, "roles": roles})


class DerivationList(View):
    """The recipes that are installed, with their tables, roles and settings."""

    permissions_by_method = {"GET": "datasets.view_dataset"}

    @operation("list_derivations", "List what can be derived", answers={200: shapes.RecipePage})
    def get(self, request: Request) -> Response:
        recipes = [describe_recipe(recipe) for recipe in registry.all_derivations()]
        return Response({"count": len(recipes), "next": None, "previous": None, "results": recipes})


class DerivationPreview(View):
    """What the table would be; nothing is kept. Of more than 200,000 rows a worker finds it."""

    permissions_by_method = {"POST": "datasets.add_dataset"}

    @operation(
        "preview_derivation",
        "Preview a derived table",
        body=PreviewOrder,
        answers={200: shapes.DerivedAnswer, 202: shapes.DerivationJob},
        parameters=[WAIT],
        fails=[410],
        examples={"Customers of transactions": {"tables": TABLES, "settings": {}}},
    )
    @idempotent
    def post(self, request: Request, key: str) -> Response:
        resolved = _resolved(key, PreviewOrder.model_validate(request.data))
        if services.is_large(resolved):
            return _later(request, services.start_preview(request.user, resolved))
        with _derivable(resolved):
            return Response(services.preview_derivation(resolved))


class DerivationStart(View):
    """A derived table as a data set, made by a worker."""

    permissions_by_method = {"POST": "datasets.add_dataset"}

    @operation(
        "start_derivation",
        "Derive a data set",
        body=DerivationOrder,
        answers={202: shapes.DerivationJob, 200: shapes.DerivationJob},
        parameters=[WAIT],
        fails=[409, 410],
        examples={"Customers of transactions": {"name": "Customers", "tables": TABLES}},
    )
    @idempotent
    def post(self, request: Request, key: str) -> Response:
        order = DerivationOrder.model_validate(request.data)
        resolved = _resolved(key, order)
        with refusals():
            return _later(request, services.start_derivation(request.user, resolved, order.name))


def _resolved(key: str, order: PreviewOrder) -> Resolved:
    try:
        with refusals():
            return services.resolve_derivation(key, order)
    except registry.DerivationMissing:
        known = ", ".join(recipe.key for recipe in registry.all_derivations())
        there = f"there are {known}." if known else "none is installed."
        raise Http404(f"There is no derivation {key!r}; {there}") from None
    except FileNotFoundError:
        raise _gone(", ".join(order.tables.values())) from None


@contextmanager
def _derivable(resolved: Resolved) -> Iterator[None]:
    try:
        with refusals(), upload_call.refusals():
            yield
    except FileNotFoundError:
        raise _gone(", ".join(resolved.tables.values())) from None


def _gone(names: str) -> ApiProblem:
    return ApiProblem(410, f"The table of {names} is no longer on the disk: upload the sheet again.")


def _later(request: Request, job: Derivation) -> Response:
    """202 and where the work is followed, unless ``Prefer: wait=N`` is enough for it to end."""
    seconds = wanted_wait(request)
    if not seconds or not wait_for(job, seconds):
        return accepted(described_again(job))
    if not job.preview_only or job.status == Status.CANCELLED:
        return accepted(described_again(job), status=200)
    if job.result is not None:
        return Response(job.result)
    if job.problems:
        raise data_problem(job.problems)
    raise ApiProblem(422, f"{job.error} {job.remedy}".strip())


def describe_job(job: Derivation) -> shapes.DerivationJob:
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


ORDERING = ["queued_at", "started_at", "finished_at", "status"]
LISTED = listed(
    {
        "status": "queued, running, succeeded, failed or cancelled.",
        "derivation": "The key of a recipe.",
        "dataset": "The data set that was made.",
    },
    ORDERING,
)


class DerivationJobList(View):
    """All derivations, newest first; those that left no version are forgotten after a week."""

    permissions_by_method = {"GET": "datasets.view_derivation"}
    parameters_by_method = {"GET": ANY}

    @operation(
        "list_derivation_jobs",
        "List derivations, newest first",
        answers={200: shapes.DerivationJobPage},
        parameters=LISTED,
    )
    def get(self, request: Request) -> Response:
        filters = {"status": "status", "derivation": "key", "dataset": "version__dataset__slug"}
        return page(request, Derivation.objects.for_list(), describe_job, ORDERING, filters)


class DerivationJobDetail(View):
    """One derivation. ``result`` has the first rows of a preview, the warnings and how the table was made."""

    permissions_by_method = {"GET": "datasets.view_derivation"}

    @operation("read_derivation_job", "Follow a derivation", answers={200: shapes.DerivationJobDetail})
    def get(self, request: Request, pk: int) -> Response:
        job = _find(pk)
        return Response({**describe_job(job), "result": job.result})


class DerivationJobCancel(View):
    permissions_by_method = {"POST": "datasets.add_dataset"}

    @operation(
        "cancel_derivation_job", "Cancel a derivation", answers={202: shapes.DerivationJob}, fails=[409]
    )
    def post(self, request: Request, pk: int) -> Response:
        job = _find(pk)
        require_change(request.user, "datasets.add_dataset", job)
        if not cancel_derivation(request.user, job):
            raise ApiProblem(409, f"Derivation {pk} has ended already: it is {job.status}.")
        return accepted(described_again(job))


def _find(pk: int) -> Derivation:
    return get_object_or_404(Derivation.objects.for_list(), pk=pk)
