"""An expectation of a data set, stored as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from language.sentences import Sentence, say, say_count

KINDS = ("range", "categories", "not_missing", "unique", "fresh", "rows")
MOST = 100_000_000_000  # days or rows that can be promised
NEEDED: Mapping[str, tuple[str, ...]] = {
    "range": (),
    "categories": ("allowed",),
    "not_missing": ("share",),
    "unique": (),
    "fresh": ("days",),
    "rows": ("least",),
}


class ExpectationError(Exception):
    """An expectation that is not known, or lacks a setting. Its text is a sentence."""


@dataclass(frozen=True)
class Expectation:
    """One promise. ``column`` is None for ``rows``; ``params`` are JSON:

    range        min, max: numbers, either may be None       unique   none: every value differs
    categories   allowed: list of texts                      fresh    days: age of the newest date
    not_missing  share: how many (0 to 1) may be missing     rows     least: how many rows
    """

    kind: str
    column: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "column": self.column, "params": dict(self.params)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Expectation:
        """Raises ExpectationError where ``stored`` is none."""
        kind, column, params = stored.get("kind"), stored.get("column"), stored.get("params") or {}
        if kind not in KINDS or not isinstance(params, Mapping):
            raise ExpectationError(say("There is no expectation called '{kind}'.", kind=str(kind)))
        if kind != "rows" and not column:
            raise ExpectationError(say("The expectation '{kind}' needs a column.", kind=kind))
        for name in NEEDED[kind]:
            if name not in params:
                raise ExpectationError(
                    say("The expectation '{kind}' needs the setting '{name}'.", kind=kind, name=name)
                )
        _refuse_unfit(kind, params)
        return cls(kind, str(column) if kind != "rows" else None, dict(params))

    @property
    def sentence(self) -> Sentence:
        """What is promised."""
        return _said(self.kind, self.column or "", self.params)


def _refuse_unfit(kind: str, params: Mapping[str, Any]) -> None:
    """Raises ExpectationError for a setting that is not a number, not a list, or out of range."""
    low, high = params.get("min"), params.get("max")
    if kind == "range":
        numbers = [value for value in (low, high) if value is not None]
        if not numbers or not all(map(_is_number, numbers)) or numbers != sorted(numbers):
            raise ExpectationError(
                say("A range needs a number under 'min' or 'max', the smaller under 'min'.")
            )
    if kind == "categories" and not (isinstance(params["allowed"], list) and params["allowed"]):
        raise ExpectationError(say("The setting 'allowed' must be a list of at least 1 value."))
    if kind == "not_missing" and not (_is_number(params["share"]) and 0 <= params["share"] <= 1):
        raise ExpectationError(say("The setting 'share' must be a number from 0 to 1."))
    for name, of_kind in (("days", "fresh"), ("least", "rows")):
        if kind == of_kind and not (_is_number(params[name]) and 1 <= params[name] < MOST):
            raise ExpectationError(say("The setting '{name}' must be a whole number, at least 1.", name=name))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _said(kind: str, column: str, params: Mapping[str, Any]) -> Sentence:
    if kind == "range":
        return _range(column, params.get("min"), params.get("max"))
    if kind == "categories":
        return say(
            "'{column}' is one of {values}.", column=column, values=listed(params.get("allowed") or ())
        )
    if kind == "not_missing":
        return say(
            "'{column}' is missing in at most {share:percent} of rows.",
            column=column,
            share=float(params.get("share") or 0),
        )
    if kind == "unique":
        return say("Every value of '{column}' is unique.", column=column)
    if kind == "fresh":
        return say_count(
            "The newest date in '{column}' is at most {count:integer} day old.",
            "The newest date in '{column}' is at most {count:integer} days old.",
            int(params.get("days") or 0),
            column=column,
        )
    return say_count(
        "There is at least {count:integer} row.",
        "There are at least {count:integer} rows.",
        int(params.get("least") or 0),
    )


def _range(column: str, low: float | None, high: float | None) -> Sentence:
    if low is None:
        return say("'{column}' is at most {high:number}.", column=column, high=high)
    if high is None:
        return say("'{column}' is at least {low:number}.", column=column, low=low)
    return say("'{column}' is between {low:number} and {high:number}.", column=column, low=low, high=high)


def listed(values: Sequence[Any]) -> str:
    """The first five, and a sign that there are more."""
    return ", ".join(f"'{value}'" for value in list(values)[:5]) + (", …" if len(values) > 5 else "")
