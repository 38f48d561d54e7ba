"""Public and school holidays, and the days around them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from columns.frequency import Frequency
from forecasting.features.calendar_features import special_days
from forecasting.features.holiday_features import TERMS, school_holidays
from forecasting.features.paydays import Paydays
from tests.forecasting.conftest import prepared, sheet

NONE = Paydays()


def features(first: str, last: str, country: str = "ZA", step: str = "day") -> dict[str, pd.Series]:
    dates = pd.Series(pd.date_range(first, last))
    frequency = Frequency(step)  # type: ignore[arg-type]
    times = np.unique(frequency.to_index(dates))
    index = frequency.to_dates(times)
    found = special_days(frequency, times, country, NONE)
    return {str(name): pd.Series(values, index=index) for name, values in found.items()}


def days_on(values: pd.Series) -> list[str]:
    return [f"{day:%m-%d}" for day in values.index[values > 0]]


def test_days_around_a_holiday() -> None:
    """9 August 2024 is a Friday: Women's Day; 24 September 2024 a Tuesday: Heritage Day."""
    found = features("2024-08-05", "2024-09-30")
    assert days_on(found["public holiday"]) == ["08-09", "09-24"]
    assert days_on(found["day before a public holiday"]) == ["08-08", "09-23"]
    assert days_on(found["day after a public holiday"]) == ["08-10", "09-25"]
    assert days_on(found["bridge day"]) == ["09-23"]
    assert days_on(found["long weekend"]) == ["08-09", "08-10", "08-11"]
    assert found["days until the next public holiday"]["2024-08-05"] == 4
    assert found["days since the last public holiday"]["2024-09-30"] == 6


def test_easter_black_friday_and_christmas() -> None:
    found = features("2024-01-01", "2024-12-31", country="US")
    easter, black = found["days from Easter"], found["days from Black Friday"]
    assert easter["2024-03-31"] == 0  # Easter Sunday of 2024
    assert (easter["2024-03-29"], easter["2024-04-05"], easter["2024-08-01"]) == (-2, 5, 30)
    assert (black["2024-11-29"], black["2024-11-22"], black["2024-12-02"]) == (0, -7, 3)
    assert (black.abs() <= 14).all()
    christmas = found["days to Christmas"]
    assert (christmas["2024-12-01"], christmas["2024-12-25"], christmas["2024-12-26"]) == (24, 0, 30)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        ("2023-01-12", 0.5),  # inland schools had begun, coastal ones not
        ("2023-12-13", 1),
        ("2024-03-20", 0),
        ("2024-03-21", 1),
        ("2025-07-21", 1),
        ("2025-07-22", 0),
        ("2026-12-09", 0),
        ("2026-12-10", 1),
    ],
)
def test_school_holidays(day: str, share: float) -> None:
    assert school_holidays(np.array([day], dtype="datetime64[D]").astype(np.int64)).tolist() == [share]


def test_terms_are_four_in_order_and_about_two_hundred_school_days() -> None:
    for year, calendars in TERMS.items():
        for terms in calendars:
            days = [day for term in terms for day in term]
            assert len(terms) == 4 and days == sorted(days)
            assert {day[:4] for day in days} == {str(year)}
            weekdays = sum(np.busday_count(first, last) + 1 for first, last in terms)
            assert 195 <= weekdays <= 215


def test_years_that_are_not_known_are_left_out_and_said() -> None:
    assert np.isnan(features("2022-12-30", "2023-01-02")["school holiday"]["2022-12-31"])
    found = prepared(sheet(np.arange(60.0), start="2022-12-01"), country="ZA", horizon=5)
    (said,) = found.problems
    assert said.code == "school_years" and not said.fatal
    assert "known from 2023 to 2026: those of 2022 are left out" in said.message
    assert not prepared(sheet(np.arange(60.0), start="2022-12-01"), country="DE").problems
    assert "school holiday" not in features("2024-01-01", "2024-01-09", country="DE")


def test_weeks_and_months_count() -> None:
    weeks = features("2024-03-18", "2024-04-08", step="week")
    assert weeks["public holidays in the period"].tolist() == [1, 1, 1, 0]
    assert weeks["school holidays in the period"].tolist() == [4, 7, 2, 0]
    months = features("2024-03-01", "2024-04-30", step="month")
    assert months["public holidays in the period"].tolist() == [2, 2]
    assert months["Easter in the period"].tolist() == [1, 0]
