"""What it costs that drivers ahead are assumed: the error as assumed, and with the right plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from contract.summary import Ground
from contract.training import Evaluation
from forecasting.judging.evaluation import WAPE_ASSUMED, WAPE_KNOWN
from forecasting.panel import PreparedPanel
from forecasting.sheet.assumed import needs_a_rule, unknown_ahead
from forecasting.step_words import named
from language.sentences import Sentence, say

MATTERS, COSTLY = 1.1, 1.5  # times the error with the right plan


@dataclass(frozen=True)
class Ahead:
    """``drivers`` are assumed in use, none where all are known. Errors are WAPE of the same backtest."""

    drivers: tuple[str, ...]
    known: float
    assumed: float

    @property
    def matters(self) -> bool:
        return self.assumed >= MATTERS * self.known


def ahead_of(prepared: PreparedPanel, evaluation: Evaluation) -> Ahead | None:
    """None where the model has no driver that could be unknown."""
    panel, metrics = prepared.panel, evaluation.metrics
    if not needs_a_rule(panel).any():
        return None
    unknown = unknown_ahead(panel, prepared.horizon).any(axis=(1, 2))
    names = tuple(panel.driver_columns[number].name for number in np.flatnonzero(unknown))
    if names:
        return Ahead(names, metrics.get(WAPE_KNOWN, metrics["wape"]), metrics["wape"])
    return Ahead((), metrics["wape"], metrics.get(WAPE_ASSUMED, metrics["wape"]))


def assumption_in_words(prepared: PreparedPanel, evaluation: Evaluation) -> Sentence | str:
    """An assumption that matters, with the error both ways; "" where there is none."""
    found = ahead_of(prepared, evaluation)
    if found is None or not found.drivers or not found.matters:
        return ""
    return say(
        "This assumes {drivers} to be as before: in the test it was {assumed:percent} off as assumed, and "
        "{known:percent} off if your plan is right.",
        drivers=named(found.drivers),
        assumed=round(found.assumed, 3),
        known=round(found.known, 3),
    )


def drivers_ground(prepared: PreparedPanel, evaluation: Evaluation) -> list[Ground]:
    """Whether what is known in advance is known; nothing where there are no such columns."""
    found = ahead_of(prepared, evaluation)
    if found is None:
        return []
    errors = {"assumed": round(found.assumed, 3), "known": round(found.known, 3)}
    if not found.drivers:
        said = say(
            "Everything that is known in advance is given for all dates ahead: {known:percent} off with it, "
            "{assumed:percent} off without.",
            **errors,
        )
        return [Ground("drivers", "good", said)]
    values = {"drivers": named(found.drivers), **errors}
    if not found.matters:
        said = say(
            "Not given ahead: {drivers}. It makes little difference: {assumed:percent} off as assumed, "
            "{known:percent} if your plan is right.",
            **values,
        )
        return [Ground("drivers", "good", said)]
    said = say(
        "Not given ahead: {drivers}. In the test it was {assumed:percent} off as assumed, and "
        "{known:percent} off if your plan is right.",
        **values,
    )
    tone: Literal["warn", "bad"] = "bad" if found.assumed >= COSTLY * found.known else "warn"
    return [Ground("drivers", tone, said)]
