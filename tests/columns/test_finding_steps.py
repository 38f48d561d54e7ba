"""The step of a series: which is found, how its dates go on, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from columns.finding_steps import IrregularDates, UnknownStep, find_frequency
from columns.frequency import Frequency
from tests.columns.dates import (
    after_weekends,
    apart,
    before_weekends,
    months,
    twice_a_month,
    weekdays,
    with_holes,
)

AHEAD = 3

FIXED = {
    "minute": apart("2026-03-01 07:00", "1min", 300),
    **{f"{k} minutes": apart("2026-03-01 07:00", f"{k}min", 300) for k in (2, 5, 6, 10, 12, 15, 20, 30)},
    "hour": apart("2026-03-01 05:30", "1h", 200),
    **{f"{k} hours": apart("2026-03-01 06:00", f"{k}h", 200) for k in (2, 3, 4, 6, 8, 12)},
    "day": apart("2023-01-03", "1D", 60),
    **{f"{k} days": apart("2023-01-03", f"{k}D", 60) for k in (2, 3, 4, 5, 6, 9, 10)},
    "week": apart("2021-01-06", "7D", 40),
    **{f"{k} weeks": apart("2021-01-06", f"{7 * k}D", 40) for k in (2, 3, 4, 5, 6, 8, 12, 13)},
}
MONTHS = {1: "month", 2: "2 months", 3: "quarter", 4: "4 months", 6: "6 months", 12: "year"}
SECOND_DAYS = {1: (15, 16), 5: (20,), 10: (25,), 15: (30, 31)}


def frequency_of(days: Sequence[pd.Timestamp], wanted: str = "auto") -> Frequency:
    return find_frequency(pd.Series(days), np.zeros(len(days), dtype=int), wanted)


def check(name: str, days: Sequence[pd.Timestamp], share: float = 0.0, moved: int = 0) -> None:
    """The step of all but the last dates, each date in a step of its own, and the last dates after them;
    ``moved`` is by how many days these may be wrong."""
    known, ahead = days[:-AHEAD], days[-AHEAD:]
    known = with_holes(known, share)
    found = frequency_of(known)
    assert found.name == name
    steps = found.to_index(pd.Series(known))
    assert (np.diff(steps) >= 1).all()
    assert share or (np.diff(steps) == 1).all()
    shown = found.to_dates(np.arange(steps[-1] + 1, steps[-1] + 1 + AHEAD))
    assert (np.abs((shown - pd.DatetimeIndex(ahead)).days) <= moved).all(), (shown, ahead)
    assert moved or list(shown) == list(ahead)
    assert (found.to_index(pd.Series(shown)) == np.arange(steps[-1] + 1, steps[-1] + 1 + AHEAD)).all()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("name", list(FIXED))
def test_steps_of_a_fixed_length(name: str, share: float) -> None:
    check(name, FIXED[name], share)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("day", [1, 5, 15, 28, 30, 31])
@pytest.mark.parametrize("first", [1, 2, 4])
@pytest.mark.parametrize("every", list(MONTHS))
def test_months_on_the_sheets_own_day(every: int, first: int, day: int, share: float) -> None:
    check(MONTHS[every], months(2015, first, every, day, 40), share)


@pytest.mark.parametrize(("weekday", "nth"), [(4, -1), (1, 1), (0, 0)])
@pytest.mark.parametrize("every", [1, 2, 3, 4, 6])
def test_months_on_a_weekday_such_as_the_last_friday(every: int, weekday: int, nth: int) -> None:
    check(MONTHS[every], weekdays(2015, every, weekday, nth, 40))


@pytest.mark.parametrize("share", [0.0, 0.3])
@pytest.mark.parametrize(("first", "second"), [(a, b) for a, seconds in SECOND_DAYS.items() for b in seconds])
def test_twice_a_month(first: int, second: int, share: float) -> None:
    check("semimonth", twice_a_month(2022, first, second, 60), share)
    for moved in (before_weekends, after_weekends):
        check("semimonth", moved(twice_a_month(2022, first, second, 60)), moved=2)


@pytest.mark.parametrize("moved", [before_weekends, after_weekends])
@pytest.mark.parametrize("day", [1, 15, 31])
@pytest.mark.parametrize("every", list(MONTHS))
def test_a_day_before_or_after_the_weekend_is_in_its_own_month(every: int, day: int, moved: Any) -> None:
    check(MONTHS[every], moved(months(2015, 1, every, day, 40)), moved=2)


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("late", [-2, -1, 1, 2, 3])
def test_a_report_moved_for_a_holiday_stays_in_its_week(late: int, weeks: int) -> None:
    days = apart("2024-01-03", f"{7 * weeks}D", 60)
    for moved in (10, 31, 32):
        days[moved] += pd.Timedelta(days=late)
    known = pd.Series(days)
    found = frequency_of(days)
    assert (found.name, found.anchor % 7) == ("week" if weeks == 1 else "2 weeks", 2)
    assert (np.diff(found.to_index(known)) == 1).all()


@pytest.mark.parametrize(("every", "seconds"), [("15min", 60), ("1h", 100), ("6h", 900)])
def test_readings_a_little_early_or_late(every: str, seconds: int) -> None:
    days = pd.date_range("2026-01-01", periods=300, freq=every)
    off = np.random.default_rng(3).integers(-seconds, seconds, 300)
    found = frequency_of(list(days + pd.to_timedelta(off, unit="s")))
    assert (found.name, found.nearest) == (frequency_of(list(days)).name, True)
    assert (found.to_index(pd.Series(days)) == found.to_index(pd.Series(days[:1])) + np.arange(300)).all()


def test_hours_and_quarters_of_them_while_it_is_open() -> None:
    for every, name in (("1h", "hour"), ("15min", "15 minutes")):
        days = pd.date_range("2026-01-01", periods=60 * (24 if every == "1h" else 96), freq=every)
        open_ = days[(days.hour >= 9) & (days.hour < 18) & (days.dayofweek < 6)]
        assert frequency_of(list(open_)).name == name


# --- What stays as it was -------------------------------------------------------------------------


def _sales(per_day: float, days: int, unit: str) -> pd.Series:
    length = {"s": 86_400, "m": 1_440, "h": 24}[unit]
    at = np.sort(np.random.default_rng(2).integers(0, days * length, int(per_day * days)))
    return pd.Series(pd.Timestamp("2026-01-01") + pd.to_timedelta(at, unit=unit))


@pytest.mark.parametrize(
    ("per_day", "days", "unit", "name"),
    [
        (8, 60, "s", "day"),
        (8, 60, "m", "day"),
        (5, 60, "h", "day"),
        (900, 10, "s", "hour"),
        (900, 10, "m", "hour"),
    ],
)
def test_times_of_single_sales_are_days_or_hours(per_day: float, days: int, unit: str, name: str) -> None:
    times = _sales(per_day, days, unit)
    assert find_frequency(times, np.zeros(len(times), dtype=int)).name == name


@pytest.mark.parametrize(
    "open_on",
    [(0, 1, 2, 3, 4), (0, 2, 4), (0, 3), (1, 5), (2, 3), (5, 6), (0, 1, 2, 3, 4, 5)],
)
def test_some_weekdays_are_days(open_on: tuple[int, ...]) -> None:
    days = [day for day in pd.date_range("2025-01-06", periods=200) if day.dayofweek in open_on]
    assert frequency_of(days) == Frequency("day")


@pytest.mark.parametrize("share", [0.03, 0.05, 0.1, 0.3])
def test_an_item_that_is_sold_seldom_is_daily(share: float) -> None:
    there = np.random.default_rng(5).random(900) < share
    days = pd.date_range("2023-01-01", periods=900)[there]
    assert frequency_of(list(days)) == Frequency("day")


@pytest.mark.parametrize(
    ("dates", "name"),
    [
        (pd.date_range("2024-01-01", periods=200), "day"),
        (pd.date_range("2022-01-03", periods=100, freq="7D"), "week"),
        (pd.date_range("2018-01-31", periods=60, freq="ME"), "month"),
    ],
)
def test_many_items_that_are_sold_seldom_have_the_step_of_all(dates: pd.DatetimeIndex, name: str) -> None:
    there = np.random.default_rng(6).random((30, len(dates))) < 0.2
    items, places = np.nonzero(there)
    assert find_frequency(pd.Series(dates[places]), items).name == name


def test_customers_billed_on_days_of_their_own_are_monthly() -> None:
    bills = [with_holes(months(2020, 1, 1, day, 48), 0.25, seed=day) for day in (3, 11, 17, 24, 28)]
    items = np.repeat(np.arange(5), [len(days) for days in bills])
    found = find_frequency(pd.Series([day for days in bills for day in days]), items)
    assert found == Frequency("month")


def test_a_date_in_every_week_or_month_though_not_on_one_day() -> None:
    random = np.random.default_rng(4)
    weeks = [day + pd.Timedelta(days=int(random.integers(0, 5))) for day in apart("2024-01-01", "7D", 60)]
    assert frequency_of(weeks).name == "week"
    whole = [day + pd.Timedelta(days=int(random.integers(0, 27))) for day in months(2015, 1, 1, 1, 60)]
    assert frequency_of(whole) == Frequency("month")


def test_stores_that_report_on_other_weekdays_share_their_weeks() -> None:
    days = [*apart("2024-01-01", "7D", 40), *apart("2024-01-05", "7D", 40)]
    found = find_frequency(pd.Series(days), np.repeat([0, 1], 40))
    assert found == Frequency("week")
    steps = found.to_index(pd.Series(days)).reshape(2, -1)
    assert (steps[0] == steps[1]).all()


# --- What is refused, and what is set -------------------------------------------------------------


@pytest.mark.parametrize(("least", "most"), [(4, 25), (20, 45), (50, 130), (150, 300)])
def test_dates_that_follow_no_step_are_refused_with_their_distances(least: int, most: int) -> None:
    distance = np.random.default_rng(0).integers(least, most + 1, 60)
    days = list(pd.Timestamp("2000-01-01") + pd.to_timedelta(np.cumsum(distance), unit="D"))
    with pytest.raises(IrregularDates) as refused:
        frequency_of(days)
    assert (refused.value.shortest, refused.value.longest) == (distance[1:].min(), distance[1:].max())
    for before, after in refused.value.examples:
        assert days.index(after) == days.index(before) + 1
    assert frequency_of(days, "month").name == "month"


@pytest.mark.parametrize("steps", [(14, 21), (28, 42), (152, 153)])
def test_two_distances_that_share_no_grid_are_refused(steps: tuple[int, int]) -> None:
    distance = np.random.default_rng(0).choice(steps, 60)
    days = list(pd.Timestamp("2000-01-01") + pd.to_timedelta(np.cumsum(distance), unit="D"))
    with pytest.raises(IrregularDates):
        frequency_of(days)


def test_longer_than_a_year_is_refused() -> None:
    with pytest.raises(UnknownStep, match="730 days"):
        frequency_of(apart("1950-01-01", "2YS", 20))


@pytest.mark.parametrize(
    ("every", "wanted", "first"),
    [
        ("1D", "2 weeks", "2024-03-18"),
        ("7D", "4 weeks", "2026-03-02"),
        ("5min", "15 minutes", "2024-01-01T05:45:00"),
        ("1h", "6 hours", "2024-01-03T18:00:00"),
        ("1D", "semimonth", "2024-03-16"),
        ("MS", "2 months", "2029-11-01"),
        ("MS", "6 months", "2029-07-01"),
        ("1D", "month", "2024-03-01"),
    ],
)
def test_a_step_to_add_up_to_begins_where_such_steps_do(every: str, wanted: str, first: str) -> None:
    """Several weeks end with the last date: 31 March 2024, and the week from 23 March 2026."""
    days = pd.Series(apart("2024-01-01", every, {"1D": 91, "7D": 117, "MS": 72}.get(every, 72)))
    found = frequency_of(list(days), wanted)
    assert found.name == wanted
    assert found.to_text(found.to_index(days)[-1:]) == [first]


@pytest.mark.parametrize(
    ("name", "days", "steps"),
    [
        *(("month", 90, 3), ("month", 30, 1), ("month", 31, 1), ("month", 365, 12), ("month", 1, 1)),
        *(("quarter", 92, 1), ("year", 366, 1), ("week", 90, 13), ("2 weeks", 28, 2), ("2 weeks", 29, 3)),
        *(("4 weeks", 364, 13), ("semimonth", 90, 6), ("6 months", 200, 2), ("day", 90, 90)),
        *(("hour", 2, 48), ("6 hours", 2, 8), ("15 minutes", 1, 96), ("2 days", 5, 3)),
    ],
)
def test_days_ahead_are_so_many_steps(name: str, days: int, steps: int) -> None:
    assert Frequency.named(name).steps_covering(days) == steps


@pytest.mark.parametrize(
    ("name", "season", "like"),
    [
        *(
            ("5 minutes", 288, "hour"),
            ("15 minutes", 96, "hour"),
            ("hour", 24, "hour"),
            ("3 hours", 8, "hour"),
        ),
        *(("12 hours", 2, "hour"), ("day", 7, "day"), ("2 days", 7, "day"), ("10 days", 36, "week")),
        *(("week", 52, "week"), ("2 weeks", 26, "week"), ("4 weeks", 13, "month"), ("semimonth", 24, "week")),
        *(("month", 12, "month"), ("2 months", 6, "month"), ("quarter", 4, "quarter")),
        *(("4 months", 3, "quarter"), ("6 months", 2, "quarter"), ("year", 1, "year")),
    ],
)
def test_the_season_and_what_a_step_is_like(name: str, season: int, like: str) -> None:
    frequency = Frequency.named(name)
    assert (frequency.name, frequency.season, frequency.like) == (name, season, like)
