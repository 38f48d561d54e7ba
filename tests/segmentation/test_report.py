"""The report, the headline, the inputs and an answer as blocks."""

from __future__ import annotations

import json

import pytest

from contract.plain import plain
from tests.asking import asked


@pytest.fixture
def trained(family, train):
    return train(family.example())


def block(trained, kind, title=None):
    return next(b for b in trained.blocks if b.kind == kind and title in (None, b.title))


def test_the_report_is_json(trained):
    kinds = [json.loads(json.dumps(b.as_dict(), allow_nan=False))["kind"] for b in trained.blocks]
    assert kinds == ["cards", "heatmap", "scatter", "bar", "cards", "note"]
    assert all(b.title for b in trained.blocks)


def facts(card) -> dict:
    return {fact["label"]: fact["value"] for fact in card["facts"]}


def test_the_segments_come_first_and_add_up(trained, family):
    cards = trained.blocks[0].data["cards"]
    frame = family.example().main
    told = [facts(card) for card in cards]
    assert [card["value"] for card in cards] == [segment["name"] for segment in trained.model.segments_]
    assert sum(one["Customers"] for one in told) == len(frame)
    assert sum(one["total sales, total"] for one in told) == pytest.approx(frame["total_sales"].sum())
    for share in ("Share of customers", "Share of all total sales"):
        assert sum(one[share] for one in told) == pytest.approx(1, abs=1e-3)
    means = [one["total sales, mean"] for one in told]
    assert means == sorted(means, reverse=True)


def test_without_a_value_there_is_no_money(blobs, sheet, train):
    cards = train(sheet(blobs(3, rows=60)[0]), segments=3).blocks[0].data["cards"]
    assert {label for card in cards for label in facts(card)} == {"Customers", "Share of customers"}


def test_a_sum_that_losses_take_from_has_no_shares(blobs, sheet, train):
    frame, _ = blobs(3, rows=60)
    frame["sales"] -= frame["sales"].mean()
    cards = train(sheet(frame, value="sales"), segments=3).blocks[0].data["cards"]
    assert "sales, total" in facts(cards[0])
    assert "Share of all sales" not in facts(cards[0])


def test_every_picture_of_the_segments_names_their_rows(trained):
    numbers = [{"segment": segment["segment"]} for segment in trained.model.segments_]
    scatter = block(trained, "scatter").data
    assert [card["rows"] for card in trained.blocks[0].data["cards"]] == numbers
    assert [series["rows"] for series in scatter["series"]] == numbers
    assert scatter["rows_by"] == "id"
    assert block(trained, "heatmap").data["rows"] == numbers
    assert block(trained, "bar").data["rows"] == numbers


def test_the_heatmap_has_a_cell_per_segment_and_column(trained):
    data = block(trained, "heatmap").data
    assert data["x"] == ["total sales", "orders per year", "average discount", "area", "loyalty"]
    assert len(data["y"]) == len(data["values"]) == len(data["display"]) == 3
    assert all(-1 <= value <= 1 for row in data["values"] for value in row)
    assert data["display"][0][3] == "urban"


def test_every_customer_is_a_point_with_its_id(trained):
    points = [p for series in block(trained, "scatter").data["series"] for p in series["points"]]
    assert {point["label"] for point in points} == set(trained.results["id"])


def test_the_headline(trained):
    segments = trained.model.segments_
    largest = max(segments, key=lambda segment: segment["size"])
    assert trained.headline == (
        f"3 segments; the largest is '{largest['name']}' with {100 * largest['share']:.0f} % of customers"
    )


def test_inputs_make_a_request_that_is_answered_without_a_flag(trained, family):
    inputs = {item.name: item for item in trained.inputs}
    assert inputs["loyalty"].choices == ("low", "medium", "high")
    row = {name: plain(item.typical) for name, item in inputs.items()}
    context, answer = asked(family, trained.model, {"rows": [row]})
    assert answer.flags == []
    [shown] = family.ask().present(context, answer)
    assert shown.data["rows"][0]["segment"] == answer.table["segment"][0]
    json.dumps(shown.as_dict(), allow_nan=False)


def test_a_single_column_can_be_drawn(sheet, train):
    import pandas as pd

    trained = train(sheet(pd.DataFrame({"visits": [1.0, 2, 3, 2, 1, 50, 51, 52, 53, 50]})), segments=2)
    assert sorted(trained.results["segment"].value_counts()) == [5, 5]
    assert block(trained, "scatter").data["series"]
