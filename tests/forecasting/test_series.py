"""From the sheet to a panel: steps found, duplicates summed, gaps filled, all of it said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from contract.data import DataProblems
from tests.forecasting.conftest import WEEK, prepared, sheet


@pytest.mark.parametrize(
    ("freq", "step", "after"),
    [
        ("h", "hour", "2024-01-03T12:00:00"),
        ("D", "day", "2024-03-01"),
        ("W-WED", "week", "2025-02-26"),
        ("MS", "month", "2029-01-01"),
        ("ME", "month", "2029-01-31"),
    ],
)
def test_the_step_is_found_and_goes_on(freq: str, step: str, after: str) -> None:
    panel = prepared(sheet(np.arange(60.0), freq=freq)).panel
    assert panel.frequency.step == step
    assert panel.steps == 60
    assert panel.frequency.to_text(panel.times(60, 61)) == [after]


def test_times_of_single_sales_make_days(random: np.random.Generator) -> None:
    at = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.sort(random.uniform(0, 40 * 24, 200)), unit="h")
    result = prepared(pd.DataFrame({"date": at, "amount": 1.0 + np.arange(200)}))
    assert result.panel.frequency.step == "day"
    assert result.panel.values.sum() == pytest.approx(200 * 201 / 2)


def test_duplicates_are_summed_and_counted() -> None:
    frame = sheet(np.arange(30.0))
    result = prepared(pd.concat([frame, frame.tail(3)]))
    assert result.panel.values[0, -3:].tolist() == [54, 56, 58]
    (problem,) = [problem for problem in result.problems if problem.code == "duplicates"]
    assert problem.count == 3
    assert not problem.fatal


def test_a_few_forgotten_days_repeat_the_week_before() -> None:
    frame = sheet(np.tile(WEEK, 8)).drop(index=[20, 33])
    result = prepared(frame)
    assert result.panel.values[0].tolist() == np.tile(WEEK, 8).tolist()
    (problem,) = [problem for problem in result.problems if problem.code == "gaps"]
    assert problem.count == 2


def test_days_without_sales_are_zero_where_many_are_missing() -> None:
    frame = sheet(np.tile(WEEK, 8))
    result = prepared(frame[frame["date"].dt.dayofweek < 5])
    sundays = result.panel.values[0, 6::7]
    assert (sundays == 0).all()
    assert "counted as 0" in "".join(problem.message for problem in result.problems)


def test_the_gap_rule_can_be_chosen() -> None:
    frame = sheet(np.tile(WEEK, 8)).drop(index=[20])
    assert prepared(frame, gaps="zero").panel.values[0, 20] == 0
    assert prepared(frame, gaps="repeat").panel.values[0, 20] == WEEK[20 % 7]


def test_items_end_together_and_begin_when_they_begin() -> None:
    old, new = sheet(np.arange(60.0), item="old"), sheet(np.arange(30.0), "2024-01-31", item="new")
    panel = prepared(old, new).panel
    assert panel.items == ("old", "new")
    assert panel.lengths.tolist() == [60, 30]
    assert np.isnan(panel.values[1, :30]).all()


def test_a_short_item_is_served_and_named() -> None:
    result = prepared(sheet(np.arange(60.0), item="old"), sheet(np.arange(9.0), "2024-02-21", item="A12"))
    assert result.panel.repeat_only.tolist() == [False, True]
    (problem,) = [problem for problem in result.problems if problem.code == "short_series"]
    assert problem.series == "A12"
    assert "series 'A12' has 9 days; at least 20 are needed" in problem.message


def test_no_item_long_enough_is_refused_with_the_number() -> None:
    with pytest.raises(DataProblems, match="longest series, 'b', has 12 days; at least 20 are needed"):
        prepared(sheet(np.arange(10.0), item="a"), sheet(np.arange(12.0), item="b"))


def test_dates_ten_years_apart_are_refused() -> None:
    with pytest.raises(DataProblems, match="3,652 days apart; the longest possible step is a year"):
        prepared(sheet(np.arange(12.0), "1910-01-01", freq="10YS"))


def test_rows_without_item_or_date_are_left_out_and_counted() -> None:
    frame = sheet(np.arange(40.0), item="a")
    frame.loc[[3, 4], "item"] = None
    frame.loc[5, "date"] = pd.NaT
    result = prepared(frame, gaps="zero")
    assert {problem.code: problem.count for problem in result.problems if problem.code != "gaps"} == {
        "missing_item": 2,
        "missing_date": 1,
    }


def test_rows_after_the_last_amount_tell_drivers_ahead() -> None:
    frame = sheet(np.arange(40.0)).assign(price=np.arange(40.0))
    frame.loc[35:, "amount"] = np.nan
    panel = prepared(frame, features=("price",)).panel
    assert panel.steps == 35
    assert panel.known_drivers(5)[0, 0, 35:].tolist() == [35, 36, 37, 38, 39]


def test_items_that_are_numbers_keep_their_name() -> None:
    frame = sheet(np.arange(40.0), item="x").assign(item=17.0)
    assert prepared(frame).panel.items == ("17",)


def test_categories_are_coded_and_flags_are_numbers() -> None:
    frame = sheet(np.arange(40.0)).assign(kind=["b", "a"] * 20, promo=[True, False] * 20)
    panel = prepared(frame, features=("kind", "promo")).panel
    assert panel.driver_columns[0].categories == ("a", "b")
    assert panel.drivers[:, 0, :2].tolist() == [[1, 0], [1, 0]]


@pytest.mark.parametrize(
    ("days", "months", "said"), [(731, 24, False), (720, 23, True)], ids=["whole month", "unfinished month"]
)
def test_days_can_be_added_up_to_whole_months(days: int, months: int, said: bool) -> None:
    result = prepared(sheet(np.ones(days), "2023-01-01"), frequency="month")
    assert result.panel.steps == months
    assert result.panel.values[0, :3].tolist() == [31, 28, 31]
    assert ("unfinished_step" in {problem.code for problem in result.problems}) is said
