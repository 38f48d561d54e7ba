"""Sheets with one column per item, or with their dates across the columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract import roles
from contract.data import MAIN, DataProblems, TrainingData
from forecasting.options import Request, Settings
from forecasting.sheet.checks import check_sheet
from forecasting.sheet.date_names import dated
from forecasting.sheet.series import prepare_panel
from tests.forecasting.conftest import FAMILY, WEEK, plan

MONTHS = [f"{month:%Y-%m}" for month in pd.date_range("2021-01", periods=36, freq="MS")]


def wide(frame: pd.DataFrame, **columns: Any) -> TrainingData:
    kinds: Any = {
        name: "date" if name == "date" else "number" if frame[name].dtype.kind in "fi" else "category"
        for name in frame.columns
    }
    return TrainingData({MAIN: frame}, columns, {MAIN: kinds})


def by_item() -> pd.DataFrame:
    """One row per date, one column per item."""
    days = pd.date_range("2024-01-01", periods=56)
    return pd.DataFrame({"date": days, "tea": np.tile(WEEK, 8), "coffee": 2 * np.tile(WEEK, 8)})


def by_date() -> pd.DataFrame:
    """One row per item, one column per month."""
    season = 100 + 20 * np.sin(np.arange(36) / 6 * np.pi)
    rows = pd.DataFrame([season, 2 * season], columns=MONTHS)
    return rows.assign(product=["tea", "coffee"], shop=["X", "Y"])


# --- One column per item --------------------------------------------------------------------------


def test_several_amount_columns_are_items() -> None:
    result = prepare_panel(wide(by_item(), time="date", target=("tea", "coffee")), Settings())
    assert result.panel.items == ("tea", "coffee")
    assert result.panel.values[:, :7].tolist() == [WEEK.tolist(), (2 * WEEK).tolist()]
    assert result.has_items


def test_they_are_joined_with_the_item_keys() -> None:
    frame = pd.concat([by_item().assign(shop="X"), by_item().assign(shop="Y", tea=5.0)])
    frame["tea"] += np.arange(len(frame)) % 3
    panel = prepare_panel(wide(frame, time="date", target=("tea", "coffee"), item="shop"), Settings()).panel
    assert panel.items == ("X / tea", "Y / tea", "X / coffee", "Y / coffee")
    assert panel.key_columns == ("shop", "column")
    assert panel.key_parts[1] == ("Y", "tea")


def test_an_empty_cell_is_missing_and_not_zero() -> None:
    frame = by_item()
    frame.loc[20, "tea"] = np.nan
    result = prepare_panel(wide(frame, time="date", target=("tea", "coffee")), Settings())
    assert result.panel.values[0, 20] == WEEK[20 % 7]
    assert [(problem.code, problem.series, problem.count) for problem in result.problems] == [
        ("gaps", "tea", 1)
    ]


def test_columns_known_in_advance_hold_for_all_items() -> None:
    frame = by_item().assign(price=np.arange(56.0))
    data = wide(frame, time="date", target=("tea", "coffee"), features=("price",))
    panel = prepare_panel(data, Settings()).panel
    assert panel.drivers[0].tolist() == [list(range(56))] * 2


def test_an_infinite_amount_in_one_of_the_columns_names_it() -> None:
    frame = by_item()
    frame.loc[3, "coffee"] = np.inf
    (problem,) = check_sheet(wide(frame, time="date", target=("tea", "coffee")), Settings())
    assert (problem.code, problem.column, problem.row) == ("not_a_number", "coffee", 5)


# --- Dates across the columns ---------------------------------------------------------------------


def test_columns_named_like_dates_are_dates() -> None:
    data = wide(by_date(), target=tuple(MONTHS), item=("product", "shop"))
    assert check_sheet(data, Settings()) == []
    panel = prepare_panel(data, Settings()).panel
    assert panel.frequency.step == "month"
    assert panel.items == ("tea / X", "coffee / Y")
    assert panel.frequency.to_text(panel.times(0, 1)) == ["2021-01-01"]
    assert panel.values == pytest.approx(by_date()[MONTHS].to_numpy(float))


def test_such_a_sheet_is_trained_and_answers() -> None:
    data = wide(by_date(), target=tuple(MONTHS), item="product")
    trained = FAMILY.train(data, plan(horizon=3))
    table = trained.model.predict(Request(horizon=2, items=["coffee"])).table
    assert table["date"].tolist() == ["2024-01-01", "2024-02-01"]
    assert table["value"].between(150, 260).all()
    assert "Amount, January to March 2024: " in trained.blocks[0].data["text"]


def test_without_dates_anywhere_the_missing_role_is_named() -> None:
    problems = FAMILY.problems(wide(by_item(), target=("tea", "coffee")), plan())
    assert [(problem.code, problem.fatal) for problem in problems] == [("missing_role", True)]
    assert problems[0].message == "No column is chosen as 'Date'."


def test_columns_known_in_advance_are_refused_in_words() -> None:
    data = wide(by_date().assign(price=5.0), target=tuple(MONTHS), item="product", features=("price",))
    with pytest.raises(DataProblems, match=r"'2021-01' to '2023-12'.* 'price', has only one value per row"):
        FAMILY.train(data, plan())


def test_too_few_dates_across_are_refused_with_the_number() -> None:
    data = wide(by_date(), target=tuple(MONTHS[:9]), item="product")
    (problem,) = check_sheet(data, Settings())
    assert "'tea', has 9 months; at least 12 are needed" in problem.message


# --- The guess ------------------------------------------------------------------------------------


def test_dates_across_are_guessed_with_the_items() -> None:
    kinds: Any = {"product": "category", "note": "text", "rank": "number", **dict.fromkeys(MONTHS, "number")}
    assert roles.guess(FAMILY.tables, {MAIN: kinds}) == {"target": tuple(MONTHS), "item": ("product", "note")}
    assert roles.missing(FAMILY.main_table, kinds) == []


def test_fewer_than_six_or_a_date_column_are_no_such_sheet() -> None:
    few: Any = dict.fromkeys(MONTHS[:5], "number")
    assert roles.guess(FAMILY.tables, {MAIN: few}) == {"target": "2021-01"}
    assert [role.key for role in roles.missing(FAMILY.main_table, few)] == ["time"]
    dates: Any = {**dict.fromkeys(MONTHS, "number"), "day": "date"}
    assert roles.guess(FAMILY.tables, {MAIN: dates}) == {"time": "day", "target": "2021-01"}


def test_one_column_per_item_is_not_guessed() -> None:
    kinds: Any = {"date": "date", "tea": "number", "coffee": "number"}
    assert roles.guess(FAMILY.tables, {MAIN: kinds}) == {"time": "date", "target": "tea"}


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["2024-01", "2024-02"], "2024-01-01"),
        (["202401", "202402"], "2024-01-01"),
        (["2024-01-31", "2024-02-29"], "2024-01-31"),
        (["2024-01-31 00:00:00", "2024-02-29 00:00:00"], "2024-01-31"),
        (["Jan 2024", "Feb 2024"], "2024-01-01"),
        (["Jan-24", "Feb-24"], "2024-01-01"),
        (["janvier 2024", "juillet 2024"], "2024-01-01"),
        (["31.01.2024", "29.02.2024"], "2024-01-31"),
        (["01/31/2024", "02/29/2024"], "2024-01-31"),
        (["3/1/2024", "3/2/2024"], "2024-01-03"),
        (["01/2024", "02/2024"], "2024-01-01"),
        (["Q2 2024", "Q3 2024"], "2024-04-01"),
        (["2024-W02", "2024-W03"], "2024-01-08"),
        (["2024", "2025"], "2024-01-01"),
    ],
)
def test_names_that_are_dates(names: list[str], first: str) -> None:
    found = dated([*names, "product", "total 2024"])
    assert list(found) == names
    assert str(found[names[0]]) == first


@pytest.mark.parametrize("name", ["price", "week", "2024-13", "1850", "Maybe 2024x", "12", "Foo 2024"])
def test_names_that_are_none(name: str) -> None:
    assert dated([name]) == {}
