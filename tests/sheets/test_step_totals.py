"""Totals of longer periods are sums of whole steps, or refused; and the steps that were right before."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.columns.dates import apart, months
from tests.sheets.conftest import Refused, Sheets
from tests.sheets.stepped import STEPS, Days, forecast, lines, seasonal


@pytest.mark.parametrize(
    ("name", "period", "count"),
    [("6 hours", "day", 4), ("semimonth", "month", 2), ("2 months", "year", 6), ("half-year", "year", 2)],
)
def test_whole_periods_are_totals_of_their_steps(name: str, period: str, count: int, sheets: Sheets) -> None:
    days, season = STEPS[name]
    form = "%Y-%m-%d %H:%M" if name == "6 hours" else "%Y-%m-%d"
    found = forecast(sheets, lines(days, seasonal(len(days), season), form=form))
    asked = {"horizon": 4 * count}
    steps = pd.DataFrame(found.ask(**asked)["predictions"])
    totals = found.ask(**asked, period=period)["predictions"]
    unit = {"day": "D", "month": "M", "year": "Y"}[period]
    expected = steps.groupby(pd.to_datetime(steps["date"]).dt.to_period(unit))["value"].sum()
    assert [row["value"] for row in totals] == pytest.approx(list(expected))
    assert len(totals) in (4, 5)


@pytest.mark.parametrize(
    ("name", "period", "code"),
    [
        *(("2 weeks", "month", "does_not_fit"), ("2 weeks", "year", "does_not_fit")),
        *(("4 weeks", "quarter", "does_not_fit"), ("2 weeks", "week", "too_short")),
        *(("2 months", "quarter", "does_not_fit"), ("semimonth", "week", "too_short")),
        *(("3 days", "week", "does_not_fit"), ("half-year", "quarter", "too_short")),
    ],
)
def test_other_totals_are_refused_with_the_reason(name: str, period: str, code: str, sheets: Sheets) -> None:
    days, season = STEPS[name]
    found = forecast(sheets, lines(days, seasonal(len(days), season)))
    refused = found.ask(period=period, horizon=12)
    assert isinstance(refused, Refused)
    assert refused.codes == [code]
    assert found.ask(period="horizon", horizon=12)["predictions"][0]["value"] > 0


# --- What held before -----------------------------------------------------------------------------

MISSING = ((2022, 4), (2023, 8), (2024, 1))
HELD: dict[str, tuple[Days, list[str]]] = {
    "business days": (
        [day for day in apart("2025-01-01", "1D", 120) if day.dayofweek < 5],
        ["2025-05-01", "2025-05-02", "2025-05-03"],
    ),
    "Monday, Wednesday, Friday": (
        [day for day in apart("2025-01-06", "1D", 140) if day.dayofweek in (0, 2, 4)],
        ["2025-05-24", "2025-05-25", "2025-05-26"],
    ),
    "month ends": (months(2022, 1, 1, 31, 37), ["2025-02-28", "2025-03-31", "2025-04-30"]),
    "firsts of months, three missing": (
        [
            day
            for day in months(2022, 1, 1, 1, 37)
            if (day.year, day.month) not in ((2022, 4), (2023, 8), (2024, 1))
        ],
        ["2025-02-01", "2025-03-01", "2025-04-01"],
    ),
    "weeks with holes": (
        [day for number, day in enumerate(apart("2023-01-02", "7D", 100)) if number % 9 != 4],
        ["2024-12-02", "2024-12-09", "2024-12-16"],
    ),
    "fiscal quarters": (months(2014, 1, 3, 31, 40), ["2024-01-31", "2024-04-30", "2024-07-31"]),
    "fiscal years": (months(1990, 6, 12, 30, 30), ["2020-06-30", "2021-06-30", "2022-06-30"]),
    "sales on a third of the days": (
        [day for number, day in enumerate(apart("2025-01-01", "1D", 302)) if (number * 7) % 10 in (0, 1, 5)],
        ["2025-10-29", "2025-10-30", "2025-10-31"],
    ),
}


@pytest.mark.parametrize("name", list(HELD))
def test_what_held_still_holds(name: str, sheets: Sheets) -> None:
    days, expected = HELD[name]
    found = forecast(sheets, lines(days, seasonal(len(days), 5)), ahead=3)
    assert [row["date"] for row in found.results()] == expected


@pytest.mark.parametrize("name", ["2 weeks", "semimonth", "2 months", "3 hours", "15 minutes"])
def test_a_last_step_that_is_not_over_is_left_out_and_said(name: str, sheets: Sheets) -> None:
    days, season = STEPS[name]
    values = seasonal(len(days), season)
    values[-1] *= 0.15
    form = "%Y-%m-%d %H:%M" if "hour" in name or "minute" in name else "%Y-%m-%d"
    found = forecast(sheets, lines(days, values, form=form), ahead=2)
    assert "unfinished_step" in found.codes
    assert "The last period, " in found.said or "The last step, " in found.said
    last = found.results()[0]
    assert last["date"].startswith(days[-1].strftime("%Y-%m-%d"))
    assert last["value"] > 70
