"""Steps without a row, by kind."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from columns.frequency import Frequency
from contract.data import Problem
from forecasting.options import Request
from forecasting.sheet.gaps import Sheet, fill_gaps
from tests.forecasting.conftest import WEEK, prepared, sheet, train

MONDAY = 19_723  # 1 January 2024, in days since 1970


def sheet_of(values: np.ndarray, step: Any = "day", start: int = MONDAY) -> Sheet:
    names = tuple(f"s{row}" for row in range(len(values)))
    return Sheet(names, values, Frequency(step), start, np.zeros(len(values), dtype=int))


def full(series: int = 10, days: int = 140) -> np.ndarray:
    return np.tile(WEEK, (series, days // 7)) * np.arange(1, series + 1)[:, None]


def by_code(problems: list[Problem]) -> dict[str, Problem]:
    return {problem.code: problem for problem in problems}


def test_a_weekday_without_rows_is_closed_and_zero() -> None:
    values = full()
    values[:, 6::7] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert (filled.values[:, 6:-1:7] == 0).all()
    assert np.array_equal(filled.values[:, :6], values[:, :6])
    (problem,) = filled.problems
    assert (problem.code, problem.count, problem.fatal) == ("closed_days", 10 * 20, False)
    assert "(Sunday)" in problem.message
    assert "in 10 of 10 series: 's0', 's1'" in problem.message


def test_one_shop_may_be_closed_on_a_day_of_its_own() -> None:
    values = full()
    values[3, 2::7] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert (filled.values[3, 2::7] == 0).all()
    problem = by_code(filled.problems)["closed_days"]
    assert (problem.series, problem.count) == ("s3", 20)
    assert "(Wednesday)" in problem.message
    assert "in 1 of 10 series" in problem.message


def test_hours_of_the_week_are_closed() -> None:
    hours = np.arange(24 * 7 * 6 - 24)  # until a Saturday
    values = (10.0 + hours % 24)[None, :].repeat(2, axis=0)
    shut = (hours % 24 < 8) | (hours // 24 % 7 == 6)
    values[:, shut] = np.nan
    filled = fill_gaps(sheet_of(values, "hour", MONDAY * 24), "auto")
    inside = shut & (hours >= 8)
    assert (filled.values[:, inside] == 0).all()
    assert set(by_code(filled.problems)) == {"closed_days"}


def test_a_closed_day_does_not_hide_a_forgotten_row() -> None:
    values = full(1)
    values[:, 6::7] = np.nan
    values[0, 30] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert filled.values[0, 30] == WEEK[30 % 7]
    found = by_code(filled.problems)
    assert (found["closed_days"].count, found["gaps"].count) == (20, 1)


def test_a_missing_export_repeats_the_season_and_names_the_dates() -> None:
    values = full()
    values[:9, [50, 51]] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert np.array_equal(filled.values, full())
    (problem,) = filled.problems
    assert (problem.code, problem.count) == ("missing_export", 18)
    assert "2024-02-20" in problem.message or "20 Feb 2024" in problem.message
    assert "in 9 of 10 series" in problem.message


def test_a_month_without_an_export_is_no_seldom_sale() -> None:
    """A fifth of the rows is missing, of all series at once."""
    values = full()
    values[:, 60:90] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert np.array_equal(filled.values, full())
    assert set(by_code(filled.problems)) == {"missing_export"}


def test_public_holidays_of_the_country_are_closed() -> None:
    values = full(days=364)
    christmas = pd.Timestamp("2024-12-25").toordinal() - pd.Timestamp("2024-01-01").toordinal()
    values[:, christmas] = np.nan
    assert set(by_code(fill_gaps(sheet_of(values), "auto").problems)) == {"missing_export"}
    filled = fill_gaps(sheet_of(values), "auto", "DE")
    assert set(by_code(filled.problems)) == {"closed_days"}
    assert (filled.values[:, christmas] == 0).all()


def test_without_a_country_the_one_that_explains_the_closures_is_taken() -> None:
    """Nine public holidays of Germany, and the days between the years, are no missing exports."""
    values = full(days=728)
    closed = [
        *("2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03"),
        *("2024-12-24", "2024-12-25", "2024-12-26", "2024-12-27", "2025-01-01", "2025-04-18", "2025-05-01"),
    ]
    days = (pd.to_datetime(closed) - pd.Timestamp("2024-01-01")).days.to_numpy()
    export = (pd.Timestamp("2025-07-15") - pd.Timestamp("2024-01-01")).days
    values[:, [*days, export]] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    found = by_code(filled.problems)
    assert (found["closed_days"].count, found["missing_export"].count) == (10 * len(days), 10)
    assert "public holidays of DE" in found["closed_days"].message
    assert "Set DE as the country" in found["closed_days"].remedy
    assert "15 Jul 2025" in found["missing_export"].message
    assert (filled.values[:, days] == 0).all()
    assert np.array_equal(filled.values[:, export], full(days=728)[:, export])


def test_a_week_without_rows_is_more_than_a_public_holiday() -> None:
    values = full(days=364)
    easter = (pd.Timestamp("2024-04-01") - pd.Timestamp("2024-01-01")).days
    values[:, easter : easter + 9] = np.nan
    filled = fill_gaps(sheet_of(values), "auto", "DE")
    assert {code: problem.count for code, problem in by_code(filled.problems).items()} == {
        "closed_days": 10,
        "missing_export": 80,
    }


def test_a_long_pause_of_one_item_is_zero_and_said() -> None:
    values = full(days=364)
    values[4, 100:160] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert (filled.values[4, 100:160] == 0).all()
    (problem,) = filled.problems
    assert (problem.code, problem.series, problem.count) == ("pauses", "s4", 60)


@pytest.mark.parametrize(("returned", "code"), [(-1.0, "seldom"), (-30.0, "gaps")])
def test_a_few_returned_goods_do_not_make_a_balance(returned: float, code: str) -> None:
    """A third of the days is missing; a balance that is missing is not 0."""
    values = full(1)
    values[0, 10::10] = returned
    values[0, 1::3] = np.nan
    assert set(by_code(fill_gaps(sheet_of(values), "auto").problems)) == {code}


def test_an_item_that_begins_later_is_not_filled_before() -> None:
    values = full()
    values[4, :70] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert np.isnan(filled.values[4, :70]).all()
    (problem,) = filled.problems
    assert (problem.code, problem.series, problem.count) == ("new_series", "s4", 1)


def test_an_item_without_rows_at_the_end_has_ended() -> None:
    values = full()
    values[2, 100:] = np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert filled.ended.tolist() == [row == 2 for row in range(10)]
    assert (filled.values[2, 100:] == 0).all()
    (problem,) = filled.problems
    assert (problem.code, problem.series, problem.count) == ("ended_series", "s2", 1)
    assert "its forecast is 0" in problem.message


def test_what_is_sold_every_third_week_has_not_ended_after_six() -> None:
    values = full()
    values[2] = np.nan
    values[2, 0:100:21] = 5.0
    assert not fill_gaps(sheet_of(values), "auto").ended.any()


def test_items_sold_seldom_sold_nothing_in_between(random: np.random.Generator) -> None:
    values = full()
    values[5] = np.where(random.random(140) < 0.2, 3.0, np.nan)
    values[5, [0, -1]] = 3.0
    filled = fill_gaps(sheet_of(values), "auto")
    assert np.array_equal(filled.values[5], np.nan_to_num(values[5]))
    (problem,) = filled.problems
    assert (problem.code, problem.series, problem.count) == ("seldom", "s5", int(np.isnan(values[5]).sum()))


def test_single_forgotten_rows_repeat_the_week_before() -> None:
    values = full()
    values[0, 20], values[7, 33] = np.nan, np.nan
    filled = fill_gaps(sheet_of(values), "auto")
    assert np.array_equal(filled.values, full())
    (problem,) = filled.problems
    assert (problem.code, problem.count) == ("gaps", 2)
    assert "in 2 of 10 series: 's0', 's7'" in problem.message


@pytest.mark.parametrize(("rule", "value"), [("zero", 0.0), ("repeat", WEEK[6])])
def test_the_setting_overrides_all_kinds(rule: str, value: float) -> None:
    values = full(1)
    values[0, 6::7] = np.nan
    values[0, 6] = WEEK[6]
    values[0, -1] = WEEK[6]
    filled = fill_gaps(sheet_of(values), rule)
    assert filled.values[0, 13] == value
    assert set(by_code(filled.problems)) == {"gaps"}
    assert not filled.ended.any()


def test_an_ended_item_is_forecast_as_zero_with_a_flag(tmp_path: Path) -> None:
    old = sheet(np.tile(WEEK, 10), item="old")
    going_on = sheet(np.tile(WEEK, 20), item="new")
    trained = train(old, going_on, horizon=7)
    trained.model.save(tmp_path)
    answer = type(trained.model).load(tmp_path, trained.model.params).predict(Request(horizon=7))
    rows = answer.table[answer.table["item"] == "old"]
    assert (rows[["value", "lower_95", "upper_95"]] == 0).all(axis=None)
    (flag,) = [flag for flag in answer.flags if flag.code == "ended"]
    assert flag.row == 0
    assert "'old' is discontinued" in flag.message
    assert (answer.table.loc[answer.table["item"] == "new", "value"] > 3).all()


def test_where_most_items_end_early_the_note_says_how_to_choose() -> None:
    frames = [sheet(np.tile(WEEK, weeks), item=f"s{weeks}") for weeks in (10, 11, 12, 20)]
    problem = by_code(prepared(*frames).problems)["ends_apart"]
    assert (problem.count, problem.fatal) == (3, False)
    assert "own" in problem.remedy


def test_ten_thousand_series_take_no_time(random: np.random.Generator) -> None:
    values = random.gamma(2, 5, (10_000, 730))
    values[:, 6::7] = np.nan
    values[random.random(values.shape) < 0.05] = np.nan
    values[:2_000, 500:] = np.nan
    values[:, 300:303] = np.nan
    began = time.process_time()
    filled = fill_gaps(sheet_of(values), "auto")
    assert time.process_time() - began < 4
    assert np.isfinite(filled.values[:, 20:]).all()
    assert filled.ended.sum() == 2_000
    assert set(by_code(filled.problems)) == {"closed_days", "missing_export", "ended_series", "gaps"}
