"""Dates of many steps, with what comes after them: the known truth of tests."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

import numpy as np
import pandas as pd

SATURDAY = 5


def apart(first: str, every: str, count: int) -> list[pd.Timestamp]:
    """``every`` is a fixed length, such as 14D."""
    return list(pd.date_range(first, periods=count, freq=every))


def months(year: int, month: int, every: int, day: int, count: int) -> list[pd.Timestamp]:
    """That day of every so many months; the last of a shorter month."""
    found = []
    for number in range(count):
        years, place = divmod(month - 1 + number * every, 12)
        length = calendar.monthrange(year + years, place + 1)[1]
        found.append(pd.Timestamp(year + years, place + 1, min(day, length)))
    return found


def weekdays(year: int, every: int, weekday: int, nth: int, count: int) -> list[pd.Timestamp]:
    """The nth (from 0, or -1 for the last) such weekday of every so many months."""
    firsts = months(year, 1, every, 1, count)
    return [
        [day for day in pd.date_range(first, periods=first.days_in_month) if day.dayofweek == weekday][nth]
        for first in firsts
    ]


def twice_a_month(year: int, first: int, second: int, count: int) -> list[pd.Timestamp]:
    both = [months(year, 1, 1, day, count // 2) for day in (first, second)]
    return sorted(day for days in both for day in days)


def before_weekends(days: Sequence[pd.Timestamp]) -> list[pd.Timestamp]:
    """Saturdays and Sundays become Fridays."""
    return [day - pd.Timedelta(days=max(day.dayofweek - 4, 0)) for day in days]


def after_weekends(days: Sequence[pd.Timestamp]) -> list[pd.Timestamp]:
    """Saturdays and Sundays become Mondays."""
    return [day + pd.Timedelta(days=7 - day.dayofweek if day.dayofweek >= SATURDAY else 0) for day in days]


def with_holes(days: Sequence[pd.Timestamp], share: float, seed: int = 1) -> list[pd.Timestamp]:
    """Without a share of them; the first and the last stay."""
    there = np.random.default_rng(seed).random(len(days)) >= share
    there[[0, -1]] = True
    return [day for day, kept in zip(days, there, strict=True) if kept]
