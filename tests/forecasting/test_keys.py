"""Several columns that together name an item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.asking import RequestProblem
from contract.data import MAIN, TrainingData
from forecasting.models.forecaster import Forecaster
from forecasting.options import Request, Settings
from forecasting.sheet.layout import read_keys
from forecasting.sheet.series import prepare_panel
from tests.forecasting.conftest import FAMILY, WEEK, data_of, plan, sheet

KEYS = ("product", "store")


def keyed() -> TrainingData:
    frames = [
        sheet(size * np.tile(WEEK, 8)).assign(product=product, store=store)
        for size, product, store in ((1, "A", "X"), (2, "A", "Y"), (3, "B", "X"))
    ]
    data = data_of(*frames)
    kinds: Any = {MAIN: {**data.kinds[MAIN], "product": "category", "store": "category"}}
    return replace(data, columns={**data.columns, "item": KEYS}, kinds=kinds)


def test_columns_are_joined_to_one_name_and_their_parts_are_kept() -> None:
    result = prepare_panel(keyed(), Settings())
    panel = result.panel
    assert panel.items == ("A / X", "A / Y", "B / X")
    assert panel.key_columns == KEYS
    assert panel.key_parts == (("A", "X"), ("A", "Y"), ("B", "X"))
    assert panel.values[:, 0].tolist() == [10, 20, 30]
    assert str(result.item_column) == "product / store"
    assert panel.select(np.array([2])).key_parts == (("B", "X"),)


@pytest.mark.parametrize("columns", ["store", ("store",)])
def test_one_column_has_plain_names_and_no_parts(columns: Any) -> None:
    data = keyed()
    panel = prepare_panel(replace(data, columns={**data.columns, "item": columns}), Settings()).panel
    assert panel.items == ("X", "Y")
    assert (panel.key_columns, panel.key_parts) == ((), ())


def test_a_part_that_holds_the_joint_is_quoted() -> None:
    frame = pd.DataFrame({"a": ["A / B", "A"], "b": ["C", "B / C"]})
    keys = read_keys(frame, ("a", "b"))
    assert keys.names(keys.codes) == ("'A / B' / C", "A / 'B / C'")


def test_a_row_without_one_of_the_keys_is_left_out() -> None:
    data = keyed()
    frame = data.main.copy()
    frame.loc[[0, 60], "product"] = None
    result = prepare_panel(replace(data, tables={MAIN: frame}), Settings())
    (problem,) = [problem for problem in result.problems if problem.code == "missing_item"]
    assert (problem.count, problem.column) == (2, "product / store")
    assert "2 rows without a value in 'product / store'" in problem.message


def test_numbers_as_keys_keep_their_names() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan, 2.0], "b": [7, 8, 9]})
    keys = read_keys(frame, ("a", "b"))
    assert keys.codes.tolist() == [0, -1, 1]
    assert keys.names(np.array([0, 1])) == ("1 / 7", "2 / 9")


@pytest.fixture(scope="module")
def model() -> Forecaster:
    return FAMILY.train(keyed(), plan(horizon=7, model="seasonal_naive")).model  # type: ignore[return-value]


def test_a_request_names_the_joined_name(model: Forecaster) -> None:
    table = model.predict(Request(horizon=2, items=["B / X"])).table
    assert table["item"].tolist() == ["B / X"] * 2
    with pytest.raises(RequestProblem, match="'B' is unknown; 3 items are known: 'A / X'"):
        model.predict(Request(horizon=2, items=["B"]))


def test_the_parts_are_saved_with_the_model(model: Forecaster, tmp_path: Path) -> None:
    model.save(tmp_path)
    panel = type(model).load(tmp_path, model.params).panel_
    assert panel.key_columns == KEYS
    assert panel.key_parts == (("A", "X"), ("A", "Y"), ("B", "X"))


def test_the_guess_takes_the_best_hinted_column_and_the_report_names_all_chosen() -> None:
    kinds: Any = {"date": "date", "amount": "number", "store": "category", "product": "category"}
    from contract import roles

    assert roles.guess(FAMILY.tables, {MAIN: kinds})["item"] == "product"
    trained = FAMILY.train(keyed(), plan(horizon=7, model="seasonal_naive"))
    (fan,) = [block for block in trained.blocks if block.kind == "fan"]
    assert str(fan.data["item_label"]) == "product / store"
    groups = ["store: X", "product: A"]  # those of more than one item
    names = [entry["item"] for entry in fan.data["items"]]
    assert names == ["All items", *groups, "B / X", "A / Y", "A / X"]
