"""What the first screen says of a forecast: how much, by when, what to do, and how far to trust it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contract.summary import Summary
from contract.training import Evaluation
from forecasting.panel import PreparedPanel
from forecasting.report.ahead import assumption_in_words
from forecasting.report.dates import answers_until, data_until, dates_ahead_in_words, step_in_words
from forecasting.report.trust import grounds
from forecasting.report.words import amount_format, expected_total, said_amount
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, say, say_count

MOST_POINTS = 60
STANDS_OUT = 0.1  # above the mean of the forecast: a step to be ready for


def forecast_summary(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Summary:
    panel, horizon = prepared.panel, prepared.horizon
    known: dict[str, Any] = {
        "data_until": data_until(panel),
        "answers_until": answers_until(panel, horizon),
        "grounds": grounds(prepared, evaluation),
        "assumes": assumption_in_words(prepared, evaluation),
        "picture": _picture(prepared, results),
        "drawn": "line",
    }
    if not panel.end_together:
        return Summary(
            label=say_count(
                "item is forecast, {steps} from its own end",
                "items are forecast, each {steps} from its own end",
                len(panel.items),
                steps=steps_in_words(horizon, panel.frequency.name),
            ),
            value=float(len(panel.items)),
            format="integer",
            **known,
        )
    total = expected_total(prepared, evaluation, results)
    return Summary(
        label=_label(prepared),
        value=total["value"],
        low=total["lower_80"],
        high=total["upper_80"],
        format=amount_format([total["value"], total["lower_80"], total["upper_80"]]),
        unit=prepared.unit,
        do=_to_do(prepared, _together(prepared, results)),
        **known,
    )


def _label(prepared: PreparedPanel) -> Sentence:
    values = {"amount": prepared.target, "dates": dates_ahead_in_words(prepared.panel, prepared.horizon)}
    if prepared.panel.averaged:
        return say("mean of {amount}, {dates}", **values)
    return say("{amount}, {dates}", **values)


def _together(prepared: PreparedPanel, results: pd.DataFrame) -> np.ndarray:
    """The expected amounts of all items at each step: their sum, or their mean."""
    values = results["value"].to_numpy().reshape(len(prepared.panel.items), prepared.horizon)
    parts = prepared.panel.parts(np.array(len(values)))
    return np.asarray(values.sum(axis=0) / parts)


def _picture(prepared: PreparedPanel, results: pd.DataFrame) -> list[float]:
    """The last of what was, then what is expected; of a long horizon, every few steps together."""
    past, ahead = prepared.panel.together().values[0], _together(prepared, results)
    steps = -(-len(ahead) // (MOST_POINTS // 2))
    ahead = _every(ahead, steps)
    recent = past[len(past) - min((MOST_POINTS - len(ahead)) * steps, len(past) // steps * steps) :]
    return [float(value) for value in np.concatenate([_every(recent, steps), ahead])]


def _every(values: np.ndarray, steps: int) -> np.ndarray:
    """Means of ``steps`` values each; what is left over at the end is left out."""
    whole = len(values) // steps * steps
    return np.asarray(values[:whole].reshape(-1, steps).mean(axis=1))


def _to_do(prepared: PreparedPanel, ahead: np.ndarray) -> Sentence | str:
    """The strongest step to be ready for, or that none stands out."""
    panel, mean, best = prepared.panel, float(ahead.mean()), int(ahead.argmax())
    if mean <= 0 or len(ahead) < 2:
        return ""
    above = float(ahead[best]) / mean - 1
    amount = said_amount(prepared, float(ahead[best]))
    values = {"amount": prepared.target, "number": amount, "above": round(above, 2)}
    day = step_in_words(panel.frequency, panel.start + panel.steps + best)
    if above >= STANDS_OUT:
        return say(
            "Be ready for {day}: {number} expected, {above:percent} above the mean of this forecast.",
            day=day,
            **values,
        )
    return say(
        "Plan evenly: about {number} at each step; the strongest, {day}, is only {above:percent} above the "
        "mean.",
        day=day,
        number=said_amount(prepared, mean),
        above=round(above, 2),
    )
