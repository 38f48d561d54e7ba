"""Numbers and dates that are probably wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets.checking import apply
from tests.datasets.checking.tools import codes, of, people


def test_outliers_are_named_and_can_be_limited_or_emptied() -> None:
    frame = people()
    frame.loc[20, "income"] = 20_000
    (found,) = of(frame, "outliers")
    assert (found.column, found.row, found.count, found.examples) == ("income", 20, 1, [20000])
    empty, limit = found.steps
    assert apply(frame, [limit])["income"].max() == frame["income"].drop(20).max()
    assert apply(frame, [empty])["income"].isna().sum() == 1


def test_a_few_large_orders_among_many_small_ones_are_no_outliers() -> None:
    orders = np.random.default_rng(0).lognormal(3, 1.2, 2000).round(2)
    assert "outliers" not in codes(pd.DataFrame({"order": orders}))


def test_numbers_that_stand_for_not_known() -> None:
    frame = people()
    frame.loc[5:14, "age"] = 999
    (found,) = of(frame, "disguised_number")
    assert (found.column, found.row, found.count, found.examples) == ("age", 5, 10, [999])
    assert apply(frame, found.steps)["age"].isna().sum() == 10
    assert "outliers" not in codes(frame), "said once"


def test_minus_one_among_amounts_stands_for_not_known() -> None:
    frame = people()
    frame.loc[:9, "age"] = -1
    (found,) = of(frame, "disguised_number")
    assert found.examples == [-1]
    assert "rare_negatives" not in codes(frame)


def test_one_negative_number_far_from_all_others_stands_for_not_known() -> None:
    frame = people().assign(degrees=lambda f: f["income"] - 50)
    frame.loc[:9, "degrees"] = -200
    (found,) = of(frame, "disguised_number")
    assert (found.column, found.examples) == ("degrees", [-200])
    frame["degrees"] = np.random.default_rng(0).integers(-20, 20, len(frame))
    assert "disguised_number" not in codes(frame)


def test_999_among_others_like_it_is_a_number() -> None:
    frame = people()
    frame["age"] = np.random.default_rng(0).integers(900, 1100, len(frame))
    frame.loc[:9, "age"] = 999
    assert "disguised_number" not in codes(frame)


def test_a_default_within_the_usual_range() -> None:
    frame = people(1000)
    frame["income"] = np.random.default_rng(0).normal(50, 9, 1000)
    frame.loc[100:199, "income"] = 45.0
    (found,) = of(frame, "frequent_value")
    assert (found.column, found.row, found.count, found.examples) == ("income", 100, 100, [45.0])
    frame["income"] = frame["income"].round()
    assert "frequent_value" not in codes(frame)


def test_dates_that_stand_for_not_known() -> None:
    frame = people().assign(born=pd.date_range("1980-01-01", periods=200))
    frame.loc[3:8, "born"] = pd.Timestamp("1900-01-01")
    (found,) = of(frame, "disguised_date")
    assert (found.column, found.row, found.count, found.examples) == ("born", 3, 6, ["1900-01-01"])
    assert apply(frame, found.steps)["born"].isna().sum() == 6
    frame["born"] = pd.date_range("1969-12-01", periods=200)
    assert "disguised_date" not in codes(frame)


def test_rare_negatives() -> None:
    frame = people()
    frame.loc[9, "income"] = -50.0
    (found,) = of(frame, "rare_negatives")
    assert (found.column, found.row, found.count) == ("income", 9, 1)
    frame["income"] = frame["income"] - 50
    assert "rare_negatives" not in codes(frame)


def test_many_zeros() -> None:
    frame = people()
    frame.loc[:79, "income"] = 0
    (found,) = of(frame, "many_zeros")
    assert (found.column, found.count, found.severity) == ("income", 80, "note")


def test_counts_that_are_often_zero_have_no_excess() -> None:
    frame = people().assign(complaints=np.random.default_rng(0).poisson(0.7, 200))
    assert "many_zeros" not in codes(frame)
