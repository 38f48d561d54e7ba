"""The forecast in plain words: how good, how much, the trend, the best and worst day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.frequency import MONTHS as STEP_MONTHS
from columns.frequency import Frequency
from contract.training import Evaluation
from forecasting.answering.answers import value_and_bounds
from forecasting.members import BASELINE
from forecasting.options import REPORT_LEVELS
from forecasting.panel import Panel, PreparedPanel
from forecasting.report.ahead import assumption_in_words
from forecasting.report.dates import data_until, dates_ahead_in_words, day_in_words
from forecasting.step_words import HOURS, MONTHS, QUARTERS, WEEKDAYS, steps_in_words
from forecasting.uncertainty.joint_samples import sampled_bounds
from forecasting.uncertainty.learned import results_futures
from forecasting.uncertainty.series_stats import outward
from language.sentences import Sentence, joined, say, written, written_apart

TREND_WINDOWS = {"hour": 168, "day": 28, "week": 13, "month": 12, "quarter": 4, "year": 3}
STEADY = 0.01
LARGE = 1_000_000
WRITTEN_WHOLE_FROM = 1_000
STANDS_OUT_NONE = {
    "hour": say("No hour stands out."),
    "weekday": say("No weekday stands out."),
    "month": say("No month stands out."),
    "quarter": say("No quarter stands out."),
    "period": say("No part of the year stands out."),
}


@dataclass(frozen=True)
class Pattern:
    """The mean of the total by weekday, hour, month or quarter; ``unit`` names which."""

    unit: str
    labels: tuple[str, ...]
    means: np.ndarray


@dataclass(frozen=True)
class SaidTotal:
    """An amount with its 80 % bounds, with as many digits as it takes to distinguish them."""

    value: Sentence
    low: Sentence
    high: Sentence


def headline(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Sentence:
    """The answer with its dates, what it assumes, and how it compares with the baseline."""
    assumed = assumption_in_words(prepared, evaluation)
    compared = say("{sentence}.", sentence=against_baseline(prepared, evaluation))
    return joined([_expected_in_words(prepared, evaluation, results), assumed, compared])


def against_baseline(prepared: PreparedPanel, evaluation: Evaluation) -> Sentence:
    """``31 % better than repeating last week``, by WAPE, or the honest opposite; without a full stop."""
    baseline = prepared.panel.baseline_label
    if len(evaluation.candidates) == 1:
        return say("{baseline:capital}, as requested", baseline=baseline)
    if evaluation.model == BASELINE:
        return say("No model tried was better than {baseline}, so that is used", baseline=baseline)
    own, naive = evaluation.metrics["wape"], evaluation.baseline["wape"]
    if naive == 0 and own > 0:
        return say("Worse than {baseline}, which made no error", baseline=baseline)
    percent = (1 - own / naive) * 100 if naive else 0.0
    if abs(percent) < 1:
        return say("As good as {baseline}", baseline=baseline)
    if percent > 0:
        return say("{share:percent} better than {baseline}", share=int(percent) / 100, baseline=baseline)
    return say("{share:percent} worse than {baseline}", share=round(-percent) / 100, baseline=baseline)


def expected_total(
    prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame
) -> dict[str, float]:
    """Total of all items over the horizon, with bounds from samples of whole futures: whole numbers where all
    that is added up are counts. The mean of what does not add up."""
    futures = results_futures(prepared, evaluation, results)
    value = np.array([[futures.values.sum()]])
    total = futures.summed(np.arange(len(futures.items))).sum(axis=0, keepdims=True)[None]
    parts = prepared.panel.parts(np.array(len(futures.items) * prepared.horizon))
    value, total = value / parts, total / parts
    whole = np.array([evaluation.learned["tested"].stats.counts.all() and not prepared.panel.averaged])
    bounds = {level: outward(*sampled_bounds(total, value, level), whole=whole) for level in REPORT_LEVELS}
    return {key: float(found[0, 0]) for key, found in value_and_bounds(value, bounds).items()}


def said_total(prepared: PreparedPanel, total: Mapping[str, float]) -> SaidTotal:
    """``2.14 M R``, ``1.93 M R`` and ``2.31 M R``."""
    numbers = [total["value"], total["lower_80"], total["upper_80"]]
    written = written_apart(numbers, amount_format(numbers))
    return SaidTotal(*(_with_unit(number, prepared.unit) for number in written))


def said_amount(prepared: PreparedPanel, number: float) -> Sentence:
    """One amount with its unit; whole numbers where it would be written with many digits."""
    number = float(round(number)) if abs(number) >= WRITTEN_WHOLE_FROM else number
    return _with_unit(written(number, amount_format([number])), prepared.unit)


def amount_label(prepared: PreparedPanel) -> str:
    """The user's word for the amount, with its unit."""
    if not prepared.unit:
        return prepared.target
    return say("{amount} ({unit})", amount=prepared.target, unit=prepared.unit)


