"""Drivers of the future: from the request, from the sheet, or assumed by a rule, and said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.asking import RequestProblem
from contract.conform import conform, conventions_of
from contract.data import TypedTable
from forecasting.panel import Panel
from forecasting.sheet.drivers import with_future
from tests.forecasting.conftest import prepared, sheet

DAYS = 70
ALL = np.arange(2)


def panel_of(rule: str = "auto", ahead: dict[str, list[float]] | None = None) -> Panel:
    """Two shops with a price of many values, a flag on Mondays, and a category by weekday."""
    frames = []
    for item, price in (("A", 10.0), ("B", 20.0)):
        frame = sheet(np.arange(1.0, DAYS + 1), item=item)
        frame["price"] = price + 0.1 * np.arange(DAYS)
        frame["promotion"] = frame["date"].dt.dayofweek == 0
        frame["layout"] = np.where(frame["date"].dt.dayofweek < 5, "work", "rest")
        if ahead:
            later = sheet(np.full(len(next(iter(ahead.values()))), np.nan), start="2024-03-11", item=item)
            frame = pd.concat([frame, later.assign(**ahead)], ignore_index=True)
        frames.append(frame)
    features = ("price", "promotion", "layout")
    return prepared(*frames, features=features, horizon=5, drivers_ahead=rule).panel


def rows(future: list[dict[str, Any]]) -> TypedTable:
    kinds = {"item": "text", "date": "date", "price": "number", "promotion": "flag", "layout": "category"}
    return conform(future, conventions_of(kinds))


def filled(panel: Panel, future: Any = None, horizon: int = 9) -> tuple[np.ndarray, dict[str, str]]:
    """Drivers ahead of shop A, driver × steps, and the flags by column."""
    found, flags = with_future(panel, ALL, horizon, rows(future) if future else None)
    return found.drivers[:, 0, DAYS:], {str(flag.column): flag.message for flag in flags}


def test_prices_stay_and_flags_and_categories_repeat_the_season() -> None:
    """The sheet ends on Sunday, 10 March 2024."""
    (price, promotion, layout), flags = filled(panel_of())
    assert price == pytest.approx(np.full(9, 16.9))
    assert promotion.tolist() == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    assert layout.tolist() == [1, 1, 1, 1, 1, 0, 0, 1, 1]
    assert flags["price"] == "'price' is not known for 9 days ahead (2 items): its last value is used."
    assert flags["promotion"].endswith("(2 items): its value one season earlier is used.")


@pytest.mark.parametrize(
    ("rule", "price", "promotion"),
    [
        ("season", 16.3 + 0.1 * np.array([0, 1, 2, 3, 4, 5, 6, 0, 1]), [1, 0, 0, 0, 0, 0, 0, 1, 0]),
        ("last", np.full(9, 16.9), [0] * 9),
        ("usual", np.full(9, 10 + 0.1 * (DAYS - 1) / 2), [0] * 9),
    ],
)
def test_the_rule_can_be_chosen(rule: str, price: np.ndarray, promotion: list[float]) -> None:
    found, _ = filled(panel_of(rule))
    assert found[0] == pytest.approx(price)
    assert found[1].tolist() == promotion


def test_the_request_comes_before_the_sheet_and_the_sheet_before_the_rule() -> None:
    panel = panel_of(ahead={"price": [30.0, 31.0, 32.0]})
    future = [{"item": "A", "date": "2024-03-12", "price": 5}]
    (price, _, _), flags = filled(panel, future, horizon=5)
    assert price.tolist() == [30, 5, 32, 32, 32]
    assert "for 2 days ahead (2 items)" in flags["price"]


def test_nothing_is_said_where_everything_is_known() -> None:
    panel = panel_of(ahead={"price": [30.0] * 3, "promotion": [0.0] * 3, "layout": ["work"] * 3})  # type: ignore[list-item]
    assert filled(panel, horizon=3)[1] == {}


def test_only_items_asked_for_are_counted() -> None:
    panel = panel_of()
    future = [
        {"item": "A", "date": f"2024-03-{day}", "price": 9, "promotion": 0, "layout": "work"}
        for day in (11, 12)
    ]
    _, flags = with_future(panel, np.array([0]), 2, rows(future))
    assert not flags
    _, flags = with_future(panel, ALL, 2, rows(future))
    assert all("(1 item):" in flag.message for flag in flags)


def test_items_are_compared_again_once_the_future_is_known() -> None:
    """Also a model that was loaded, whose panel was cut and selected before."""
    panel = panel_of().select(ALL)
    assert panel.known_driver_ranks()[0, :, DAYS - 1].tolist() == [0, 1]
    found, _ = with_future(panel, ALL, 3, rows([{"item": "A", "date": "2024-03-11", "price": 100}]))
    assert found.known_driver_ranks()[0, :, DAYS].tolist() == [1, 0]
    assert found.known_driver_means(3)[0, DAYS] == pytest.approx((100 + 26.9) / 2)


UNFIT = [
    {"item": "A", "date": "2024-03-11", "price": 5},
    {"item": "a typing error", "date": "2024-03-11", "price": 100},
    {"item": "A", "date": "2025-03-11", "price": 100},
    {"item": "A", "date": "2023-03-11", "price": 100},
]


def test_rows_of_a_data_set_that_change_nothing_are_said() -> None:
    """It holds the past, too."""
    _, flags = with_future(panel_of(), ALL, 3, replace(rows(UNFIT), source="plans@2"))
    (flag,) = [flag for flag in flags if flag.code == "unused_rows"]
    assert flag.message.startswith("3 rows of 'future'")
    assert "a typing error 2024-03-11" in flag.message


@pytest.mark.parametrize(
    ("wrong", "location", "code"),
    [
        (1, "future.1.item", "unknown_item"),
        (2, "future.1.date", "not_ahead"),
        (3, "future.1.date", "not_ahead"),
    ],
)
def test_rows_of_a_request_that_fit_nothing_are_refused(wrong: int, location: str, code: str) -> None:
    with pytest.raises(RequestProblem) as refused:
        with_future(panel_of(), ALL, 3, rows([UNFIT[0], UNFIT[wrong]]))
    assert (refused.value.location, refused.value.code) == (location, code)


def test_a_row_without_a_date_is_for_every_date_and_one_without_an_item_for_all() -> None:
    (price, promotion, _), _ = filled(panel_of(), [{"price": 7.5, "promotion": 1}], horizon=4)
    assert price.tolist() == [7.5] * 4
    assert promotion.tolist() == [1] * 4
    found, _ = with_future(panel_of(), ALL, 4, rows([{"date": "2024-03-12", "price": 7.5}]))
    assert found.drivers[0, :, DAYS + 1].tolist() == [7.5, 7.5]
    found, _ = with_future(panel_of(), ALL, 4, rows([{"item": "B", "price": 7.5}]))
    assert found.drivers[0, 1, DAYS:].tolist() == [7.5] * 4
    assert 7.5 not in found.drivers[0, 0]
