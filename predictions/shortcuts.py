"""One call from a sheet to its answer: upload, train, answer."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import idempotent
from api.openapi.operations import FORM_TYPE, WAIT, operation
from api.problems import ApiProblem, data_problem, error, field_problem, refusals
from api.views import View
from contract import registry
from contract.data import MAIN
from contract.plain import plain
from datasets.api.upload_call import UPLOAD_SCHEMA, UploadCall
from datasets.models import DatasetVersion
from jobs.waiting import wait_for, wanted_wait
from predictions import shapes
from predictions.horizons import FIELD, Horizon
from predictions.loading import loaded
from training.models import ModelVersion, TrainingRun
from training.runs.api import accepted, find_run
from training.runs.models import Status, Trigger
from training.runs.orders import RunOrder, free_name
from training.runs.services import start_run
from training.runs.shapes import Run
from training.versions.api import stored_results

DEFAULT_WAIT = 60
FORECAST_DEFAULTS: Mapping[str, Any] = {"date_column": "date", "amount_column": "amount", FIELD: 90}
SEGMENTATION_DEFAULTS: Mapping[str, Any] = {"num_clusters": 3}
ANSWERS = {
    "settings": "Settings of the family, as JSON.",
    "filters": "Which rows count, as JSON: a list as in POST /runs.",
}
FORECAST_FIELDS = {
    "horizon_days": "How many days ahead, 1 to 730; 90 if left out.",
    "date_column": "`date` if left out.",
    "amount_column": "`amount` if left out.",
    "item_column": "The column that names the items, where there are several.",
    **ANSWERS,
}
SEGMENTATION_FIELDS = {
    "num_clusters": "How many segments, 2 to 20, or `auto`; 3 if left out.",
    **ANSWERS,
}


def form_schema(fields: Mapping[str, str]) -> dict[str, Any]:
    """The form of an upload with more ``fields``, each with what it means."""
    form = UPLOAD_SCHEMA[FORM_TYPE]
    more = {name: {"type": "string", "description": text} for name, text in fields.items()}
    return {FORM_TYPE: {**form, "properties": {**form["properties"], **more}}}


class UploadTrainForecast(View):
    """A sheet of dates and amounts in, a forecast with 95 % bounds out."""

    permissions_by_method = {"POST": "training.add_trainingrun"}
    parser_classes = [MultiPartParser]

    @operation(
        "forecast_from_sheet",
        "From a sheet of dates and amounts to a forecast",
        body=form_schema(FORECAST_FIELDS),
        answers={200: shapes.ForecastOfSheet, 202: Run},
        parameters=[WAIT],
        fails=[404, 409, 410, 500],
        examples={"The next 30 days": {"file": "sales.csv", "horizon_days": 30}},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        started = time.monotonic()
        days = _whole_number(request, FIELD, default=FORECAST_DEFAULTS[FIELD], least=1, most=730)
        horizons: list[Horizon] = []
        columns = {
            "time": str(request.POST.get("date_column") or FORECAST_DEFAULTS["date_column"]),
            "target": str(request.POST.get("amount_column") or FORECAST_DEFAULTS["amount_column"]),
        }
        if item := request.POST.get("item_column"):
            columns["item"] = str(item)

        answers = _answers(request)

        def order(uploaded: DatasetVersion) -> RunOrder:
            own = dict(zip(columns, uploaded.own_names(columns.values()), strict=True))
            _require_columns(uploaded, own.values())
            asked = FIELD in request.POST
            horizons.append(Horizon.of(uploaded, own, answers["settings"], days, asked))
            return RunOrder(
                family="forecasting",
                dataset=uploaded.reference,
                columns=own,
                settings={"horizon": horizons[-1].steps, **answers["settings"]},
                filters=answers["filters"],
                name=_model_name(request, "forecasting", uploaded),
            )

        run = _upload_and_train(request, order, FORECAST_FIELDS)
        if run.status != Status.SUCCEEDED:
            return accepted(run)
        version = run.version
        table = stored_results(version).rename(columns={"lower_95": "lower", "upper_95": "upper"})
        names = [*(["item"] if item else []), "date", "value", "lower", "upper"]
        forecast = plain(table[names].to_dict("records"))
        answer = {**_summary(run, version, started), **_defaults(request, FORECAST_DEFAULTS)}
        answer["problems"] += horizons[-1].problems()
        return Response({**answer, "horizon": horizons[-1].as_dict(), "forecast": forecast})


class UploadTrainSegmentation(View):
    """A sheet of customers in, a segment for each of them out."""

    permissions_by_method = {"POST": "training.add_trainingrun"}
    parser_classes = [MultiPartParser]

    @operation(
        "segments_from_sheet",
        "From a sheet of customers to their segments",
        body=form_schema(SEGMENTATION_FIELDS),
        answers={200: shapes.SegmentsOfSheet, 202: Run},
        parameters=[WAIT],
        fails=[404, 409, 410, 500],
        examples={"Four segments": {"file": "customers.csv", "num_clusters": "4"}},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        started = time.monotonic()
        segments = None
        if request.POST.get("num_clusters") != "auto":
            segments = _whole_number(
                request, "num_clusters", default=SEGMENTATION_DEFAULTS["num_clusters"], least=2, most=20
            )

        answers = _answers(request)

        def order(uploaded: DatasetVersion) -> RunOrder:
            key, value = uploaded.own_names(["id", "total_sales"])
            _require_columns(uploaded, [key, value])
            features = [name for name in uploaded.kinds if name not in {key, value}] or [value]
            return RunOrder(
                family="segmentation",
                dataset=uploaded.reference,
                columns={"id": key, "value": value, "features": features},
                settings={"segments": segments, **answers["settings"]},
                filters=answers["filters"],
                name=_model_name(request, "segmentation", uploaded),
            )

        run = _upload_and_train(request, order, SEGMENTATION_FIELDS)
        if run.status != Status.SUCCEEDED:
            return accepted(run)
        version = run.version
        found: list[Mapping[str, Any]] = loaded.get(version).segments_  # type: ignore[attr-defined]
        table = stored_results(version)[["id", "segment"]]
        return Response(
            {
                **_summary(run, version, started),
                **_defaults(request, SEGMENTATION_DEFAULTS),
                "assignments": plain(table.to_dict("records")),
                "segments": plain(list(found)),
                "distribution": {str(segment["segment"]): segment["size"] for segment in found},
            }
        )


def _model_name(request: Request, family: str, uploaded: DatasetVersion) -> str:
    """Without a ``name``, a call never adds a version to a model that somebody began on the pages."""
    if request.POST.get("name", "").strip():
        return ""
    return free_name(registry.get(family), uploaded, request.user, only_from_api=True)


def _defaults(request: Request, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The values that stood in for fields of the form that were left out."""
    return {"defaults": {field: value for field, value in defaults.items() if not request.POST.get(field)}}


