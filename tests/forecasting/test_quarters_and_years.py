"""Long steps: quarters and years, which make short sheets; and rows closer than an hour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from columns.finding_steps import find_frequency
from columns.frequency import MIN_ROWS, Frequency
from contract.data import DataProblems
from forecasting.members import CANDIDATES, MODELS
from forecasting.options import Request, Settings
from forecasting.report.words import pattern
from forecasting.sheet.checks import check_sheet
from tests.forecasting.conftest import data_of, prepared, sheet, train


@pytest.mark.parametrize(
    ("freq", "step", "first", "after"),
    [
        ("QS", "quarter", "2010-01-01", "2025-01-01"),
        ("QE", "quarter", "2010-03-31", "2025-03-31"),
        ("QS-FEB", "quarter", "2010-02-01", "2025-02-01"),
        ("QE-JAN", "quarter", "2010-01-31", "2025-01-31"),
        ("YS", "year", "2010-01-01", "2070-01-01"),
        ("YE", "year", "2010-12-31", "2070-12-31"),
        ("YS-JUL", "year", "2010-07-01", "2070-07-01"),
        ("YE-JUN", "year", "2010-06-30", "2070-06-30"),
    ],
)
def test_the_step_is_found_and_goes_on(freq: str, step: str, first: str, after: str) -> None:
    panel = prepared(sheet(np.arange(60.0), "2010-01-01", freq=freq)).panel
    assert (panel.frequency.step, panel.steps) == (step, 60)
    assert panel.frequency.to_text(panel.times(0, 1)) == [first]
    assert panel.frequency.to_text(panel.times(60, 61)) == [after]


@pytest.mark.parametrize("days", [44, 60, 134, 500])
def test_distances_in_between_are_steps_of_their_own(days: int) -> None:
    dates = pd.Series(pd.date_range("2000-01-01", periods=20, freq=f"{days}D"))
    assert find_frequency(dates, np.zeros(20, dtype=int)).name == f"{days} days"


def test_ten_years_apart_are_refused_in_words_before_queueing() -> None:
    (problem,) = check_sheet(data_of(sheet(np.arange(12.0), "1900-01-01", freq="10YS")), Settings())
    assert problem.code == "unknown_step"
    assert "the longest possible step is a year" in problem.message


def test_the_season_of_quarters_is_four_and_years_have_none() -> None:
    quarters = prepared(sheet(100.0 + np.arange(16), freq="QS")).panel
    assert quarters.season == 4
    assert quarters.repeat_season(2).tolist() == [[112, 113]]
    assert str(quarters.baseline_label) == "repeating last year"
    years = prepared(sheet(100.0 + np.arange(12), freq="YS")).panel
    assert years.season == 1
    assert years.repeat_season(2).tolist() == [[111, 111]]
    assert str(years.baseline_label) == "repeating the last value"


@pytest.mark.parametrize(("freq", "step"), [("MS", "month"), ("QS", "quarter"), ("YS", "year")])
def test_the_least_number_of_rows_depends_on_the_step_and_is_said(freq: str, step: str) -> None:
    least = MIN_ROWS[step]
    (problem,) = check_sheet(data_of(sheet(np.arange(least - 1.0), freq=freq)), Settings())
    assert f"has {least - 1} rows" in problem.message
    assert f"at least {least} are needed" in problem.message
    assert check_sheet(data_of(sheet(np.arange(float(least)), freq=freq)), Settings()) == []


@pytest.mark.parametrize("effort", ["fast", "best"])
@pytest.mark.parametrize(("freq", "rows"), [("YS", 8), ("YE", 12), ("QS", 10), ("QE", 16), ("MS", 12)])
def test_short_sheets_are_tested_and_forecast(
    freq: str, rows: int, effort: Any, random: np.random.Generator
) -> None:
    values = 100 + 5 * np.arange(rows) + random.normal(0, 2, rows)
    trained = train(sheet(values, "2005-01-01", freq=freq), horizon=2, effort=effort)
    assert len(trained.evaluation.learned["tested"].windows.origins) >= 3
    table = trained.model.predict(Request(horizon=4)).table
    assert np.isfinite(table["value"]).all()
    assert table["value"].between(0.5 * values.max(), 1.6 * values.max()).all()


@pytest.mark.parametrize("model", [key for key in CANDIDATES if MODELS[key].available])
def test_every_model_can_be_asked_for_on_eight_years(model: str) -> None:
    values = [100.0, 104, 111, 113, 121, 127, 131, 134]
    trained = train(sheet(values, "2010-01-01", freq="YS"), horizon=2, model=model)
    assert np.isfinite(trained.results["value"]).all()


def test_quarters_have_a_pattern_and_totals_by_year() -> None:
    values = np.tile([50.0, 100, 100, 150], 6) + np.arange(24)
    trained = train(sheet(values, "2018-01-01", freq="QS"), horizon=4, model="seasonal_naive")
    found = pattern(prepared(sheet(values, "2018-01-01", freq="QS")).panel)
    assert found is not None
    assert [str(label) for label in found.labels] == [
        *("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")
    ]
    assert found.means.argmax() == 3
    (fan,) = [block for block in trained.blocks if block.kind == "fan"]
    (years,) = fan.data["items"][0]["coarser"]
    assert (years["step"], years["forecast"]["at"]) == ("year", ["2024-01-01"])
    assert years["history"]["value"][0] == pytest.approx(values[:4].sum())
    assert "January to December 2024" in trained.headline


@pytest.mark.parametrize(("months", "quarters", "said"), [(24, 8, False), (23, 7, True)])
def test_months_can_be_added_up_to_whole_quarters(months: int, quarters: int, said: bool) -> None:
    """The row of 1 March tells all of March."""
    frame = sheet(np.ones(months) + np.arange(months) % 2, "2015-01-01", freq="MS")
    more = sheet(np.ones(12), "2014-01-01", freq="MS")
    result = prepared(more, frame, frequency="quarter")
    assert result.panel.steps == 4 + quarters
    assert ("unfinished_step" in {problem.code for problem in result.problems}) is said


def test_days_can_be_added_up_to_years() -> None:
    panel = prepared(sheet(np.arange(365.0 * 9), "2014-01-01"), frequency="year").panel
    assert panel.frequency == Frequency("year")
    assert panel.steps == 8, "2014 to 2021; the ninth lacks two leap days"


@pytest.mark.parametrize(("freq", "minutes"), [("30min", 30), ("10min", 10)])
def test_rows_closer_than_an_hour_are_summed_to_hours_where_wanted_and_said(freq: str, minutes: int) -> None:
    frame = sheet(np.ones(60 * 6), freq=freq).assign(amount=np.arange(360.0))
    result = prepared(frame, frequency="hour")
    per_hour = 60 // minutes
    assert result.panel.frequency.step == "hour"
    assert result.panel.values[0, 0] == sum(range(per_hour))
    assert [(problem.code, problem.fatal) for problem in result.problems] == [("summed_to_hours", False)]
    assert f"{minutes} minutes apart: they were summed to hours" in result.problems[0].message


def test_a_short_quarterly_item_beside_a_long_one_is_named() -> None:
    result = prepared(
        sheet(np.arange(20.0), "2015-01-01", freq="QS", item="old"),
        sheet(np.arange(4.0), "2019-01-01", freq="QS", item="new"),
    )
    (problem,) = [problem for problem in result.problems if problem.code == "short_series"]
    assert "'new' has 4 quarters; at least 10 are needed" in problem.message


def test_no_item_long_enough_names_the_longest() -> None:
    frames = [sheet(np.arange(6.0), freq="YS", item="a"), sheet(np.arange(7.0), freq="YS", item="b")]
    with pytest.raises(DataProblems, match="'b', has 7 years; at least 8 are needed"):
        prepared(*frames)
