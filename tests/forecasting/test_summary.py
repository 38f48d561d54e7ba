"""The first screen of a forecast: the amount with its dates, what to do, and grounds that are earned."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from columns.frequency import Frequency
from contract.family import Trained
from contract.summary import Ground, Summary
from forecasting.report.dates import range_in_words
from tests.forecasting.conftest import WEEK, sheet, train

DAYS = np.arange(800)


def summary_of(trained: Trained) -> Summary:
    assert trained.summary is not None
    return trained.summary


def ground(trained: Trained, about: str) -> Ground:
    return next(one for one in summary_of(trained).grounds if one.about == about)


@pytest.fixture(scope="module")
def steady() -> Trained:
    noise = np.random.default_rng(3).normal(0, 1.5, len(DAYS))
    return train(sheet(20 + 2 * WEEK[DAYS % 7] + DAYS / 20 + noise), horizon=14, model="boosting", unit="€")


def test_the_figure_is_the_total_with_its_dates_range_and_unit(steady: Trained) -> None:
    found = summary_of(steady)
    assert str(found.label) == "amount, 11 to 24 March 2026"
    assert found.value == pytest.approx(steady.results["value"].sum())
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    assert (found.unit, found.data_until, found.answers_until) == ("€", date(2026, 3, 10), date(2026, 3, 24))


def test_the_strongest_day_is_named_to_be_ready_for(steady: Trained) -> None:
    """Saturday has the largest part of the week."""
    assert str(summary_of(steady).do).startswith("Be ready for Saturday, ")


def test_where_no_day_stands_out_an_even_plan_is_advised(random: np.random.Generator) -> None:
    flat = train(sheet(100 + random.normal(0, 2, 120)), horizon=7, model="boosting")
    assert str(summary_of(flat).do).startswith("Plan evenly: about ")


def test_the_picture_is_a_line_of_what_was_and_what_will_be(steady: Trained) -> None:
    found = summary_of(steady)
    assert found.drawn == "line"
    assert len(found.picture) == 60
    assert found.picture[-14:] == pytest.approx(steady.results["value"].tolist())


def test_much_data_a_real_gain_and_true_ranges_are_good(steady: Trained) -> None:
    assert {one.about: one.tone for one in summary_of(steady).grounds} == {
        "data": "good",
        "error": "good",
        "coverage": "good",
    }


def test_fifty_rows_are_not_good(random: np.random.Generator) -> None:
    few = train(sheet(np.resize(WEEK, 50) + random.normal(0, 1, 50)), horizon=7, model="boosting")
    assert ground(few, "data").tone == "bad"
    assert str(ground(few, "data").text).startswith("There are 50 days of history.")


def test_items_with_too_little_are_counted(random: np.random.Generator) -> None:
    long = sheet(100 + random.normal(0, 5, 800), item="old")
    new = [sheet(100 + random.normal(0, 5, 12), start="2026-02-27", item=f"new {n}") for n in range(2)]
    found = ground(train(long, *new, horizon=7, model="boosting"), "data")
    assert found.tone == "bad"
    assert "2 of 3 items have too little" in found.text


def test_a_model_that_gains_nothing_is_not_good(random: np.random.Generator) -> None:
    walk = 1000 + random.normal(0, 10, 800).cumsum()
    assert ground(train(sheet(walk), horizon=7, model="seasonal_naive"), "error").tone == "warn"


def test_items_that_end_on_different_dates_have_no_total(random: np.random.Generator) -> None:
    frames = [sheet(random.random(n) + 5, item=name) for name, n in (("A", 90), ("B", 80))]
    found = summary_of(train(*frames, horizon=7, model="seasonal_naive", ends="own"))
    assert found.value == 2
    assert str(found.label) == "items are forecast, each 7 days from its own end"


@pytest.mark.parametrize(
    ("name", "first", "steps", "said"),
    [
        ("day", "2025-01-08", 30, "8 January to 6 February 2025"),
        ("day", "2024-12-20", 30, "20 December 2024 to 18 January 2025"),
        ("day", "2025-01-08", 1, "8 January 2025"),
        ("hour", "2025-01-08 05:00", 30, "8 to 9 January 2025"),
        ("week", "2025-01-06", 4, "6 January to 2 February 2025"),
        ("month", "2025-01-01", 6, "January to June 2025"),
        ("month", "2024-11-01", 6, "November 2024 to April 2025"),
        ("year", "2025-01-01", 3, "2025 to 2027"),
    ],
)
def test_dates_are_said_with_their_years(name: str, first: str, steps: int, said: str) -> None:
    frequency = Frequency.named(name)
    begin = int(frequency.to_index(pd.Series(pd.to_datetime([first])))[0])
    assert str(range_in_words(frequency, begin, begin + steps - 1)) == said


# --- The table of what to expect ------------------------------------------------------------------


def expected(trained: Trained) -> list[dict[str, object]]:
    found = next(block for block in trained.blocks if block.title == "What to expect")
    return list(found.data["rows"])


def test_days_have_their_dates_and_add_up_to_the_total(steady: Trained) -> None:
    *days, total = expected(steady)
    assert days[0]["dates"] == "Wednesday, 11 March 2026"
    assert total["dates"] == "Total, 11 to 24 March 2026"
    assert sum(day["value"] for day in days) == pytest.approx(total["value"])  # type: ignore[misc]
    assert all(day["low"] < day["value"] < day["high"] for day in days)  # type: ignore[operator]


def test_a_long_horizon_is_shown_in_weeks_with_what_begins_and_ends_in_part() -> None:
    rows = expected(train(sheet(np.resize(WEEK, 300)), horizon=60, model="seasonal_naive"))
    assert [row["dates"] for row in rows[:2]] == ["27 October 2024", "28 October to 3 November 2024"]
    assert len(rows) == 1 + 9 + 1
    assert rows[-1]["dates"] == "Total, 27 October to 25 December 2024"