def trend(panel: Panel) -> float | None:
    """Change of the total from the window before to the last one, as a share; None where it is unknown."""
    if not panel.end_together:
        return None
    values = panel.together().values[0]
    window = min(trend_window(panel), len(values) // 2)
    before, last = values[-2 * window : -window].mean(), values[-window:].mean()
    return float(last / before - 1) if before > 0 else None


def trend_window(panel: Panel) -> int:
    return panel.frequency.scaled(TREND_WINDOWS[panel.frequency.like])


def pattern(panel: Panel) -> Pattern | None:
    """By weekday (days), hour (hours), month (weeks and months, from two years on) or quarter."""
    dates = panel.frequency.to_dates(panel.times())
    if panel.season == 1 or not panel.end_together:
        return None
    whole = panel.steps // panel.season * panel.season  # whole seasons, so that a trend favours none
    total, dates = panel.together().values[0][-whole:], dates[-whole:]
    unit, labels, group = _places(panel.frequency, dates)
    means = pd.Series(total).groupby(np.asarray(group)).mean()
    return Pattern(unit, tuple(labels[place] for place in means.index), means.to_numpy())


def _places(
    frequency: Frequency, dates: pd.DatetimeIndex
) -> tuple[str, Sequence[str | Sentence], pd.Index | np.ndarray]:
    """What the places in a season are, their names, and the place of each date."""
    if frequency.step in STEP_MONTHS and frequency.every > 1:
        index = frequency.to_index(pd.Series(dates))
        firsts = [(frequency.anchor + place * frequency.months) % 12 for place in range(frequency.season)]
        names = [
            say("{first} to {last}", first=MONTHS[first], last=MONTHS[(first + frequency.months - 1) % 12])
            for first in firsts
        ]
        return "period", names, index % frequency.season
    if frequency.like == "month" and frequency.step != "month":  # a month holds one of them, or two
        season = np.arange(len(dates) - frequency.season, len(dates))
        by_date = season[np.argsort(dates[season].dayofyear)]
        rank = np.empty(frequency.season, dtype=int)
        rank[by_date % frequency.season] = np.arange(frequency.season)
        names = [
            say("{day} {month}", day=int(date.day), month=MONTHS[date.month - 1]) for date in dates[by_date]
        ]
        return "period", names, rank[np.arange(len(dates)) % frequency.season]
    return {
        "hour": ("hour", HOURS, dates.hour),
        "day": ("weekday", WEEKDAYS, dates.dayofweek),
        "week": ("month", MONTHS, dates.month - 1),
        "month": ("month", MONTHS, dates.month - 1),
        "quarter": ("quarter", QUARTERS, dates.quarter - 1),
    }[frequency.like]


def pattern_in_words(found: Pattern) -> Sentence | str:
    """The strongest and the weakest of them; "" where the means say nothing."""
    if found.means.mean() <= 0:
        return ""
    share = found.means / found.means[found.means != 0].mean() - 1
    best, least = int(share.argmax()), int(share.argmin())
    if share[best] < STEADY:
        return STANDS_OUT_NONE[found.unit]
    return say(
        "{best} is strongest ({above:percent} above average), {least} weakest ({below:percent} below).",
        best=found.labels[best],
        above=round(share[best], 2),
        least=found.labels[least],
        below=round(-share[least], 2),
    )


def summary(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Sentence:
    """A few sentences: the expected total, what it assumes, where the data ends, the direction, the strongest
    weekday or month, the accuracy."""
    found = pattern(prepared.panel)
    usual = "" if found is None else pattern_in_words(found)
    expected = _expected_in_words(prepared, evaluation, results)
    accuracy = say(
        "Tested on the past, a forecast was {own:percent} off; "
        "{baseline} would have been {naive:percent} off.",
        own=evaluation.metrics["wape"],
        baseline=prepared.panel.baseline_label,
        naive=evaluation.baseline["wape"],
    )
    ends = say("Your data ends on {day}.", day=day_in_words(data_until(prepared.panel)))
    assumed = assumption_in_words(prepared, evaluation)
    return joined([expected, assumed, ends, _trend_in_words(prepared.panel), usual, accuracy])


def _expected_in_words(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Sentence:
    panel = prepared.panel
    if not panel.end_together:
        return say(
            "{items:integer} items are forecast over {steps}, each from its own end; because they end on "
            "different dates, there is no total.",
            items=len(panel.items),
            steps=horizon_in_words(prepared),
        )
    said = said_total(prepared, expected_total(prepared, evaluation, results))
    values = {
        "dates": dates_ahead_in_words(panel, prepared.horizon),
        "amount": prepared.target,
        "total": said.value,
        "low": said.low,
        "high": said.high,
    }
    if panel.averaged:
        return say(
            "{amount:capital}, {dates}: {total} on average, between {low} and {high} (four times in five).",
            **values,
        )
    return say(
        "{amount:capital}, {dates}: {total}, between {low} and {high} (four times in five).",
        **values,
    )


def horizon_in_words(prepared: PreparedPanel) -> Sentence:
    return steps_in_words(prepared.horizon, prepared.panel.frequency.name)


def _trend_in_words(panel: Panel) -> Sentence | str:
    change = trend(panel)
    if change is None:
        return ""
    window = steps_in_words(min(trend_window(panel), panel.steps // 2), panel.frequency.name)
    if abs(change) < STEADY:
        return say("The last {window} matched the {window} before.", window=window)
    values = {"window": window, "share": round(abs(change), 2)}
    if change > 0:
        return say("The last {window} were {share:percent} above the {window} before.", **values)
    return say("The last {window} were {share:percent} below the {window} before.", **values)


def amount_format(numbers: Sequence[float]) -> str:
    """How amounts that stand together are written: whole numbers as such, unless so large that they are
    shortened to millions."""
    return "integer" if all(n == round(n) and abs(n) < LARGE for n in numbers) else "amount"


def _with_unit(number: Sentence, unit: str) -> Sentence:
    return say("{number} {unit}", number=number, unit=unit) if unit else number
