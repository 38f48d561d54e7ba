"""The dates of a forecast in words: "8 January to 6 February 2025", "January to June 2025"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from columns.frequency import MONTHS as STEP_MONTHS
from columns.frequency import Frequency
from forecasting.panel import Panel
from forecasting.step_words import MONTHS, WEEKDAYS
from language.sentences import Sentence, say

Said = Callable[[pd.Timestamp], Sentence]


def dates_ahead_in_words(panel: Panel, horizon: int) -> Sentence | str:
    """From the first date that is forecast to the last, with the year."""
    return range_in_words(panel.frequency, panel.start + panel.steps, panel.start + panel.steps + horizon - 1)


def range_in_words(frequency: Frequency, first: int, last: int) -> Sentence | str:
    """Of the steps ``first`` to ``last``: their days, of months and longer their months."""
    begin, end = frequency.begins(np.array([first]))[0], _last_day(frequency, last)
    if frequency.step not in STEP_MONTHS:
        return _between(begin, end, _day, _day_of_year)
    if frequency.step == "year" and frequency.every == 1 and begin.month == 1:
        return (
            str(begin.year)
            if begin.year == end.year
            else say("{first} to {last}", first=str(begin.year), last=str(end.year))
        )
    return _between(begin, end, _month, _month_of_year)


def step_in_words(frequency: Frequency, step: int) -> Sentence | str:
    """``Friday, 20 December 2024``; of a week its first day to its last."""
    if frequency.name == "day":
        return weekday_in_words(frequency.to_dates(np.array([step]))[0])
    if frequency.within_day:
        moment = frequency.to_dates(np.array([step]))[0]
        return say("{day}, {time}", day=weekday_in_words(moment), time=f"{moment:%H:%M}")
    return range_in_words(frequency, step, step)


def day_in_words(day: date) -> Sentence:
    """``8 January 2025``"""
    return _day_of_year(pd.Timestamp(day))


def weekday_in_words(day: pd.Timestamp) -> Sentence:
    return say("{weekday}, {day}", weekday=WEEKDAYS[day.dayofweek], day=_day_of_year(day))


def data_until(panel: Panel) -> date:
    """The last day that the amounts tell of; where items end on dates of their own, the latest."""
    last = panel.start + panel.steps - 1 - int(panel.offsets.min(initial=0))
    return _last_day(panel.frequency, last).date()


def answers_until(panel: Panel, horizon: int) -> date:
    last = panel.start + panel.steps + horizon - 1 - int(panel.offsets.min(initial=0))
    return _last_day(panel.frequency, last).date()


def _last_day(frequency: Frequency, index: int) -> pd.Timestamp:
    """Of a step within a day, its day."""
    if frequency.within_day:
        return frequency.to_dates(np.array([index]))[0].normalize()
    return frequency.last_day(index)


def _between(begin: pd.Timestamp, end: pd.Timestamp, short: Said, long: Said) -> Sentence:
    """Year and month are said once where they are the same."""
    first, last = long(begin), long(end)
    if first == last:
        return last
    if short is _day and (begin.year, begin.month) == (end.year, end.month):
        return say("{first} to {last}", first=str(begin.day), last=last)
    return say("{first} to {last}", first=short(begin) if begin.year == end.year else first, last=last)


def _day(day: pd.Timestamp) -> Sentence:
    return say("{day} {month}", day=int(day.day), month=MONTHS[day.month - 1])


def _day_of_year(day: pd.Timestamp) -> Sentence:
    return say("{day} {month} {year}", day=int(day.day), month=MONTHS[day.month - 1], year=str(day.year))


def _month(day: pd.Timestamp) -> Sentence:
    return MONTHS[day.month - 1]


def _month_of_year(day: pd.Timestamp) -> Sentence:
    return say("{month} {year}", month=MONTHS[day.month - 1], year=str(day.year))
