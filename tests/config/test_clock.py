"""One answer to what day it is: by the zone of the business, or a day that is replayed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from config import clock, environment
from contract import registry
from training.runs import orders


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(environment, "wrong_values", [])
    return lambda value: monkeypatch.setenv("ALMANAC_TRY", value)


@pytest.mark.parametrize("name", ["UTC", "Africa/Johannesburg", "America/New_York"])
def test_a_zone_is_known_by_its_name(name: str, given: Any) -> None:
    given(name)
    assert environment.zone("ALMANAC_TRY", "UTC") == name
    assert environment.wrong_values == []


@pytest.mark.parametrize("name", ["Johannesburg", "GMT+25", "../etc/passwd", "Europe"])
def test_a_zone_that_is_none_is_remembered(name: str, given: Any) -> None:
    given(name)
    assert environment.zone("ALMANAC_TRY", "UTC") == "UTC"
    assert [(variable, value) for variable, value, _ in environment.wrong_values] == [("ALMANAC_TRY", name)]


@pytest.mark.parametrize(
    ("value", "read"), [("", None), ("2026-01-31", date(2026, 1, 31)), ("31.01.2026", None)]
)
def test_a_day_is_an_iso_date(value: str, read: date | None, given: Any) -> None:
    given(value)
    assert environment.day("ALMANAC_TRY") == read
    assert bool(environment.wrong_values) == (bool(value) and read is None)


def test_the_day_is_that_of_the_business(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 3, 31)
    settings.TIME_ZONE = "Africa/Johannesburg"
    assert clock.today() == date(2026, 4, 1)


def test_a_day_is_replayed(settings: Any) -> None:
    settings.TODAY = date(2024, 2, 29)
    assert clock.today() == date(2024, 2, 29) == clock.now().date()
    family = registry.get("forecasting")
    assert orders.plan_for(family, {}, {}).today == date(2024, 2, 29)