def _answers(request: Request) -> dict[str, Any]:
    """Settings and filters of the form, as JSON: answers to what the data left open."""
    found: dict[str, Any] = {}
    for field, kind, words in (("settings", dict, "an object"), ("filters", list, "a list")):
        try:
            found[field] = json.loads(request.POST.get(field) or json.dumps(kind()))
        except json.JSONDecodeError:
            found[field] = None
        if not isinstance(found[field], kind):
            raise field_problem(field, "invalid", f"{field} must be {words} as JSON.")
    return found


def _upload_and_train(
    request: Request, order: Callable[[DatasetVersion], RunOrder], fields: Collection[str]
) -> TrainingRun:
    """Keep the sheet together with its run, or neither of them, and wait for the run.

    Returns it ended well, or still under way; raises if it failed.
    """
    runs: list[TrainingRun] = []

    def start(uploaded: DatasetVersion) -> None:
        with refusals():
            runs.append(start_run(request.user, order(uploaded), trigger=Trigger.API))

    UploadCall.of(request, fields).keep(accept=start)
    run = runs[-1]
    wait_for(run, wanted_wait(request, DEFAULT_WAIT))
    run = find_run(run.pk)
    if run.status == Status.FAILED:
        if run.problems:
            raise data_problem(run.problems, run=run.pk)
        raise ApiProblem(500, run.error, run=run.pk)
    if run.status == Status.CANCELLED:
        raise ApiProblem(409, f"Run {run.pk} was cancelled.", run=run.pk)
    return run


def _summary(run: TrainingRun, version: ModelVersion, started: float) -> dict[str, Any]:
    uploaded = run.run_tables.get(table=MAIN).version
    return {
        "run": run.pk,
        "model": version.model.slug,
        "version": version.number,
        # The model that was there before and has this as its next version.
        "extends": version.model.slug if version.number > 1 else None,
        "metrics": version.metrics,
        "baseline": version.baseline,
        # Cells that could not be read count as missing; a program must be able to see that.
        "problems": [*run.problems, *_of_other_columns(uploaded, run)],
        "processing_seconds": round(time.monotonic() - started, 3),
    }


def _of_other_columns(uploaded: DatasetVersion | None, run: TrainingRun) -> list[Any]:
    """What was found in the sheet, but for what the run says already."""
    said = {(one["code"], one.get("column"), str(one["message"])) for one in run.problems}
    found = uploaded.problems if uploaded else []
    return [one for one in found if (one["code"], one.get("column"), str(one["message"])) not in said]


def _whole_number(request: Request, field: str, default: int, least: int, most: int) -> int:
    text = str(request.POST.get(field, default)).strip()
    if not re.fullmatch("-?[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise field_problem(
            field, "out_of_range", f"{field} must be a whole number from {least} to {most}, not {text!r}."
        )
    return int(text)


def _require_columns(version: DatasetVersion, names: Iterable[str]) -> None:
    missing = [name for name in names if name not in version.kinds]
    if missing:
        there = ", ".join(version.kinds)
        raise ApiProblem(
            422,
            f"The sheet has no column {' and no column '.join(map(repr, missing))}; it has {there}.",
            [
                error(
                    {"table": "main", "column": name, "row": None, "series": None},
                    "missing_column",
                    f"There is no column {name!r} among {there}.",
                )
                for name in missing
            ],
        )
