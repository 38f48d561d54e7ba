"""Columns, gaps, numbers of rows and orders that know the outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.datasets.checking.tools import codes, findings, of, people

ROWS = 1_000
TELLING = {"leakage", "missing_by_outcome", "identifier_tells", "order_tells"}


def customers() -> pd.DataFrame:
    return people(ROWS)


def test_honest_columns_pass() -> None:
    assert not TELLING & codes(customers(), target="left")


def test_without_a_target_nothing_is_said_of_leaks() -> None:
    assert not TELLING & codes(customers().assign(copy=lambda f: f["left"]))


def test_columns_that_give_the_outcome_away_stop() -> None:
    frame = customers()
    random = np.random.default_rng(0)
    frame["complaint"] = frame["left"] ^ (random.random(ROWS) < 0.01)
    frame["closed_by"] = np.where(frame["left"] & (random.random(ROWS) < 0.85), "Ann", None)
    found = of(frame, "leakage", target="left")
    assert {one.column for one in found} == {"complaint", "closed_by"}
    assert {one.severity for one in found} == {"stop"}
    assert [step.kind for one in found for step in one.steps] == ["drop_column", "drop_column"]
    assert findings(frame, target="left")[0].severity == "stop", "the gravest come first"


def test_one_of_several_outcomes_can_be_given_away() -> None:
    frame = customers().assign(plan=np.random.default_rng(0).choice(["free", "basic", "gold"], ROWS))
    frame["card"] = np.where(frame["plan"] == "gold", "yellow", "blue")
    (found,) = of(frame, "leakage", target="plan")
    assert found.column == "card"


def test_a_column_that_gives_the_amounts_stops() -> None:
    frame = customers()
    frame["spent"] = frame["income"] * 3 + np.random.default_rng(0).normal(0, 20, ROWS)
    assert "leakage" not in codes(frame, target="spent"), "related is no leak"
    frame["with_tax"] = frame["spent"] * 1.2 + 3
    (found,) = of(frame, "leakage", target="spent")
    assert found.column == "with_tax"


def test_missing_much_more_often_for_one_outcome() -> None:
    frame = customers()
    random = np.random.default_rng(0).random(ROWS)
    frame.loc[random < np.where(frame["left"], 0.5, 0.2), "income"] = np.nan
    (found,) = of(frame, "missing_by_outcome", target="left")
    assert (found.column, found.severity) == ("income", "warn")
    frame = customers()
    frame.loc[random < 0.3, "income"] = np.nan
    assert "missing_by_outcome" not in codes(frame, target="left")


def test_numbers_of_rows_that_tell_the_outcome() -> None:
    frame = customers().sort_values("left").assign(number=range(ROWS)).sample(frac=1, random_state=0)
    (found,) = of(frame, "identifier_tells", target="left")
    assert found.column == "number"
    assert "leakage" not in codes(frame, target="left")
    assert "identifier_tells" not in codes(customers().assign(number=range(ROWS)), target="left")


def test_an_outcome_that_changes_down_the_table() -> None:
    frame = customers()
    frame["left"] = np.random.default_rng(0).random(ROWS) < np.linspace(0.1, 0.6, ROWS)
    (found,) = of(frame, "order_tells", target="left")
    assert found.severity == "warn"
    first, last = found.examples
    assert first < 0.25 < 0.45 < last
    assert "order_tells" not in codes(frame.sample(frac=1, random_state=0), target="left")


def test_a_sample_is_said() -> None:
    frame = people(25_000).assign(copy=lambda f: f["left"])
    (found,) = of(frame, "leakage", target="left")
    assert "20,000 of 25,000 rows were checked, picked at random." in found.message


def test_too_few_outcomes_say_nothing() -> None:
    frame = people(40)
    frame["left"] = np.arange(40) < 5
    frame["copy"] = frame["left"]
    assert not TELLING & codes(frame, target="left")
