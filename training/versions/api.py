"""Trained models, their versions, aliases and results over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import OpenApiParameter
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.line_charts import Lines
from api.openapi.answers import Deletes
from api.openapi.operations import FORMAT, JSON_TYPE, NOTHING, PAGING, SHEETS, operation
from api.paging import Paging
from api.problems import ApiProblem, field_problem
from api.rendering import table_response
from api.views import View
from contract import registry
from contract.data import Options
from contract.plain import plain
from training.models import Alias, ModelVersion, TrainedModel
from training.versions import deletion, services, shapes
from training.versions.about_sheet import about
from training.versions.models import ALIAS_LENGTH
from training.versions.services import FileMissing, results_table

if TYPE_CHECKING:
    from pandas import DataFrame


PREVIEW = OpenApiParameter("preview", bool, description="true: only list what would be deleted.")


class AliasOrder(Options):
    """The body that points an alias at a version."""

    version: int = Field(description="The number of the version.")
    reason: str = Field(default="", max_length=300, description="Kept with the alias.")


def describe_alias(alias: Alias) -> shapes.Alias:
    return {
        "alias": alias.name,
        "version": alias.version.number,
        "label": alias.version.label,
        "since": alias.since,
        "until": alias.until,
        "set_by": alias.set_by.get_username() if alias.set_by else None,
        "reason": alias.reason,
    }


def describe_version(version: ModelVersion) -> shapes.ModelVersion:
    manifest = version.manifest
    described: shapes.ModelVersion = {
        "number": version.number,
        "label": version.label,
        "model": version.model.slug,
        "family": version.model.family,
        "algorithm": version.algorithm,
        "run": version.run_id,
        "headline": version.headline,
        "metrics": version.metrics,
        "baseline": version.baseline,
        "baseline_label": version.baseline_label,
        "columns": manifest["columns"],
        "settings": manifest["settings"],
        "filters": manifest.get("filters", []),
        "params": manifest["params"],
        "datasets": manifest["datasets"],
        "inputs": manifest["inputs"],
        "libraries": manifest["libraries"],
        "files": manifest["files"],
        "size": version.size,
        "sha256": version.sha256,
        "report": version.report,
        "problems": version.problems,
        "result_rows": version.result_rows,
        "created_at": version.created_at,
    }
    return {**described, **version.facts}  # type: ignore[typeddict-item]  # what a family says beside it


def find_model(slug: str) -> TrainedModel:
    return get_object_or_404(TrainedModel.objects.select_related("owner"), slug=slug)


def find_version(slug: str, number: int) -> ModelVersion:
    return get_object_or_404(ModelVersion.objects.select_related("model"), model__slug=slug, number=number)


class VersionDetail(View):
    permissions_by_method = {"GET": "training.view_trainedmodel", "DELETE": "training.delete_trainedmodel"}
    parameters_by_method = {"DELETE": ("preview",)}

    @operation("read_model_version", "See a version of a model", answers={200: shapes.ModelVersion})
    def get(self, request: Request, slug: str, number: int) -> Response:
        return Response(describe_version(find_version(slug, number)))

    @operation(
        "delete_model_version",
        "Delete a version of a model",
        answers={204: NOTHING, 200: Deletes},
        parameters=[PREVIEW],
        fails=[409],
    )
    def delete(self, request: Request, slug: str, number: int) -> Response:
        version = find_version(slug, number)
        require_change(request.user, "training.delete_trainedmodel", version.model)
        if request.query_params.get("preview") == "true":
            return Response({"deletes": deletion.dependents_of_version(version)})
        if names := list(version.aliases.at().values_list("name", flat=True)):
            raise ApiProblem(
                409,
                f"Version {number} answers as {', '.join(names)}: point that elsewhere or remove it first.",
            )
        deletion.delete_version(request.user, version)
        return Response(status=204)


def stored_results(version: ModelVersion, start: int = 0, stop: int | None = None) -> DataFrame:
    """``results_table`` with a missing file as a problem."""
    try:
        return results_table(version, start, stop)
    except FileMissing as missing:
        raise ApiProblem(410, f"{missing} Train the model again, or restore the file.") from None


class VersionResults(View):
    """The table the run itself produced: paged in JSON, whole in CSV and XLSX."""

    permissions_by_method = {"GET": "training.view_trainedmodel"}
    parameters_by_method = {"GET": ("format", "limit", "offset")}

    @operation(
        "list_results",
        "Fetch the table that a training has produced",
        answers={200: {JSON_TYPE: shapes.ResultPage, **SHEETS}},
        parameters=[FORMAT, *PAGING],
        fails=[410],
    )
    def get(self, request: Request, slug: str, number: int) -> Response | HttpResponse:
        version = find_version(slug, number)
        wanted = request.query_params.get("format", "json")
        if wanted not in {"json", "csv", "xlsx"}:
            raise field_problem(
                "format", "unknown", f"Results are available as json, csv or xlsx, not {wanted!r}.", 400
            )
        if wanted != "json":
            table = stored_results(version)
            lines = Lines.of(registry.find(version.model.family).logged, list(table))
            said = about(version, table.columns, in_words=False)
            return table_response(table, wanted, f"{slug}-{version.label}", lines, about=said)
        paging = Paging()
        shown = paging.paginate_queryset(range(version.result_rows), request)
        start, stop = (shown[0], shown[-1] + 1) if shown else (0, 0)
        table = stored_results(version, start, stop)
        return paging.get_paginated_response(plain(table.to_dict("records")))


class AliasDetail(View):
    permissions_by_method = {"PUT": "training.add_trainingrun", "DELETE": "training.add_trainingrun"}

    @operation(
        "set_alias",
        "Point an alias at a version",
        body=AliasOrder,
        answers={200: shapes.Alias},
        examples={"Into production": {"version": 2, "reason": "It errs less."}},
    )
    def put(self, request: Request, slug: str, alias: str) -> Response:
        model = find_model(slug)
        require_change(request.user, "training.add_trainingrun", model)
        if len(alias) > ALIAS_LENGTH:
            raise field_problem(
                "alias",
                "too_long",
                f"The alias has {len(alias)} characters; at most {ALIAS_LENGTH} are allowed.",
            )
        order = AliasOrder.model_validate(request.data)
        version = model.versions.select_related("model").filter(number=order.version).first()
        if version is None:
            raise field_problem("version", "unknown", f"{model} has no version {order.version}.", 404)
        return Response(describe_alias(services.set_alias(request.user, version, alias, order.reason)))

    @operation("remove_alias", "Remove an alias", answers={204: NOTHING})
    def delete(self, request: Request, slug: str, alias: str) -> Response:
        model = find_model(slug)
        require_change(request.user, "training.add_trainingrun", model)
        if not services.remove_alias(request.user, model, alias):
            raise ApiProblem(404, f"{model} has no alias {alias!r}.")
        return Response(status=204)


class AliasList(View):
    """The aliases of a model, now or on a day. A day means its end, in UTC."""

    permissions_by_method = {"GET": "training.view_trainedmodel"}
    parameters_by_method = {"GET": ("at",)}

    @operation(
        "list_aliases",
        "List the aliases of a model, now or on a day",
        answers={200: shapes.Aliases},
        parameters=[OpenApiParameter("at", str, description="A date or a timestamp. Default: now.")],
    )
    def get(self, request: Request, slug: str) -> Response:
        model = find_model(slug)
        text = request.query_params.get("at")
        moment = _moment(text) if text else None
        rows = model.aliases.select_related("version", "set_by")
        history = [describe_alias(alias) for alias in rows]
        return Response(
            {
                "at": moment,
                "aliases": [describe_alias(alias) for alias in rows.at(moment)],
                "history": history,
            }
        )


def _moment(text: str) -> datetime:
    try:
        if day := parse_date(text):
            return datetime.combine(day, time.max, tzinfo=UTC)
        if moment := parse_datetime(text):
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        pass
    raise field_problem("at", "no_date", f"at must be a date such as 2026-01-31, not {text!r}.", 400)
