"""What a step would do: rows, cells, and examples before and after."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from datasets.checking import Effect, Step, StepError, preview
from datasets.checking.effect import Change
from language.sentences import Sentence
from tests.datasets.checking.test_steps import table


def effect(step: Step) -> Effect:
    frame = table()
    found = preview(frame, step)
    pd.testing.assert_frame_equal(frame, table())
    json.dumps(found.as_dict(), allow_nan=False)
    assert isinstance(found.message, Sentence)
    return found


def test_cells() -> None:
    found = effect(Step("fill_missing", ("price",), {"with": "median"}))
    assert (found.rows_before, found.rows_after, found.cells_changed) == (5, 5, 2)
    assert found.examples == [Change("price", 1, None, 2.5), Change("price", 4, None, 2.5)]
    assert found.message == "2 cells change."


def test_names() -> None:
    found = effect(Step("rename", ("sold",), {"to": "units"}))
    assert (found.rows_after, found.cells_changed, found.message) == (5, 0, "Rename 'sold' to 'units'.")


def test_what_is_lost_comes_first() -> None:
    found = effect(Step("convert_kind", ("fee",), {"to": "number", "decimal": ","}))
    assert found.examples[0] == Change("fee", 2, "free", None)


def test_columns_with_gaps_that_stay_are_no_change() -> None:
    frame = table().astype({"sold": "Int64", "open": "boolean"})
    frame.loc[1, ["sold", "open"]] = pd.NA
    found = preview(frame, Step("set_missing", ("sold",), {"values": [500]}))
    assert found.examples == [Change("sold", 4, 500, None)]


def test_rows_that_go() -> None:
    found = effect(Step("drop_rows_missing", ("city",)))
    assert (found.rows_before, found.rows_after, found.cells_changed) == (5, 4, 0)
    (gone,) = found.examples
    assert (gone.column, gone.row, gone.after) == (None, 2, None)
    assert gone.before["fee"] == "free"
    assert found.message == "1 row is removed."


def test_rows_that_are_new() -> None:
    found = effect(Step("fill_dates", ("day", "shop"), {"zero": ["sold"]}))
    assert (found.rows_before, found.rows_after, found.cells_changed) == (5, 6, 0)
    (new,) = found.examples
    assert (new.before, new.after["day"], new.after["sold"]) == (None, "2024-01-03", 0)
    assert found.message == "1 row is added."


def test_rows_that_become_one() -> None:
    found = effect(Step("sum_duplicates", ("day", "shop"), {"sum": ["sold"]}))
    assert (found.rows_after, found.cells_changed) == (4, 1)
    assert found.examples[0] == Change("sold", 1, 2, 5)


def test_a_column_that_goes() -> None:
    found = effect(Step("drop_column", ("price",)))
    assert (found.rows_after, found.cells_changed) == (5, 0)
    assert found.message == "Column 'price' is removed."


def test_at_most_five_examples() -> None:
    frame = pd.DataFrame({"sold": range(20)})
    found = preview(frame, Step("clip_outliers", ("sold",), {"low": 0, "high": 1}))
    assert (found.cells_changed, len(found.examples)) == (18, 5)


def test_nothing_to_change() -> None:
    assert effect(Step("set_missing", ("sold",), {"values": [7]})).message == "Nothing changes."


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(StepError):
        effect(Step("drop_column", ("gone",)))
