"""Names and sentences from what sets a segment apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation.encoding import NumberColumn, WordColumn
from segmentation.profiles import Trait, description, names, traits

SALES_HIGH = Trait("total_sales", 35.0, 1.5, "high total sales", "total sales 2.3 times the average")
SALES_LOW = Trait("total_sales", 5.0, -0.8, "low total sales", "total sales 60 % below the average")
URBAN = Trait("area", "urban", 0.9, "urban", "95 % urban", adjective=True)
EDUCATED = Trait("education", "high", 0.7, "high education", "80 % high education")
SLIGHT = Trait("age", 41.0, 0.1, "high age", "age about the average")
PLAIN = Trait("age", 40.0, 0.0, "low age", "age about the average")


def test_a_name_says_value_words_and_what_else():
    assert names([[SALES_HIGH, URBAN, EDUCATED], [SALES_LOW]], "total_sales") == [
        "Large urban customers with high education",
        "Small customers",
    ]


def test_without_a_value_the_column_is_named():
    assert names([[SALES_HIGH, EDUCATED], [PLAIN]], None) == [
        "High total sales and high education",
        "Average customers",
    ]


def test_equal_names_take_weaker_traits_and_then_a_number():
    assert names([[URBAN, SLIGHT], [URBAN]], None) == ["Urban customers with high age", "Urban customers"]
    assert names([[URBAN], [URBAN]], None) == ["Urban customers (1)", "Urban customers (2)"]


def test_the_sentence():
    assert description([SALES_HIGH, URBAN], "total_sales") == "Total sales 2.3 times the average, 95 % urban."
    assert description([SLIGHT], None) == "Close to the average in every column."


@pytest.fixture
def described() -> list[list[Trait]]:
    frame = pd.DataFrame(
        {
            "sales": [10.0, 10.0, 10.0, 10.0, 30.0, 30.0, 30.0, 30.0],
            "profit": [-2.0, -1.0, -2.0, -1.0, 2.0, 1.0, 2.0, np.nan],
            "trade": ["food", "food", "food", "toys", "toys", "toys", "books", "books"],
            "newsletter": [True, True, True, False, False, False, False, False],
            "channel": ["1", "1", "1", "1", "2", "2", "2", "2"],
        }
    )
    columns = [
        NumberColumn.learn(frame["sales"]),
        NumberColumn.learn(frame["profit"]),
        *(WordColumn.learn(frame[name]) for name in ("trade", "newsletter", "channel")),
    ]
    return traits(frame, columns, np.repeat([0, 1], 4))


def test_means_and_most_common_words(described):
    assert [trait.value for trait in described[0]] == [10.0, -1.5, "food", "yes", "1"]
    assert described[1][1].value == pytest.approx(5 / 3, rel=1e-5)
    assert [trait.strength > 0 for trait in described[0]] == [False, False, True, True, True]


def test_facts(described):
    low, high = described
    assert low[0].fact == "sales 50 % below the average"
    assert high[0].fact == "sales 1.5 times the average"
    assert low[1].fact == "profit -1.5, -0.1429 on average"
    assert low[2].fact == "75 % food"


def test_words_that_need_their_column(described):
    assert [trait.words for trait in described[0]][2:] == ["food", "newsletter", "channel 1"]
    assert described[1][3].words == "no newsletter"


@pytest.mark.parametrize(
    ("level", "words", "adjective"),
    [
        ("New York", "New York", True),
        ("Month-to-month", "Month-to-month", True),
        ("High", "high plan", False),
        ("Yes", "plan", False),
        ("No", "no plan", False),
        ("01.High", "plan 01.High", False),
        ("No internet service", "plan No internet service", False),
        ("F", "plan F", False),
    ],
)
def test_which_words_can_stand_alone(level, words, adjective):
    frame = pd.DataFrame({"plan": [level] * 3 + ["?"] * 3})
    [[trait], _] = traits(frame, [WordColumn.learn(frame["plan"])], np.repeat([0, 1], 3))
    assert (trait.words, trait.adjective) == (words, adjective)


def test_zero_and_one_mean_no_and_yes():
    frame = pd.DataFrame({"member": [1, 1, 0, 0]})
    of_segments = traits(frame, [WordColumn.learn(frame["member"])], np.array([0, 0, 1, 1]))
    assert [trait.words for [trait] in of_segments] == ["member", "no member"]


def test_all_names_differ(blobs, sheet, train):
    segments = train(sheet(blobs(6, rows=300)[0], value="sales"), segments=12).model.segments_
    assert len({segment["name"] for segment in segments}) == 12
    assert all(s["name"][0].isupper() and s["description"].endswith(".") for s in segments)
