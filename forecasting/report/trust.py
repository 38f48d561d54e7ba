"""How far a forecast can be trusted, each reason with the numbers it rests on. "Good" is earned."""

from __future__ import annotations

from typing import Literal

import numpy as np

from contract.summary import Ground
from contract.training import Evaluation
from forecasting.members import BASELINE
from forecasting.panel import PreparedPanel
from forecasting.report.ahead import drivers_ground
from forecasting.step_words import steps_in_words, windows_in_words
from language.sentences import Sentence, joined, say, say_count

Tone = Literal["good", "warn", "bad"]

# Steps of the usual history from which amounts are plenty: two years, so that no time of year is known from
# one alone; of hours eight weeks; of years ten.
PLENTY = {"hour": 1_344, "day": 730, "week": 104, "month": 24, "quarter": 12, "year": 10}
FEW = {"hour": 336, "day": 60, "week": 30, "month": 18, "quarter": 8, "year": 6}  # below: too few to trust
MOST_SHORT, MANY_SHORT = 0.1, 0.5  # shares of items that are too short for more than repeating
WORTH_IT = 0.1  # less error than the baseline
LARGE_ERROR, HUGE_ERROR = 0.25, 0.6  # of the amount
FEWEST_WINDOWS = 2
STATED = 0.8
NEAR, FAR = 0.08, 0.2  # how far the measured share inside an interval may miss the stated one


def grounds(prepared: PreparedPanel, evaluation: Evaluation) -> list[Ground]:
    return [
        _of_data(prepared),
        _of_error(prepared, evaluation),
        _of_coverage(evaluation),
        *drivers_ground(prepared, evaluation),
    ]


def _of_data(prepared: PreparedPanel) -> Ground:
    panel = prepared.panel
    frequency, items = panel.frequency, len(panel.items)
    usual = int(np.median(panel.lengths))
    short = int((panel.lengths < frequency.min_rows).sum())
    plenty, few = (frequency.scaled(counts[frequency.like]) for counts in (PLENTY, FEW))
    tone: Tone = "good" if usual >= plenty and short <= MOST_SHORT * items else "warn"
    if usual < few or short > MANY_SHORT * items:
        tone = "bad"
    steps = steps_in_words(usual, frequency.name)
    said = say("There are {steps} of history.", steps=steps)
    if items > 1:
        said = say("An item usually has {steps} of history.", steps=steps)
    return Ground("data", tone, joined([said, _wanted(usual, plenty, prepared), _short_items(short, items)]))


def _wanted(usual: int, plenty: int, prepared: PreparedPanel) -> Sentence | str:
    if usual >= plenty:
        return ""
    return say("From {steps} on it is plenty.", steps=steps_in_words(plenty, prepared.panel.frequency.name))


def _short_items(short: int, items: int) -> Sentence | str:
    if not short:
        return ""
    return say_count(
        "{count:integer} of {items:integer} items has too little for more than repeating.",
        "{count:integer} of {items:integer} items have too little for more than repeating.",
        short,
        items=items,
    )


def _of_error(prepared: PreparedPanel, evaluation: Evaluation) -> Ground:
    own, naive = evaluation.metrics["wape"], evaluation.baseline["wape"]
    windows = len(evaluation.learned["tested"].windows.origins)
    gain = 1 - own / naive if naive else 0.0
    tone: Tone = "warn"
    if evaluation.model != BASELINE and gain >= WORTH_IT and own <= LARGE_ERROR and windows >= FEWEST_WINDOWS:
        tone = "good"
    elif own > HUGE_ERROR or (own > naive and evaluation.model != BASELINE):
        tone = "bad"
    said = say(
        "Tested on {windows} of the past, a single amount was {own:percent} off; {baseline} would have been "
        "{naive:percent} off.",
        windows=windows_in_words(windows),
        own=round(own, 3),
        naive=round(naive, 3),
        baseline=prepared.panel.baseline_label,
    )
    return Ground("error", tone, said)


def _of_coverage(evaluation: Evaluation) -> Ground:
    windows = len(evaluation.learned["tested"].windows.origins)
    inside = evaluation.metrics.get("coverage_80")
    if inside is None:
        return Ground("coverage", "warn", say("There is too little past to test how often ranges hold."))
    tone: Tone = "good" if abs(inside - STATED) <= NEAR and windows >= FEWEST_WINDOWS else "warn"
    if inside < STATED - FAR:
        tone = "bad"
    said = say(
        "{inside:percent} of past amounts were inside the range that is meant to hold 80 %.",
        inside=round(inside, 3),
    )
    return Ground("coverage", tone, said)
