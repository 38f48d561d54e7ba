"""What somebody said of this data once is not asked again: answers of the last training on it are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contract.data import MAIN, Problem
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
    runs = TrainingRun.objects.filter(
        family=family, run_tables__table=MAIN, run_tables__dataset_name__startswith=f"{dataset}@"
    )
    return runs.filter(columns=dict(columns)).order_by("-queued_at", "-pk").first()
