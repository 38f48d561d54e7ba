"""What changed between the rows of two versions, counted on tables with a known difference."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from contract import registry
from contract.blocks import Block
from training.versions.result_changes import MOVERS, blocks

LEADS = registry.get("lead_scoring")
QUALITIES = ["hot", "warm", "cold"]


def scores(rows: int = 30) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"L{number}" for number in range(rows)],
            "probability": [number / 100 for number in range(rows)],
            "quality": [QUALITIES[number % 3] for number in range(rows)],
            "reasons": [f"because of {number}" for number in range(rows)],
        }
    )


def values(found: list[Block]) -> dict[str, Any]:
    return {str(card["label"]): card["value"] for card in found[0].data["cards"]}


def test_nothing_changed() -> None:
    found = blocks(LEADS, scores(), scores(), "1.0.0")
    assert values(found) == {
        "Rows in both": 30,
        "Rows in one only": 0,
        "Different quality": 0,
        "Mean change of probability": 0.0,
    }
    assert len(found) == 1, "nothing moved"
    assert "1.0.0" in str(found[0].title)


def test_changes_are_counted_whatever_the_order_of_rows() -> None:
    after = scores()
    after.loc[after["id"].isin(["L3", "L6"]), "quality"] = "cold"
    after.loc[after["id"] == "L4", "probability"] = 0.94
    found = blocks(LEADS, scores(), after.sample(frac=1, random_state=3), "1.0.0")
    assert values(found)["Different quality"] == 2
    assert values(found)["Mean change of probability"] == pytest.approx(0.9 / 30)


def test_the_largest_movers_come_first() -> None:
    after = scores()
    after.loc[7, "probability"] -= 0.05
    after.loc[9, "probability"] += 0.5
    movers = blocks(LEADS, scores(), after, "1.0.0")[1].data["rows"]
    assert [row["id"] for row in movers] == ["L9", "L7"]
    assert movers[0] == {
        "id": "L9",
        "before": pytest.approx(0.09),
        "after": pytest.approx(0.59),
        "change": pytest.approx(0.5),
    }


def test_only_so_many_movers_are_listed() -> None:
    after = scores().assign(probability=scores()["probability"] + 0.1)
    assert len(blocks(LEADS, scores(), after, "1.0.0")[1].data["rows"]) == MOVERS


def test_rows_of_one_only_are_counted() -> None:
    found = values(blocks(LEADS, scores(30), scores(40).iloc[5:], "1.0.0"))
    assert (found["Rows in both"], found["Rows in one only"]) == (25, 15)


def test_a_key_that_comes_twice_is_met_in_its_order() -> None:
    before = scores(4).assign(id="same")
    after = before.assign(probability=before["probability"] + 0.1)
    found = values(blocks(LEADS, before, after, "1.0.0"))
    assert found["Rows in both"] == 4
    assert found["Mean change of probability"] == pytest.approx(0.1)


def test_forecasts_are_met_by_item_and_day() -> None:
    forecasting = registry.get("forecasting")
    days = pd.date_range("2026-01-01", periods=3)
    before = pd.DataFrame({"item": ["A"] * 3 + ["B"] * 3, "date": [*days, *days], "value": [1.0] * 6})
    after = before.assign(value=[1.0, 1.0, 4.0, 1.0, 1.0, 1.0])
    found = blocks(forecasting, before, after, "1.0.0")
    assert values(found)["Rows in both"] == 6
    first = found[1].data["rows"][0]
    assert (first["item"], first["date"][:10], first["change"]) == ("A", "2026-01-03", 3.0)


def test_numbers_of_groups_are_not_subtracted() -> None:
    segmentation = registry.get("segmentation")
    before = pd.DataFrame({"id": [1, 2, 3], "segment": [1, 2, 1], "name": ["small", "large", "small"]})
    after = before.assign(segment=[1, 1, 1], name=["small", "small", "large"])
    found = blocks(segmentation, before, after, "1.0.0")
    assert len(found) == 1
    assert values(found) == {"Rows in both": 3, "Rows in one only": 0, "Different name": 2}


@pytest.mark.parametrize(
    "after",
    [scores().drop(columns="id"), scores().assign(id="nobody"), scores().iloc[:0]],
    ids=["key", "other", "none"],
)
def test_what_cannot_be_compared_is_not(after: pd.DataFrame) -> None:
    assert blocks(LEADS, scores(), after, "1.0.0") == []
