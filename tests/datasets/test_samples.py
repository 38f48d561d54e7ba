"""Sample sheets: deterministic, current, and the truth beside them can be found again in the data."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from sklearn.cluster import KMeans
from sklearn.linear_model import LinearRegression
from sklearn.metrics import adjusted_rand_score

from datasets import profiling, reading
from datasets.management.commands import generate_data
from datasets.samples import KINDS, generate

END = datetime.date(2026, 6, 30)


@pytest.mark.parametrize("kind", list(KINDS))
def test_same_seed_same_sheet(kind: str) -> None:
    first, again, other = (generate(kind, seed, end=END) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert first.truth == again.truth
    assert not first.frame.equals(other.frame)
    json.dumps(first.truth, allow_nan=False)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("rows", [1, 37])
def test_as_many_rows_as_asked_for(kind: str, rows: int) -> None:
    assert len(generate(kind, 0, rows=rows, end=END).frame) == rows


def test_days_end_as_stated_or_yesterday() -> None:
    frame = generate("retail", 0, days=10, stores=2, products=3, end=END).frame
    assert frame["date"].max() == pd.Timestamp(END)
    assert frame["date"].nunique() == 10
    assert len(frame) == 60
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    assert generate("sales", 0, days=10).frame["date"].max().date() >= yesterday


def test_unknown_kinds_and_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="retail, sales, retailers"):
        generate("wine")
    with pytest.raises(ValueError, match="rows is 0"):
        generate("sales", 0, rows=0)


def test_elasticity_promotion_and_growth_can_be_found_again() -> None:
    sample = generate("retail", 5, days=1461, stores=3, products=2, end=END)
    frame, truth = sample.frame, sample.truth
    for product in truth["level"]:
        rows = frame[(frame["product"] == product) & (frame["units"] > 0)]
        angle = 2 * np.pi * rows["date"].dt.dayofyear / 365.25
        known = pd.DataFrame(
            {
                "price": np.log(rows["price"]),
                "promotion": (rows["promotion"] == "yes").astype(float),
                "years": (rows["date"] - frame["date"].min()).dt.days / 365.25,
                "sin": np.sin(angle),
                "cos": np.cos(angle),
            }
        ).join(pd.get_dummies(rows[["store"]].assign(day=rows["date"].dt.day_name())).astype(float))
        found = LinearRegression().fit(known, np.log(rows["units"]))
        effect = dict(zip(known.columns, found.coef_, strict=True))
        assert effect["price"] == pytest.approx(truth["elasticity"][product], abs=0.12)
        assert np.exp(effect["promotion"]) == pytest.approx(truth["promotion_lift"][product], rel=0.05)
        assert np.exp(effect["years"]) - 1 == pytest.approx(truth["growth_per_year"], abs=0.015)


def test_weekdays_and_growth_of_the_single_series() -> None:
    sample = generate("sales", 2, days=1461, end=END)
    amount = sample.frame.set_index("date")["amount"]
    by_day = amount.groupby(amount.index.day_name()).mean() / amount.mean()
    for weekday, factor in sample.truth["weekday"].items():
        assert by_day[weekday] == pytest.approx(factor, rel=0.03)
    by_year = [amount.iloc[start : start + 364].mean() for start in (0, 365, 730, 1095)]
    growth = (by_year[3] / by_year[0]) ** (1 / 3) - 1
    assert growth == pytest.approx(sample.truth["growth_per_year"], abs=0.01)


def test_the_groups_of_retailers_can_be_found_again() -> None:
    sample = generate("retailers", 1, end=END)
    frame = sample.frame
    numbers = np.log(frame[["annual_revenue", "employee_count", "years_in_business", "total_sales"]])
    words = pd.get_dummies(
        frame[["urban_rural_classification", "customer_age_class", "customer_income_bracket"]]
    )
    table = np.hstack([(numbers - numbers.mean()) / numbers.std(), words.astype(float)])
    found = KMeans(5, n_init=10, random_state=0).fit_predict(table)
    truth = [sample.truth["group_of_customer"][str(customer)] for customer in frame["id"]]
    assert len(set(truth)) == 5
    assert adjusted_rand_score(truth, found) > 0.75


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("retail", ["date", "category", "category", "number", "flag", "number", "number"]),
        ("sales", ["date", "number"]),
    ],
)
def test_the_command_writes_sheet_and_truth_that_read_back(
    kind: str, kinds: list[str], tmp_path: Path, capsys: Any
) -> None:
    folder = tmp_path / "samples"
    call_command("generate_data", kind, "--seed=7", "--days=90", "--end=2026-06-30", f"--out={folder}")
    assert str(folder / f"{kind}.csv") in capsys.readouterr().out
    sample = generate(kind, 7, days=90, end=END)
    table = reading.read(folder / f"{kind}.csv", f"{kind}.csv")
    assert len(table.frame) == len(sample.frame)
    assert table.frame["amount"].sum() == pytest.approx(sample.frame["amount"].sum())
    assert table.problems == []
    assert [column.kind for column in profiling.profile(table.frame)] == kinds
    assert json.loads((folder / f"{kind}.truth.json").read_text()) == sample.truth


def test_the_command_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="choose one of"):
        call_command("generate_data", "wine", f"--out={tmp_path}")
    assert list(tmp_path.iterdir()) == []
    assert tuple(KINDS) == generate_data.KINDS
