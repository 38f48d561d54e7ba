"""What somebody said of this data once is not asked again: answers of the last training on it are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from contract.data import MAIN, Problem
from contract.family import Family
from datasets.models import DatasetVersion
from training.models import TrainingRun


def remembered(
    family: str, dataset: str, columns: Mapping[str, Any], problems: Sequence[Problem]
) -> dict[str, Any]:
    """Answers to the questions among ``problems``: ``{"settings": {...}, "filters": [...]}``, as far as the
    newest run of ``family`` on any version of the data set, with the same columns, has them."""
    asked = [problem for problem in problems if problem.question is not None]
    before = _newest(family, dataset, columns) if asked else None
    if before is None:
        return {}
    settings: dict[str, Any] = {}
    filters: list[dict[str, Any]] = []
    for problem in asked:
        place, _dot, name = _option(problem).partition(".")
        if place == "settings" and before.settings.get(name) not in (None, "", [], "auto"):
            settings[name] = before.settings[name]
        elif place == "filters":
            filters += [
                one
                for one in before.filters
                if one["column"] == problem.column and one.get("table", MAIN) == problem.table
            ]
    return {"settings": settings, "filters": filters} if settings or filters else {}


def _option(problem: Problem) -> str:
    return problem.question.option if problem.question else ""


def _newest(family: str, dataset: str, columns: Mapping[str, Any]) -> TrainingRun | None:
    return _of(family, dataset).filter(columns=dict(columns)).order_by("-queued_at", "-pk").first()


def _of(family: str, dataset: str) -> QuerySet[TrainingRun]:
    return TrainingRun.objects.filter(
        family=family, run_tables__table=MAIN, run_tables__dataset_name__startswith=f"{dataset}@"
    )


def asked_once(family: Family) -> list[str]:
    """The settings that say something of the business: kept for the next training on the data set."""
    fields = family.Settings.model_fields.items()
    extras = {name: field.json_schema_extra for name, field in fields}
    return [name for name, extra in extras.items() if isinstance(extra, dict) and "asked_once" in extra]


def kept_settings(family: Family | None, sheet: DatasetVersion | None) -> dict[str, Any]:
    """What the newest run of ``family`` on the data set of ``sheet`` was told of the business."""
    if family is None or sheet is None or not (names := asked_once(family)):
        return {}
    newest = _of(family.key, sheet.dataset.slug).order_by("-queued_at", "-pk").first()
    if newest is None:
        return {}
    return {name: said for name in names if (said := newest.settings.get(name)) not in (None, "")}
