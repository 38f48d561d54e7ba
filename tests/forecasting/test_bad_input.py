"""Sheets that are wrong get a clear answer, most of them before anything is queued."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import DataProblems, Problem
from forecasting.options import Request, Settings
from forecasting.sheet import findings
from forecasting.sheet.checks import check_sheet
from tests.asking import ask
from tests.forecasting.conftest import FAMILY, WEEK, data_of, plan, prepared, sheet, train

DAYS = np.tile(WEEK, 10)


def only(frame: pd.DataFrame, **settings: Any) -> Problem:
    (problem,) = check_sheet(data_of(frame), Settings(**settings))
    assert problem.fatal
    assert problem.remedy
    return problem


def test_all_zeros_are_nothing_to_forecast() -> None:
    assert "0 in all 70 rows: there is nothing to forecast" in only(sheet(np.zeros(70))).message


def test_infinite_values_name_the_row() -> None:
    frame = sheet(DAYS)
    frame.loc[[4, 9], "amount"] = [np.inf, -np.inf]
    problem = only(frame)
    assert (problem.code, problem.row, problem.count) == ("not_a_number", 6, 2)
    assert "row 6 has 'inf'" in problem.message


def test_negative_values_are_served_below_zero() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 70)
    trained = train(sheet(DAYS - 15 + noise), horizon=7)
    assert trained.results["value"].min() < -3
    assert trained.results["lower_80"].min() < trained.results["value"].min()


@pytest.mark.parametrize("column", ["amount", "date", "item"])
def test_a_column_without_any_value_is_named(column: str) -> None:
    frame = sheet(DAYS, item="a")
    frame[column] = pd.Series(
        [None] * 70, dtype={"amount": float, "date": "datetime64[ns]"}.get(column, object)
    )
    problem = only(frame)
    assert (problem.code, problem.column, problem.count) == ("empty_column", column, 70)
    assert "no value in any of its 70 rows" in problem.message


def test_a_driver_without_any_value_is_left_out_and_said() -> None:
    result = prepared(sheet(DAYS).assign(price=np.nan), features=("price",))
    assert result.panel.driver_columns == ()
    assert [(problem.code, problem.column) for problem in result.problems] == [("empty_driver", "price")]


@pytest.mark.parametrize(
    ("date", "nearest"),
    [("2205-01-20", "2024-03-10"), ("1924-01-20", "2024-01-01"), ("2025-03-01", "2024-03-10")],
)
def test_one_date_far_off_names_its_row(date: str, nearest: str) -> None:
    frame = sheet(DAYS)
    frame.loc[19, "date"] = pd.Timestamp(date)
    days = f"{abs((pd.Timestamp(date) - pd.Timestamp(nearest)).days):,}"
    problem = only(frame)
    assert (problem.code, problem.row, problem.count, problem.column) == ("date_far_off", 21, 1, "date")
    assert f"{days} days from all others" in problem.message


def test_a_date_beyond_the_calendar_is_no_date() -> None:
    frame = sheet(DAYS)
    frame["date"] = frame["date"].astype("datetime64[us]")
    frame.loc[3, "date"] = pd.Timestamp("9999-12-31").as_unit("us")
    assert (only(frame).code, only(frame).row) == ("not_a_date", 5)


def test_a_long_pause_is_no_slip() -> None:
    """Thirty rows of another year are no typing error."""
    frames = [sheet(DAYS, "2020-01-01"), sheet(DAYS[:30], "2023-01-01")]
    assert check_sheet(data_of(*frames), Settings()) == []


def test_one_constant_series_among_five_hundred_is_named_and_the_others_served() -> None:
    random = np.random.default_rng(2)
    frames = [sheet(DAYS * random.uniform(0.9, 1.1, 70), item=f"p{number}") for number in range(500)]
    frames[77]["amount"] = 4.0
    result = prepared(*frames)
    (problem,) = [problem for problem in result.problems if problem.code == "constant_series"]
    assert (problem.count, problem.fatal) == (1, False)
    assert "'p77'" in problem.message
    assert result.panel.repeat_only.sum() == 1


def test_a_series_that_starts_last_week_is_served_and_flagged() -> None:
    trained = train(sheet(DAYS, item="old"), sheet(WEEK[:5] * 2, "2024-03-06", item="new"), horizon=7)
    answer = trained.model.predict(Request(horizon=3, items=["new"]))
    assert (
        answer.table["value"].tolist() == [round(2 * WEEK[:5].mean())] * 3
    )  # whole numbers, as its history has
    (flag,) = [flag for flag in answer.flags if flag.code == "little_history"]
    assert "'new' has only 5 days of history" in flag.message
    assert {"short_series", "new_series"} <= {problem.code for problem in trained.problems}


def test_an_id_chosen_as_item_is_refused_quickly_with_count_and_remedy() -> None:
    rows = 200_000
    frame = pd.DataFrame(
        {
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows) % 365, unit="D"),
            "item": [f"order {number}" for number in range(rows)],
            "amount": np.arange(rows, dtype=float),
        }
    )
    began = time.process_time()
    problem = only(frame)
    assert time.process_time() - began < 2
    assert (problem.code, problem.column, problem.count) == ("too_many_items", "item", rows)
    assert "200,000 different values in 200,000 rows" in problem.message
    assert "at least 20 are needed" in problem.message


def test_more_cells_than_can_be_held_are_refused_before_queueing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MAX_CELLS", 1_000)
    frames = [sheet(DAYS, item=f"p{number}") for number in range(15)]
    (problem,) = check_sheet(data_of(*frames), Settings())
    assert problem.code == "too_many_series"
    assert "15 items over 70 days make 1,050 values; at most 1,000" in problem.message


def test_a_horizon_longer_than_the_history_is_said() -> None:
    result = prepared(sheet(DAYS), horizon=90)
    (problem,) = result.problems
    assert (problem.code, problem.count, problem.fatal) == ("long_horizon", 90, False)
    assert "forecast 90 days from a history of 70 days" in problem.message


def test_where_no_series_goes_on_all_are_counted() -> None:
    frames = [sheet(DAYS, "2023-01-01", item="a"), sheet(DAYS, "2023-01-01", item="b")]
    with pytest.raises(
        DataProblems, match=r"None of the 3 series .*: 2 have ended, 1 have fewer than 20 rows"
    ):
        prepared(*frames, sheet(DAYS[:5], "2024-01-01", item="c"))


def test_items_that_each_never_change_are_refused() -> None:
    frames = [sheet(np.full(70, size), item=f"p{size}") for size in (1.0, 2.0, 3.0)]
    with pytest.raises(DataProblems, match="3 never change"):
        prepared(*frames)


def test_all_problems_of_the_cells_are_listed_together() -> None:
    frame = sheet(DAYS).astype({"date": "datetime64[us]"})
    frame.loc[3, "amount"], frame.loc[5, "date"] = np.inf, pd.Timestamp("9999-12-31").as_unit("us")
    problems = check_sheet(data_of(frame), Settings())
    assert [(problem.code, problem.row) for problem in problems] == [("not_a_number", 5), ("not_a_date", 7)]


def test_future_rows_without_a_needed_driver_name_it_and_the_items() -> None:
    frames = [
        sheet(DAYS, item=item).assign(price=5.0 + np.arange(70) % 3, promo=np.arange(70) % 2)
        for item in ("a", "b", "c")
    ]
    model = train(*frames, features=("price", "promo"), model="direct_level", horizon=7).model
    days = pd.date_range("2024-03-11", periods=2).strftime("%Y-%m-%d")
    future = [{"item": item, "date": day, "price": 5} for item in ("a", "b") for day in days]
    flags = ask(FAMILY, model, horizon=2, future=future).flags
    assumed = {flag.column: flag.message for flag in flags if flag.code == "driver_assumed"}
    assert "'price' is not known for 2 days ahead (1 item):" in assumed["price"]
    assert "'promo' is not known for 2 days ahead (3 items):" in assumed["promo"]


def test_a_wrong_sheet_is_refused_before_training() -> None:
    frame = sheet(DAYS)
    frame.loc[19, "date"] = pd.Timestamp("2205-01-20")
    with pytest.raises(DataProblems, match="Row 21"):
        train(frame, horizon=plan().settings.horizon)
