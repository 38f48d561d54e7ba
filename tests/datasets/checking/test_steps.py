"""Steps repair a copy of the table, always in the same way, and say what does not fit."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.checking import Step, StepError, apply, describe, renamed_by
from language.sentences import Sentence


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-04", "2024-01-05"]),
            "shop": ["a", "a", "a", "a", "a"],
            "sold": [1, 2, 3, 4, 500],
            "price": [1.5, np.nan, 2.5, 3.5, np.nan],
            "open": [True, False, True, True, True],
            "city": ["Oslo", "oslo ", None, "Rome", "Oslo"],
            "fee": ["1,5", "2", "free", None, "4"],
        }
    )


def after(*steps: Step) -> pd.DataFrame:
    """The table after ``steps``; what it was made of is as before, and doing it again gives the same."""
    frame = table()
    result = apply(frame, steps)
    pd.testing.assert_frame_equal(frame, table())
    pd.testing.assert_frame_equal(result, apply(frame, steps))
    assert list(result.index) == list(range(len(result)))
    for step in steps:
        assert isinstance(describe(step), Sentence)
        assert "None" not in describe(step)
        assert Step.from_dict(json.loads(json.dumps(step.as_dict()))) == step
    return result


def one(kind: str, *columns: str, **params: Any) -> pd.DataFrame:
    return after(Step(kind, columns, params))


def cells(column: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else value for value in column]


def test_drop_column() -> None:
    assert "price" not in one("drop_column", "price")


def test_rename() -> None:
    assert list(one("rename", "sold", to="units sold")) == [
        "day",
        "shop",
        "units sold",
        "price",
        "open",
        "city",
        "fee",
    ]
    assert describe(Step("rename", ("sold",), {"to": "units"})) == "Rename 'sold' to 'units'."


def test_the_last_name_of_a_column_is_known() -> None:
    names = [("sold", "units"), ("units", "pieces"), ("fee", "cost"), ("cost", "fee")]
    steps = [Step("rename", (before,), {"to": after}) for before, after in names]
    assert renamed_by(steps) == {"sold": "pieces", "units": "pieces", "cost": "fee"}


def test_drop_duplicates() -> None:
    frame = table().assign(number=range(5))[["shop", "open", "number"]]
    assert len(apply(frame, [Step("drop_duplicates")])) == 5
    assert apply(frame, [Step("drop_duplicates", (), {"except": ["number"]})])["number"].tolist() == [0, 1]


def test_set_missing_by_value() -> None:
    result = one("set_missing", "sold", values=[500])
    assert cells(result["sold"]) == [1, 2, 3, 4, None]
    assert str(result["sold"].dtype) == "Int64"
    assert cells(one("set_missing", "city", values=["Rome"])["city"]) == ["Oslo", "oslo ", None, None, "Oslo"]
    assert one("set_missing", "day", values=["2024-01-01"])["day"].isna().tolist() == [True] + [False] * 4
    assert str(one("set_missing", "open", values=[False])["open"].dtype) == "boolean"


def test_set_missing_beyond_a_bound() -> None:
    assert cells(one("set_missing", "sold", above=100)["sold"]) == [1, 2, 3, 4, None]
    assert cells(one("set_missing", "sold", below=2, above=100)["sold"]) == [None, 2, 3, 4, None]


def test_drop_rows_missing() -> None:
    assert one("drop_rows_missing", "price", "city")["sold"].tolist() == [1, 4]


@pytest.mark.parametrize(("way", "filled"), [("median", 2.5), ("mode", 1.5), ("zero", 0)])
def test_fill_missing_with_one_value(way: str, filled: float) -> None:
    assert one("fill_missing", "price", **{"with": way})["price"].tolist() == [1.5, filled, 2.5, 3.5, filled]


def test_fill_missing_with_the_value_before() -> None:
    way = {"with": "previous", "time": "day", "keys": ["shop"]}
    assert one("fill_missing", "price", **way)["price"].tolist() == [1.5, 1.5, 2.5, 3.5, 3.5]


def test_the_value_before_is_of_the_same_series() -> None:
    frame = table().assign(shop=["a", "b", "a", "a", "b"])
    step = Step("fill_missing", ("price",), {"with": "previous", "time": "day", "keys": ["shop"]})
    assert cells(apply(frame, [step])["price"]) == [1.5, None, 2.5, 3.5, None]


def test_whole_numbers_stay_whole() -> None:
    frame = pd.DataFrame({"count": pd.array([1, 2, None, 4, 4], dtype="Int64")})
    step = Step("fill_missing", ("count",), {"with": "median"})
    assert apply(frame, [step])["count"].tolist() == [1, 2, 3, 4, 4]


def test_clip_outliers() -> None:
    assert one("clip_outliers", "sold", low=2, high=4)["sold"].tolist() == [2, 2, 3, 4, 4]
    assert one("clip_outliers", "sold", low=1.5, high=4)["sold"].tolist() == [1.5, 2, 3, 4, 4]


def test_merge_categories() -> None:
    result = one("merge_categories", "city", into={"oslo ": "Oslo"})
    assert cells(result["city"]) == ["Oslo", "Oslo", None, "Rome", "Oslo"]


def test_convert_kind() -> None:
    assert cells(one("convert_kind", "fee", to="number", decimal=",")["fee"]) == [1.5, 2, None, None, 4]


def test_sum_duplicates() -> None:
    result = one("sum_duplicates", "day", "shop", sum=["sold"])
    assert result["sold"].tolist() == [1, 5, 4, 500]
    assert result["open"].tolist() == [True, False, True, True], "the first value stays"


def test_fill_dates() -> None:
    result = one("fill_dates", "day", "shop", zero=["sold"])
    assert result["day"].dt.day.tolist() == [1, 2, 2, 3, 4, 5]
    assert result["sold"].tolist() == [1, 2, 3, 0, 4, 500]
    assert str(result["sold"].dtype) == "int64"
    added = result.loc[3]
    assert added["shop"] == "a"
    assert added["city"] is None
    assert pd.isna(added["open"])


def test_steps_are_done_in_order() -> None:
    steps = [Step("set_missing", ("sold",), {"above": 100}), Step("drop_rows_missing", ("sold",))]
    assert after(*steps)["sold"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (Step("explode", ("sold",)), "'explode'"),
        (Step("drop_column", ("gone",)), "'gone'"),
        (Step("drop_column"), "settings"),
        (Step("drop_rows_missing"), "settings"),
        (Step("drop_duplicates", (), {"except": ["gone"]}), "'gone'"),
        (Step("set_missing", ("sold",)), "settings"),
        (Step("set_missing", ("city",), {"above": 3}), "numbers"),
        (Step("set_missing", ("sold",), {"above": "much"}), "settings"),
        (Step("fill_missing", ("sold", "price"), {"with": "zero"}), "2 are named"),
        (Step("fill_missing", ("price",), {"with": "luck"}), "settings"),
        (Step("fill_missing", ("city",), {"with": "median"}), "numbers"),
        (Step("fill_missing", ("price",), {"with": "previous", "time": "gone"}), "'gone'"),
        (Step("clip_outliers", ("sold",), {"low": 3, "high": 1}), "settings"),
        (Step("clip_outliers", ("open",), {"low": 1, "high": 3}), "numbers"),
        (Step("merge_categories", ("city",), {"into": {}}), "settings"),
        (Step("convert_kind", ("fee",), {"to": "date"}), "settings"),
        (Step("sum_duplicates", ("day",), {"sum": ["city"]}), "'city'"),
        (Step("fill_dates", ("city",)), "'city'"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(step: Step, part: str) -> None:
    with pytest.raises(StepError, match=part) as refusal:
        apply(table(), [step])
    assert isinstance(refusal.value.message, Sentence)


def test_a_column_without_values_has_no_median() -> None:
    frame = pd.DataFrame({"price": [np.nan, np.nan]})
    with pytest.raises(StepError, match="no value"):
        apply(frame, [Step("fill_missing", ("price",), {"with": "median"})])


@pytest.mark.parametrize("stored", [{}, {"kind": "x"}, {"kind": "drop_column", "columns": "price"}])
def test_what_is_no_step_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(StepError):
        Step.from_dict(stored)
