"""Amounts over time: dates, and whole series."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.checking import apply
from tests.datasets.checking.tools import codes, findings, of, sales

ROLES: dict[str, Any] = {"target": "sold", "time": "day", "keys": ["store"]}
SERIES = {
    "repeated_dates", "missing_dates", "irregular_dates", "short_series", "leading_zeros", "trailing_zeros",
    "changed_level",
}  # fmt: skip


def test_clean_series_have_no_findings() -> None:
    assert findings(sales(), **ROLES) == []
    alone = sales(stores=("one",)).drop(columns="store")
    assert findings(alone, target="sold", time="day") == []


def test_without_a_time_nothing_is_said_of_series() -> None:
    assert not SERIES & codes(sales().iloc[[0, 0, 50]])


def test_missing_dates_are_counted_per_series_and_can_be_added() -> None:
    frame = sales().drop([10, 11, 120]).reset_index(drop=True)
    (found,) = of(frame, "missing_dates", **ROLES)
    assert found.count == 3
    assert found.examples == ["north: 2024-01-11", "north: 2024-01-12", "south: 2024-01-31"]
    empty, zero = found.steps
    filled = apply(frame, [empty])
    assert len(filled) == 180
    assert filled["sold"].isna().sum() == 3
    assert (apply(frame, [zero])["sold"] == 0).sum() == 3
    assert "missing_dates" not in codes(filled, **ROLES)


STEPS = ["B", "W", "MS", "ME", "h", "3D", "14D", "28D", "2MS", "6ME", "SMS", "15min", "6h"]


@pytest.mark.parametrize("frequency", STEPS)
def test_regular_dates_of_any_step_have_no_gaps(frequency: str) -> None:
    frame = sales(60, ("one",))
    frame["day"] = pd.date_range("2024-01-01", periods=60, freq=frequency)
    found = codes(frame, target="sold", time="day")
    assert not found & {"missing_dates", "irregular_dates"}


@pytest.mark.parametrize("frequency", STEPS)
def test_a_gap_of_any_step_is_found(frequency: str) -> None:
    frame = sales(60, ("one",))
    frame["day"] = pd.date_range("2024-01-01", periods=60, freq=frequency)
    (found,) = of(frame.drop(20), "missing_dates", target="sold", time="day")
    assert found.count == 1
    added = apply(frame.drop(20), found.steps[:1])
    assert added["day"].tolist() == frame["day"].tolist()


def test_two_rows_of_one_series_and_date() -> None:
    frame = sales()
    frame = pd.concat([frame, frame.iloc[[5]].assign(sold=4)], ignore_index=True)
    (found,) = of(frame, "repeated_dates", **ROLES)
    assert (found.row, found.count, found.examples) == (180, 1, ["north: 2024-01-06"])
    added = apply(frame, found.steps)
    assert len(added) == 180
    assert added.loc[5, "sold"] == frame.loc[5, "sold"] + 4


def test_stores_that_are_not_named_as_keys_repeat_dates() -> None:
    (found,) = of(sales(), "repeated_dates", target="sold", time="day")
    assert found.count == 90


def test_irregular_dates() -> None:
    frame = sales(60, ("one",))
    steps = np.random.default_rng(0).integers(1, 40, 60)
    frame["day"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(steps.cumsum(), unit="D")
    (found,) = of(frame, "irregular_dates", target="sold", time="day")
    assert found.severity == "warn"
    assert "missing_dates" not in codes(frame, target="sold", time="day")


def test_zeros_at_the_ends() -> None:
    frame = sales()
    frame.loc[:14, "sold"] = 0
    frame.loc[165:, "sold"] = 0
    (leading,) = of(frame, "leading_zeros", **ROLES)
    assert (leading.count, leading.share, leading.row) == (1, 0.5, 0)
    assert leading.examples == ["north: 2024-01-01"]
    (trailing,) = of(frame, "trailing_zeros", **ROLES)
    assert (trailing.count, trailing.row) == (1, 165)
    assert trailing.examples == ["south: 2024-03-16"]


def test_zeros_in_between_are_no_ends() -> None:
    frame = sales()
    frame.loc[20:40, "sold"] = 0
    assert not codes(frame, **ROLES) & {"leading_zeros", "trailing_zeros"}


def test_one_short_series_is_a_warning() -> None:
    frame = pd.concat([sales(), sales(12, ("new",))], ignore_index=True)
    (found,) = of(frame, "short_series", **ROLES)
    assert (found.severity, found.count, found.examples) == ("warn", 1, ["new"])
    assert found.message == "1 of 3 series is shorter than 20 dates."


def test_only_short_series_stop() -> None:
    (found,) = of(sales(12), "short_series", **ROLES)
    assert (found.severity, found.count) == ("stop", 2)


def test_a_level_that_changed_for_good() -> None:
    frame = sales()
    frame.loc[45:89, "sold"] += 60
    (found,) = of(frame, "changed_level", **ROLES)
    assert found.count == 1
    assert found.row == pytest.approx(45, abs=2)


@pytest.mark.parametrize(
    "pattern",
    [lambda day: day * 0.8, lambda day: 25 * np.sin(day / 7 * 2 * np.pi), lambda day: 60 * (day == 45)],
)
def test_trend_season_and_one_high_day_are_no_change_of_level(pattern: Any) -> None:
    frame = sales()
    frame["sold"] += pattern(frame.groupby("store").cumcount())
    assert "changed_level" not in codes(frame, **ROLES)


def test_of_many_series_the_level_of_some_is_looked_at_and_this_is_said() -> None:
    frame = sales(60, tuple(f"s{number}" for number in range(250)))
    frame["sold"] += 90 * (frame.groupby("store").cumcount() >= 30)
    (found,) = of(frame, "changed_level", **ROLES)
    assert found.count == 200
    assert "Only 200 of 250 series were checked" in found.message


def test_rows_of_customers_with_a_date_are_no_series() -> None:
    frame = sales().assign(left=lambda f: f["sold"] > 30)
    assert not SERIES & codes(frame, target="left", time="day")
