"""Pay days by rule, moved to the working day before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from columns.frequency import Frequency
from contract.data import Options
from contract.training import Plan
from forecasting.features.calendar_features import special_days
from forecasting.features.paydays import Paydays
from forecasting.options import Settings
from tests.forecasting.conftest import FAMILY, data_of, plan, prepared, sheet


def paid(rule: str, first: str, last: str, country: str = "ZA", **options: Any) -> list[str]:
    days = pd.Series(pd.date_range(first, last))
    times = Frequency("day").to_index(days)
    found = special_days(Frequency("day"), times, country, Paydays(rule, **options))
    since = {str(name): values for name, values in found.items()}["days since the last pay day"]
    return [f"{day:%m-%d}" for day in days[since == 0]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # 25 August 2024 is a Sunday, 15 September too, 24 September a holiday.
        ("25", ["07-25", "08-23", "09-25"]),
        ("15", ["07-15", "08-15", "09-13"]),
        ("first", ["07-01", "08-01", "08-30"]),  # 1 September 2024 is a Sunday
        ("last_working_day", ["07-31", "08-30", "09-30"]),
        ("fortnightly_friday", ["07-05", "07-19", "08-02", "08-16", "08-30", "09-13", "09-27"]),
    ],
)
def test_the_days(rule: str, expected: list[str]) -> None:
    assert paid(rule, "2024-07-01", "2024-09-30") == expected


def test_another_day_of_the_month() -> None:
    assert paid("day", "2024-09-20", "2024-09-30", day=24) == ["09-23"]
    assert paid("day", "2024-09-20", "2024-09-30", country="", day=24) == ["09-24"]
    assert paid("day", "2024-02-20", "2024-03-05", day=31) == ["02-29"]


def test_fridays_are_counted_from_the_one_given() -> None:
    assert paid("fortnightly_friday", "2024-07-01", "2024-07-20", friday="2024-01-12") == ["07-12"]


def test_days_since_and_until_and_the_weekend() -> None:
    days = pd.Series(pd.date_range("2024-07-22", "2024-08-04"))
    found = special_days(Frequency("day"), Frequency("day").to_index(days), "", Paydays("25"))
    since, until, weekend = found.values()
    assert since.tolist() == [27, 28, 29, *range(11)]  # since Tuesday, 25 June
    assert until[:4].tolist() == [3, 2, 1, 0]
    assert np.flatnonzero(weekend).tolist() == [5, 6]


def test_weeks_count_them() -> None:
    times = Frequency("week").to_index(pd.Series(pd.date_range("2024-07-15", "2024-08-01", freq="7D")))
    (count,) = special_days(Frequency("week"), times, "", Paydays("25")).values()
    assert count.tolist() == [0, 1, 0]


def test_they_are_learned() -> None:
    """Sales double on pay days and the day after; nothing else moves them."""
    dates = pd.date_range("2023-01-01", periods=500)
    day = Paydays("last_working_day").between(19_000, 20_000, np.zeros(0))
    on = np.isin(dates.to_numpy("datetime64[D]").astype(int), np.concatenate([day, day + 1]))
    values = np.where(on, 200.0, 100.0) + np.random.default_rng(1).normal(0, 2, 500)
    data, wape = data_of(sheet(values, start="2023-01-01")), {}
    for rule in ("none", "last_working_day"):
        planned = Plan(Settings(horizon=28, payday=rule), Options(), model="direct_level")
        wape[rule] = FAMILY.train(data, planned).evaluation.metrics["wape"]
    assert wape["last_working_day"] < 0.7 * wape["none"]


def test_the_rule_is_kept_with_the_panel() -> None:
    panel = prepared(sheet(np.arange(60.0)), payday="day", payday_day=7).panel
    assert panel.paydays == Paydays("day", 7)
    assert plan().settings.payday == "none"


@pytest.mark.parametrize("friday", ["2024-01-06", "soon"])
def test_only_a_friday_is_a_friday(friday: str) -> None:
    with pytest.raises(ValidationError, match="is not a Friday"):
        Settings(payday_friday=friday)
