"""How many features there are, that each is named, and that the documentation lists them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forecasting.models.trees import CONSTANT, UNKNOWN, USEFUL, useful
from tests.forecasting.conftest import WEEK, prepared, sheet, train
from tests.forecasting.feature_list import (
    AHEAD,
    DOCUMENT,
    STEPS,
    TITLES,
    document,
    full_panel,
    plain_panel,
    table_of,
)


def test_the_document_lists_what_is_computed() -> None:
    assert DOCUMENT.read_text() == document(), "run: python -m tests.forecasting.feature_list"


@pytest.mark.parametrize("step", list(TITLES))
def test_every_column_has_a_name_of_its_own(step: Any) -> None:
    table = table_of(full_panel(step))
    rows = table.rows(np.arange(3), np.full(3, STEPS), np.array([1, 5, AHEAD]))
    names = [str(name) for name in table.names()]
    assert rows.shape == (3, len(names))
    assert len(set(names)) == len(names)


def test_a_day_has_110_features_of_the_amount_alone_and_120_with_price_and_promotion() -> None:
    assert len(table_of(plain_panel("day")).names()) >= 110
    with_both = full_panel("day", ("price", "promotion"))
    table = table_of(with_both)
    groups = {str(title): len(names) for title, names in table.groups()}
    alone = len(table_of(plain_panel("day")).names())
    assert alone + groups["Columns known in advance"] >= 120
    assert groups["Holidays and pay days"] >= 10
    assert groups["Calendar"] >= 20
    assert groups["Recent values"] >= 30


def test_columns_that_trees_cannot_use() -> None:
    unknown = np.full(3, np.nan)
    features = np.column_stack([[1.0, 2, 3], unknown, [4.0, 4, 4], [5.0, np.nan, 5], [np.nan, 1, 2]])
    assert useful(features).tolist() == [USEFUL, UNKNOWN, CONSTANT, USEFUL, USEFUL]
    assert useful(features[:0]).tolist() == [USEFUL] * 5


def test_a_short_history_drops_features_and_says_how_many() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 140)
    trained = train(sheet(np.resize(WEEK, 140) + noise), model="direct_level", horizon=7)
    model: Any = trained.model
    names = [str(name) for name in model.table(prepared(sheet(np.resize(WEEK, 140) + noise)).panel).names()]
    assert "value 91 days earlier" in names
    assert "value 364 days earlier" not in names
    (block,) = [block for block in trained.blocks if block.title == "What the trees rely on"]
    unknown = (model.kept_ == UNKNOWN).sum()
    assert unknown > 0
    assert len(names) == (model.kept_ == USEFUL).sum()
    assert f"{len(names)} of {len(model.kept_)} features are used: {unknown} could not" in block.summary


def test_the_time_of_the_year_is_learned_from_a_whole_year_only() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 400)
    for steps, told in ((340, False), (400, True)):
        amounts = np.resize(WEEK, steps) + noise[:steps]
        trained = train(sheet(amounts), model="direct_level", horizon=7)
        model: Any = trained.model
        names = {str(name) for name in model.table(prepared(sheet(amounts)).panel).names()}
        assert ("day of the year" in names) is told
        assert {"weekday", "day of the month", "time in years"} <= names
        (block,) = [block for block in trained.blocks if block.title == "What the trees rely on"]
        assert ("that tell the time of year are left out" in block.summary) is not told
