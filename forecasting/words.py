"""The forecast in plain words: how good, how much, which way, which day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.forecaster import known_scales, never_negative
from forecasting.members import BASELINE
from forecasting.options import REPORT_LEVELS
from forecasting.panel import Panel, PreparedPanel
from training.exchange import Evaluation

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
TREND_WINDOWS = {"hour": 168, "day": 28, "week": 13, "month": 12}
LARGE = ((1e9, "bn"), (1e6, "m"))
STEADY = 0.01
MOST_DIGITS = 6


@dataclass(frozen=True)
class Pattern:
    """The mean of the total by weekday, hour or month; ``unit`` names which."""

    unit: str
    labels: tuple[str, ...]
    means: np.ndarray


def headline(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> str:
    steps = steps_in_words(prepared.horizon, prepared.panel)
    return f"{against_baseline(evaluation)}; next {steps} {total_in_words(prepared, evaluation, results)}"


def against_baseline(evaluation: Evaluation) -> str:
    """``31 % better than repeating last week``, by WAPE, or the honest opposite."""
    repeating = evaluation.baseline_label.lower()
    if len(evaluation.candidates) == 1:
        return f"{evaluation.baseline_label}, as asked"
    if evaluation.model == BASELINE:
        return f"No model tried was better than {repeating}, so that is used"
    own, naive = evaluation.metrics["wape"], evaluation.baseline["wape"]
    if naive == 0:
        return f"As good as {repeating}" if own == 0 else f"Worse than {repeating}, which made no error"
    percent = (1 - own / naive) * 100
    if abs(percent) < 1:
        return f"As good as {repeating}"
    if percent > 0:
        return f"{int(percent)} % better than {repeating}"
    return f"{-percent:.0f} % worse than {repeating}"


def expected_total(
    prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame
) -> dict[str, float]:
    """Total of all items over the horizon, with bounds from the backtest's errors of such totals."""
    total = prepared.panel.summed()
    value = float(results["value"].sum())
    bands, scale = evaluation.learned["intervals"].grand_total, float(known_scales(total)[0])
    floor = 0.0 if never_negative(prepared.panel).all() else -np.inf
    bounds = {"value": value}
    for level in REPORT_LEVELS:
        width = scale * float(bands.half_width(level, np.array([prepared.horizon]))[0])
        bounds[f"lower_{level}"] = max(value - width, floor)
        bounds[f"upper_{level}"] = value + width
    return bounds


def total_in_words(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> str:
    """``2.1 m, between 1.9 m and 2.3 m``: the total with its 80 % bounds."""
    total = expected_total(prepared, evaluation, results)
    value, low, high = total["value"], total["lower_80"], total["upper_80"]
    for digits in range(2, MOST_DIGITS + 1):
        texts = [amount(number, digits) for number in (value, low, high)]
        if len(set(texts)) == len(texts):
            break
    return f"{texts[0]}, between {texts[1]} and {texts[2]}"


def amount(number: float, digits: int = 3) -> str:
    """``2.1 m``, ``45,300``, ``0.25``: ``digits`` significant ones, more where commas need them."""
    for size, word in LARGE:
        if abs(number) >= size:
            return f"{_significant(number / size, digits)} {word}"
    return _significant(number, digits)


def trend(panel: Panel) -> float | None:
    """Change of the total from the window before to the last one, as a share; None where it is unknown."""
    values = panel.summed().values[0]
    window = min(TREND_WINDOWS[panel.frequency.step], len(values) // 2)
    before, last = values[-2 * window : -window].mean(), values[-window:].mean()
    return float(last / before - 1) if before > 0 else None


def pattern(panel: Panel) -> Pattern | None:
    """By weekday (days), hour (hours) or month (weeks and months, from two years on)."""
    dates = panel.frequency.to_dates(panel.times())
    if panel.season == 1:
        return None
    whole = panel.steps // panel.season * panel.season  # whole seasons, so that a trend favours none
    total, dates = panel.summed().values[0][-whole:], dates[-whole:]
    unit, labels, group = {
        "hour": ("hour", tuple(f"{hour}:00" for hour in range(24)), dates.hour),
        "day": ("weekday", WEEKDAYS, dates.dayofweek),
        "week": ("month", MONTHS, dates.month - 1),
        "month": ("month", MONTHS, dates.month - 1),
    }[panel.frequency.step]
    means = pd.Series(total).groupby(np.asarray(group)).mean().reindex(range(len(labels)), fill_value=0.0)
    return Pattern(unit, labels, means.to_numpy())


def summary(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> str:
    """A few sentences: the expected total, the direction, the strongest weekday or month, the accuracy."""
    panel = prepared.panel
    steps = steps_in_words(prepared.horizon, panel)
    sentences = [
        f"Over the next {steps}, {prepared.target} is expected to total "
        f"{total_in_words(prepared, evaluation, results)} (four times in five).",
        _trend_in_words(panel),
        _pattern_in_words(panel),
        f"Tested on the past, a forecast was {evaluation.metrics['wape']:.1%} off; {repeated(evaluation)}.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def repeated(evaluation: Evaluation) -> str:
    return f"{evaluation.baseline_label.lower()} would have been {evaluation.baseline['wape']:.1%} off"


def steps_in_words(steps: int, panel: Panel) -> str:
    return f"{steps} {panel.frequency.step}{'s' if steps > 1 else ''}"


def _trend_in_words(panel: Panel) -> str:
    change = trend(panel)
    if change is None:
        return ""
    window = steps_in_words(min(TREND_WINDOWS[panel.frequency.step], panel.steps // 2), panel)
    if abs(change) < STEADY:
        return f"The last {window} were as strong as the {window} before."
    direction = "above" if change > 0 else "below"
    return f"The last {window} were {abs(change):.0%} {direction} the {window} before."


def _pattern_in_words(panel: Panel) -> str:
    found = pattern(panel)
    if found is None or found.means.mean() <= 0:
        return ""
    share = found.means / found.means[found.means != 0].mean() - 1
    best, least = int(share.argmax()), int(share.argmin())
    if share[best] < STEADY:
        return f"No {found.unit} stands out."
    return (
        f"The strongest {found.unit} is {found.labels[best]} ({share[best]:.0%} above average), "
        f"the weakest {found.labels[least]} ({-share[least]:.0%} below)."
    )


def _significant(number: float, digits: int) -> str:
    if number == 0:
        return "0"
    decimals = max(digits - 1 - int(np.floor(np.log10(abs(number)))), 0)
    return f"{number:,.{decimals}f}"
