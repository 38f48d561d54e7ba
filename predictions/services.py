"""Asking a model: validate, answer, log."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from language.sentences import say
from predictions.loading import loaded
from predictions.models import Prediction, PredictionLog
from training import registry
from training.exchange import MAIN, Answer, Flag, plain
from training.families import Family
from training.models import ModelVersion, RunTable

LOGGED_ROWS = 10_000
"""Of one request; more would hold the database longer than other requests should wait."""


@dataclass(frozen=True)
class Served:
    """An answer, with the version that gave it."""

    version: ModelVersion
    family: Family
    request: Any
    answer: Answer
    log: PredictionLog

    def as_dict(self) -> dict[str, Any]:
        return {
            "model": self.version.model.slug,
            "version": self.version.number,
            "label": self.version.label,
            "prediction_id": self.log.pk,
            "predictions": plain(self.answer.table.to_dict("records")),
            "flags": [plain(vars(flag)) for flag in self.answer.flags],
        }


def predict(actor: Any, version: ModelVersion, body: Mapping[str, Any], alias: str = "") -> Served:
    """Answer ``body`` with ``version`` and log it.

    Raises pydantic's ValidationError or exchange.RequestProblem where the request is wrong,
    artifacts.ArtifactError where the model's file must not be used, and families.ModelUnavailable
    where a library that it needs is not installed.
    """
    started = time.perf_counter()
    family = registry.get(version.manifest["family"])
    request = family.Request.model_validate(dict(body))
    answer = loaded.get(version).predict(request)
    if version.old:
        answer = replace(answer, flags=[*answer.flags, old_flag(version)])
    log = write_down(actor, version, alias, answer, time.perf_counter() - started)
    return Served(version, family, request, answer, log)


@transaction.atomic
def write_down(
    actor: Any, version: ModelVersion, alias: str, answer: Answer, seconds: float
) -> PredictionLog:
    """The request in the log, and its first 10,000 values."""
    log = PredictionLog.objects.create(
        version=version,
        alias=alias,
        requested_by=actor,
        rows=len(answer.table),
        flags=len(answer.flags),
        seconds=seconds,
    )
    if answer.logged:
        family = registry.get(version.manifest["family"])
        Prediction.objects.bulk_create(_logged(log, family, answer), batch_size=1000)
    return log


def ranges(version: ModelVersion) -> dict[str, tuple[Any, Any]]:
    """Least and largest value of the columns of numbers that ``version`` learned from.

    Empty where the data set is deleted.
    """
    tables = RunTable.objects.filter(run=version.run_id, table=MAIN)
    columns = tables.values_list("version__columns", flat=True).first()
    return {
        column["name"]: (column["min"], column["max"])
        for column in columns or []
        if column["kind"] == "number" and column["min"] is not None
    }


def old_flag(version: ModelVersion) -> Flag:
    return Flag(
        row=None,
        code="stale_model",
        message=say(
            "Version {version} was trained {age:integer} days ago; models should be trained again after "
            "{interval:integer}.",
            version=version.label,
            age=version.age_days,
            interval=settings.MODEL_RETRAIN_INTERVAL_DAYS,
        ),
    )


def _logged(log: PredictionLog, family: Family, answer: Answer) -> list[Prediction]:
    head = answer.table.head(LOGGED_ROWS)
    columns = {
        field: plain(head[column].tolist()) for field, column in family.logged_in(set(head.columns)).items()
    }
    if "key" not in columns:
        columns["key"] = list(range(len(head)))
    columns["key"] = [str(key)[:200] for key in columns["key"]]
    if "at" in columns:
        columns["at"] = [_moment(at) for at in columns["at"]]
    names = list(columns)
    return [
        Prediction(log=log, **dict(zip(names, values, strict=True)))
        for values in zip(*columns.values(), strict=True)
    ]


def _moment(text: str | None) -> datetime | None:
    """An ISO date or timestamp of the data, which knows no time zone, as UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
