"""What is fixed for an item, from the sheet or from a table of items."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import DataProblems, TrainingData
from forecasting.features.driver_features import DriverWays
from forecasting.features.table import FeatureTable
from forecasting.members import MODELS
from forecasting.options import Request
from tests.forecasting.conftest import FAMILY, WEEK, plan, prepared_of, sheet, with_roles

ITEMS = ("1", "2", "3")


def sales(**columns: Any) -> pd.DataFrame:
    random = np.random.default_rng(3)
    frames = [sheet(np.resize(WEEK, 140) + random.normal(0, 1, 140), item=item) for item in ITEMS]
    return pd.concat(frames, ignore_index=True).assign(**columns)


def with_items(data: TrainingData, table: pd.DataFrame) -> TrainingData:
    attributes = tuple(column for column in table.columns if column != "store")
    kinds = {c: "category" if table[c].dtype == object else "number" for c in table.columns}
    return replace(
        data,
        tables={**data.tables, "items": table},
        columns={**data.columns, "items.item": "store", "items.attributes": attributes},
        kinds={**data.kinds, "items": kinds},  # type: ignore[dict-item]
    )


def test_columns_of_the_sheet() -> None:
    brands = np.repeat(["b", "a", "b"], 140)
    panel = prepared_of(
        with_roles(sales(brand=brands, size=np.repeat([1.0, 2.0, 3.0], 140)), static=("brand", "size"))
    ).panel
    assert [column.name for column in panel.static_columns] == ["brand", "size"]
    assert panel.static_columns[0].categories == ("a", "b")
    assert panel.static.tolist() == [[1, 0, 1], [1, 2, 3]]
    assert panel.select(np.array([2, 0])).static.tolist() == [[1, 1], [3, 1]]


def test_a_column_that_changes_is_said_and_its_most_common_value_is_taken() -> None:
    frame = sales(brand=np.repeat(["b", "a", "b"], 140))
    frame.loc[:9, "brand"] = "c"
    found = prepared_of(with_roles(frame, static=("brand",)))
    assert found.panel.static.tolist() == [[1, 0, 1]]
    (said,) = [problem for problem in found.problems if problem.code == "static_changes"]
    assert said.count == 1 and not said.fatal
    assert "'brand' changes within 1 item" in said.message


def test_a_table_of_items_and_what_does_not_fit() -> None:
    table = pd.DataFrame(
        {"store": [1.0, 3.0, 9.0, np.nan], "type": ["x", "y", "z", "z"], "area": [5, 6, 7, 8]}
    )
    found = prepared_of(with_items(with_roles(sales()), table))
    assert [column.name for column in found.panel.static_columns] == ["type", "area"]
    assert found.panel.static_columns[0].categories == ("x", "y")
    assert np.array_equal(found.panel.static, [[0, np.nan, 1], [5, np.nan, 6]], equal_nan=True)
    counts = {problem.code: problem.count for problem in found.problems}
    assert counts["unknown_items"] == 2
    assert counts["items_without_row"] == 1


def test_the_sheet_comes_before_the_table() -> None:
    table = pd.DataFrame({"store": [1, 2, 3], "brand": ["x", "y", "z"]})
    data = with_items(with_roles(sales(brand="own"), static=("brand",)), table)
    panel = prepared_of(data).panel
    assert [column.categories for column in panel.static_columns] == [("own",)]


def test_a_table_needs_its_item() -> None:
    data = with_items(with_roles(sales()), pd.DataFrame({"store": [1, 2, 3], "brand": ["x", "y", "z"]}))
    columns = {key: name for key, name in data.columns.items() if key != "items.item"}
    with pytest.raises(DataProblems) as caught:
        FAMILY.train(replace(data, columns=columns), plan())
    assert [(p.code, p.table) for p in caught.value.problems] == [("missing_role", "items")]


def test_they_are_features_and_kept_with_the_model(tmp_path: Path) -> None:
    data = with_roles(sales(brand=np.repeat(["b", "a", "b"], 140)), static=("brand",))
    panel = prepared_of(data).panel
    table = FeatureTable(panel, np.ones(3), DriverWays.learn(panel))
    rows = table.rows(np.arange(3), np.full(3, 100), np.ones(3, dtype=int))
    assert rows[:, [str(name) for name in table.names()].index("brand: fixed")].tolist() == [1, 0, 1]
    model = FAMILY.train(data, plan(model="boosting")).model
    model.save(tmp_path)
    again: Any = MODELS["boosting"].load_class().load(tmp_path, model.params)
    assert again.panel_.static_columns == panel.static_columns
    request = Request(horizon=7, items=["3"])
    assert again.predict(request).table.equals(model.predict(request).table)
