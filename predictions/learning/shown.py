"""The steps of a session as the rows of a table: a column for everything that is proposed or observed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.data import Options
from contract.sessions import Learning
from language.formats import shown, translated
from predictions.learning.models import Session, SessionStep
from training.versions.provenance import Fact, option_facts


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    css: str


@dataclass(frozen=True)
class Cell:
    text: str
    css: str


@dataclass(frozen=True)
class ShownStep:
    step: SessionStep
    proposal: list[Cell]
    result: list[Cell]


@dataclass(frozen=True)
class ShownSteps:
    proposed: list[Column]
    observed: list[Column]
    rows: list[ShownStep]


def shown_steps(session: Session, steps: Sequence[SessionStep]) -> ShownSteps:
    learning = session.learning
    proposed = _columns(learning.Values if learning else None, [step.proposal for step in steps])
    observed = _columns(learning.Result if learning else None, [step.result for step in steps if step.result])
    rows = [
        ShownStep(step, _cells(proposed, step.proposal), _cells(observed, step.result or {}))
        for step in steps
    ]
    return ShownSteps(proposed, observed, rows)


def proposal_facts(learning: Learning | None, step: SessionStep) -> list[Fact]:
    return option_facts(learning.Values if learning else Options, step.proposal)


def settings_facts(session: Session) -> list[Fact]:
    learning = session.learning
    return option_facts(learning.Settings if learning else Options, session.settings)


def _columns(options: type[Options] | None, found: Iterable[Mapping[str, Any]]) -> list[Column]:
    """What the family declares, in its order, and whatever else was written down."""
    fields = options.model_fields if options else {}
    keys = dict.fromkeys([*fields, *(key for values in found for key in values)])
    return [
        Column(key, translated((fields[key].title if key in fields else "") or key), _css(key, found))
        for key in keys
    ]


def _css(key: str, found: Iterable[Mapping[str, Any]]) -> str:
    kinds = {type(values[key]) for values in found if values.get(key) is not None}
    return "number" if kinds and kinds <= {int, float} else ""


def _cells(columns: Iterable[Column], values: Mapping[str, Any]) -> list[Cell]:
    return [Cell(str(shown(values.get(column.key))), column.css) for column in columns]
