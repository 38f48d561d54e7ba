"""What can be derived, over HTTP: listed, previewed, made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.idempotency import idempotent
from api.problems import ApiProblem
from api.refusals import data_problem, refusals
from contract import registry
from contract.deriving import Derivation as Recipe
from contract.plain import plain
from datasets import services
from datasets.api import upload_call
from datasets.api.derivation_jobs import accepted, described_again
from datasets.models import Derivation
from datasets.services import DerivationOrder, PreviewOrder, Resolved
from jobs.models import Status
from jobs.waiting import wait_for, wanted_wait

TABLES = {"transactions": "sales@2"}
PREVIEW_EXAMPLE = OpenApiExample("Preview", value={"tables": TABLES, "settings": {}}, request_only=True)
ORDER_EXAMPLE = OpenApiExample("Order", value={"name": "Customers", "tables": TABLES}, request_only=True)


def describe_recipe(recipe: Recipe) -> dict[str, Any]:
    return {
        "key": recipe.key,
        "label": recipe.label,
        "help": recipe.help,
        "tables": [_table(recipe, table) for table in recipe.tables],
        "settings": recipe.Settings.model_json_schema(),
    }


def _table(recipe: Recipe, table: Any) -> Any:
    roles = [plain(vars(role)) | {"address": table.address(role.key)} for role in table.roles]
    return plain(vars(table)) | {"roles": roles}


class DerivationList(APIView):
    """The recipes that are installed, with their tables, roles and settings."""

    permissions_by_method = {"GET": "datasets.view_dataset"}

    @extend_schema(
        operation_id="derivations_list",
        summary="List what can be derived",
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        recipes = [describe_recipe(recipe) for recipe in registry.all_derivations()]
        return Response({"count": len(recipes), "next": None, "previous": None, "results": recipes})


class DerivationPreview(APIView):
    """What the table would be; nothing is kept. Of more than 200,000 rows a worker finds it."""

    permissions_by_method = {"POST": "datasets.add_dataset"}

    @extend_schema(
        operation_id="derivations_preview",
        summary="Preview a derived table",
        request=PreviewOrder,
        examples=[PREVIEW_EXAMPLE],
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
    )
    @idempotent
    def post(self, request: Request, key: str) -> Response:
        resolved = _resolved(key, PreviewOrder.model_validate(request.data))
        if services.is_large(resolved):
            return _later(request, services.start_preview(request.user, resolved))
        with _derivable(resolved):
            return Response(services.preview_derivation(resolved))


class DerivationStart(APIView):
    """A derived table as a data set, made by a worker."""

    permissions_by_method = {"POST": "datasets.add_dataset"}

    @extend_schema(
        operation_id="derivations_start",
        summary="Derive a data set",
        request=DerivationOrder,
        examples=[ORDER_EXAMPLE],
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
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
    return ApiProblem(410, f"The table of {names} is gone from the disk: upload the sheet again.")


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
