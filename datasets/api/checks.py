"""Checking a version and repairing it, over HTTP."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.idempotency import idempotent
from api.openapi.operations import operation
from api.problems import ApiProblem, field_problem
from api.views import View
from datasets import services
from datasets.api import shapes
from datasets.api.datasets import kept_response
from datasets.checks import CheckedColumns, check_version
from datasets.models import DatasetVersion
from language.sentences import told

STEPS_EXAMPLES = {
    "One spelling for one city": {
        "steps": [
            {"kind": "replace", "columns": ["city"], "params": {"values": {"paarl": "Paarl"}}},
        ]
    },
    "As an earlier version was repaired": {"as_in": 2},
}
STEPS_SCHEMA = {
    "application/json": {
        "type": "object",
        "properties": {
            "as_in": {
                "type": "integer",
                "description": (
                    "Instead of steps: the number of a version of the same data set whose steps to apply to "
                    "this one too."
                ),
            },
            "steps": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {
                        "kind": {
                            "type": "string",
                            "description": (
                                "Among others set_cell: {row, value, old} puts a value into one row, counted "
                                "as its sheet does, where it holds old."
                            ),
                        },
                        "columns": {"type": "array", "items": {"type": "string"}},
                        "params": {"type": "object", "description": "What the kind needs, by name."},
                    },
                },
            },
        },
    }
}


class VersionCheck(View):
    """What is wrong or suspicious in a version, the gravest first, each with its remedies as steps."""

    permissions_by_method = {"GET": "datasets.view_dataset"}
    parameters_by_method = {"GET": ("target", "time", "keys")}

    @operation(
        "check_version",
        "Find what is wrong or suspicious in a version",
        answers={200: shapes.Check},
        parameters=[
            OpenApiParameter("target", str, description="The column to predict."),
            OpenApiParameter("time", str, description="The date column."),
            OpenApiParameter("keys", str, many=True, description="Columns that identify the rows or series."),
        ],
        fails=[410],
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        version = _version(slug, number)
        query = request.query_params
        columns = CheckedColumns(
            query.get("target") or None, query.get("time") or None, tuple(filter(None, query.getlist("keys")))
        )
        if unknown := columns.unknown_in(version):
            message = f"There is no column {unknown[0]!r} in {version}."
            raise field_problem(_role(columns, unknown[0]), "unknown_column", message, 422)
        try:
            found = check_version(version, columns)
        except FileNotFoundError:
            raise _gone(version) from None
        return Response({"findings": told(found.findings), "rows": found.rows, "of": version.rows})


class VersionSteps(View):
    """The table after some steps, as the next version."""

    permissions_by_method = {"POST": "datasets.add_dataset"}

    @operation(
        "repair_version",
        "Make the next version by steps",
        body=STEPS_SCHEMA,
        answers={201: shapes.DatasetVersion, 200: shapes.DatasetVersion},
        fails=[410],
        examples=STEPS_EXAMPLES,
    )
    @idempotent
    def post(self, request: Request, slug: str, number: int) -> Response:
        from datasets.checking import StepError

        version = _version(slug, number)
        require_change(request.user, "datasets.add_dataset", version.dataset)
        repeats = isinstance(request.data, dict) and "as_in" in request.data
        repair = _repeated if repeats else _applied
        try:
            made, created = repair(request, version)
        except StepError as refusal:
            raise field_problem("as_in" if repeats else "steps", "unfit", str(refusal.message)) from None
        except FileNotFoundError:
            raise _gone(version) from None
        return kept_response(request, made, 201 if created else 200)


def _applied(request: Request, version: DatasetVersion) -> tuple[DatasetVersion, bool]:
    from datasets.checking import Step

    sent = request.data.get("steps") if isinstance(request.data, dict) else request.data
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        message = "Send the steps as a list of objects with kind, columns and params."
        raise field_problem("steps", "invalid", message, 400)
    return services.apply_steps(request.user, version, [Step.from_dict(one) for one in sent])


def _repeated(request: Request, version: DatasetVersion) -> tuple[DatasetVersion, bool]:
    sent: Any = request.data
    number = sent["as_in"]
    if "steps" in sent or not isinstance(number, int) or isinstance(number, bool):
        message = "Send either steps or as_in, the number of a version whose steps to repeat."
        raise field_problem("as_in", "invalid", message, 400)
    repaired = version.dataset.versions.filter(number=number).first()
    if repaired is None or not repaired.steps:
        message = f"{version.dataset.slug} has no version {number} made by steps."
        raise field_problem("as_in", "unknown", message, 422)
    return services.repeat_steps(request.user, version, repaired)


def _role(columns: CheckedColumns, name: str) -> str:
    return "target" if name == columns.target else "time" if name == columns.time else "keys"


def _gone(version: DatasetVersion) -> ApiProblem:
    return ApiProblem(410, f"The files of {version} are no longer on disk: upload the sheet again.")


def _version(slug: str, number: int) -> DatasetVersion:
    rows = DatasetVersion.objects.select_related("dataset__owner")
    return get_object_or_404(rows, dataset__slug=slug, number=number)
