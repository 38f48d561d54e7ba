"""The result of checking a table: findings, each with its place, its number, and what to do."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from datasets.checking.steps import Step

Severity = Literal["stop", "warn", "note"]
ORDER: dict[str, int] = {"stop": 0, "warn": 1, "note": 2}
EXAMPLES, EXAMPLE_LENGTH = 5, 80


@dataclass(frozen=True)
class Finding:
    """Something to know before a model learns from the table.

    ``row`` is the place of the first row concerned, from 0. ``count`` rows (columns, series: the message
    says what) are concerned, ``share`` (0 to 1) of all. ``examples`` are JSON values. ``message`` and
    ``remedy`` are sentences of language.sentences. Each of ``steps`` is a remedy of its own: choose one.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    column: str | None = None
    row: int | None = None
    count: int = 0
    share: float = 0.0
    examples: list[Any] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """JSON values; sentences stay sentences."""
        return {**asdict(self), "steps": [step.as_dict() for step in self.steps]}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first; of equal ones that which concerns most rows."""
    return sorted(findings, key=lambda finding: (ORDER[finding.severity], -finding.count))


def plain(value: Any) -> Any:
    """A cell as a JSON value: None where missing, dates as ISO text, long text cut."""
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat().removesuffix("T00:00:00")
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, str) and len(value) > EXAMPLE_LENGTH:
        return f"{value[: EXAMPLE_LENGTH - 1]}…"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def examples(values: Iterable[Any]) -> list[Any]:
    """Up to five of ``values`` as JSON."""
    found: list[Any] = []
    for value in values:
        if len(found) == EXAMPLES:
            break
        found.append(plain(value))
    return found
