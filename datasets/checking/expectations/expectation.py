"""What a data set promises, kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from language.sentences import Sentence, say, say_count

KINDS = ("range", "categories", "not_missing", "unique", "fresh", "rows")
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
        if kind not in KINDS:
            raise ExpectationError(say("There is no expectation called '{kind}'.", kind=str(kind)))
        if kind != "rows" and not column:
            raise ExpectationError(say("The expectation '{kind}' needs a column.", kind=kind))
        for name in NEEDED[kind]:
            if name not in params:
                raise ExpectationError(
                    say("The expectation '{kind}' needs the setting '{name}'.", kind=kind, name=name)
                )
        return cls(kind, column if kind != "rows" else None, dict(params))

    @property
    def sentence(self) -> Sentence:
        """What is promised."""
        return _said(self.kind, self.column or "", self.params)


def _said(kind: str, column: str, params: Mapping[str, Any]) -> Sentence:
    if kind == "range":
        return _range(column, params.get("min"), params.get("max"))
    if kind == "categories":
        return say(
            "'{column}' is one of {values}.", column=column, values=listed(params.get("allowed") or ())
        )
    if kind == "not_missing":
        return say(
            "'{column}' is missing in at most {share:percent} of the rows.",
            column=column,
            share=float(params.get("share") or 0),
        )
    if kind == "unique":
        return say("Every value of '{column}' differs.", column=column)
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
    return say("'{column}' lies between {low:number} and {high:number}.", column=column, low=low, high=high)


def listed(values: Sequence[Any]) -> str:
    """The first five, and a sign that there are more."""
    return ", ".join(f"'{value}'" for value in list(values)[:5]) + (", …" if len(values) > 5 else "")
