"""The report says what the numbers say, in words and in blocks."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from contract.blocks import Block
from contract.family import Trained
from forecasting.report.words import expected_total, headline
from tests.asking import asked
from tests.forecasting.conftest import FAMILY, WEEK, prepared, sheet, train

DAYS = np.arange(210)


@pytest.fixture(scope="module")
def trained() -> Trained:
    noise = np.random.default_rng(2).normal(0, 10, size=(2, 210))
    frames = [
        sheet(size * (1000 + 5 * DAYS + 50 * WEEK[DAYS % 7] + noise[row]), item=name)
        for row, (name, size) in enumerate({"small": 1.0, "large": 4.0}.items())
    ]
    return train(*frames, horizon=28, model="boosting", unit="R")


def block(trained: Trained, kind: str) -> dict:
    return next(block.data for block in trained.blocks if block.kind == kind)


def titled(trained: Trained, title: str) -> Block:
    return next(block for block in trained.blocks if block.title == title)


def test_the_blocks_come_in_this_order_each_with_a_sentence(trained: Trained) -> None:
    assert [(block.under, block.kind, block.title) for block in trained.blocks] == [
        ("answer", "note", "In short"),
        ("answer", "fan", "Forecast"),
        ("answer", "table", "What to expect"),
        ("why", "bar", "A typical week"),
        ("good", "cards", "How good it is"),
        ("good", "table", "Tested on the past"),
        ("good", "line", "Error by step ahead"),
        ("good", "table", "Worst items first"),
        ("why", "bar", "What the trees rely on"),
    ]
    assert all(block.summary or block.kind == "note" for block in trained.blocks)


def test_the_headline_gives_the_total_with_its_dates_and_compares(trained: Trained) -> None:
    gain = 1 - trained.evaluation.metrics["wape"] / trained.evaluation.baseline["wape"]
    number = r"[\d,.]+( m)? R"
    answer = rf"Amount, 29 July to 25 August 2024: {number}, between {number} and {number} \(four times"
    assert re.match(answer, trained.headline)
    assert trained.headline.endswith(f". {int(gain * 100)} % better than repeating last week.")


def test_the_headline_is_honest_where_the_baseline_wins(trained: Trained) -> None:
    data, evaluation = prepared(sheet(np.arange(210.0)), horizon=28), trained.evaluation
    worse = {**evaluation.metrics, "wape": evaluation.baseline["wape"] * 1.12}
    said = headline(data, replace(evaluation, metrics=worse), trained.results)
    assert said.endswith(". 12 % worse than repeating last week.")
    said = headline(data, replace(evaluation, model="seasonal_naive"), trained.results)
    assert said.endswith(". No model tried was better than repeating last week, so that is used.")


def test_jumps_nobody_foresees_are_left_to_the_baseline(random: np.random.Generator) -> None:
    jumps = np.repeat(random.normal(0, 50, 60).cumsum(), 7) + 1000
    result = train(sheet(jumps), horizon=7)
    assert result.evaluation.metrics["wape"] <= result.evaluation.baseline["wape"]


def test_the_summary_names_trend_weekday_and_total(trained: Trained) -> None:
    text = block(trained, "note")["text"]
    assert "Saturday is strongest" in text
    assert "Sunday weakest" in text
    assert "above the 28 days before" in text
    assert text.startswith("Amount, 29 July to 25 August 2024: ")
    assert "Your data ends on 28 July 2024." in text


def test_bounds_of_the_total_are_tighter_than_added_bounds(trained: Trained) -> None:
    frames = [sheet(np.arange(210.0) + 1, item=name) for name in ("small", "large")]
    data = prepared(*frames, horizon=28)
    total = expected_total(data, trained.evaluation, trained.results)
    assert total["lower_95"] <= total["lower_80"] <= total["value"] <= total["upper_80"] <= total["upper_95"]
    assert total["value"] == pytest.approx(trained.results["value"].sum())
    fan = block(trained, "fan")
    for item in fan["items"]:
        added = sum(item["forecast"]["upper_80"]) - sum(item["forecast"]["value"])
        assert item["total"]["upper_80"] - item["total"]["value"] < added


def test_the_fan_draws_the_largest_first_with_history_and_backtest(trained: Trained) -> None:
    fan = block(trained, "fan")
    assert [item["item"] for item in fan["items"]] == ["All items", "large", "small"]
    first = fan["items"][0]
    assert len(first["history"]["at"]) == len(first["history"]["value"]) == 210
    assert first["backtest"]["at"] == first["history"]["at"][-28:]
    assert len(first["forecast"]["value"]) == 28
    assert first["forecast"]["at"][0] == "2024-07-29"


def test_the_backtest_table_marks_the_chosen_and_the_baseline(trained: Trained) -> None:
    rows = titled(trained, "Tested on the past").data["rows"]
    labels = [row["label"] for row in rows]
    assert labels == ["Gradient boosting (chosen)", "Repeat the last season (baseline)"]
    assert rows[0]["wape"] == trained.evaluation.metrics["wape"]


def test_the_usual_week_is_drawn(trained: Trained) -> None:
    bar = block(trained, "bar")
    assert bar["labels"][0] == "Monday"
    assert int(np.argmax(bar["series"][0]["values"])) == int(WEEK.argmax())


def test_an_answer_is_presented(trained: Trained) -> None:
    context, answer = asked(FAMILY, trained.model, {"horizon": 5, "levels": [50]})
    fan, table = FAMILY.ask().present(context, answer)
    assert [item["item"] for item in fan.data["items"]] == ["small", "large"]
    assert set(fan.data["items"][0]["forecast"]) == {"at", "value", "lower_50", "upper_50"}
    assert len(table.data["rows"]) == 10
    json.dumps([fan.as_dict(), table.as_dict()], allow_nan=False)


def test_the_unit_stands_at_the_axis_and_the_table(trained: Trained) -> None:
    assert block(trained, "fan")["y_label"] == "amount (R)"
    assert titled(trained, "What to expect").data["columns"][1]["label"] == "Expected amount (R)"


def test_the_error_is_shown_for_every_step_ahead(trained: Trained) -> None:
    line, learned = block(trained, "line"), trained.evaluation.learned
    assert line["x"] == list(range(1, 29))
    chosen, naive, bias = line["series"]
    assert [series["dashed"] for series in line["series"]] == [False, True, False]
    actual = learned["tested"].actual[:, :, 0]
    error = learned["forecast"][:, :, 0] - actual
    assert chosen["values"][0] == pytest.approx(100 * np.abs(error).sum() / actual.sum(), rel=1e-4)
    assert bias["values"][0] == pytest.approx(100 * error.sum() / actual.sum(), rel=1e-4)
    assert np.mean(naive["values"]) > np.mean(chosen["values"])


def test_the_worst_items_come_first(trained: Trained) -> None:
    rows = titled(trained, "Worst items first").data["rows"]
    assert len(rows) == 2
    assert rows[0]["wape"] >= rows[1]["wape"]
    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=1e-4)


def test_a_single_series_has_no_worst_items() -> None:
    result = train(sheet(np.tile(WEEK, 10)), model="seasonal_naive")
    assert "Worst items first" not in {block.title for block in result.blocks}


@pytest.mark.parametrize("name", ["month", "weekday"])
def test_a_driver_may_be_called_as_a_feature_is(random: np.random.Generator, name: str) -> None:
    lift = random.random(140) < 0.3
    amounts = np.tile(WEEK, 20) * (1 + lift)
    result = train(sheet(amounts).assign(**{name: lift}), features=(name,), model="boosting")
    data = titled(result, "What the trees rely on").data
    assert name in data["labels"]
    assert sum(data["series"][0]["values"]) <= 1 + 1e-9


def test_reports_are_small(trained: Trained) -> None:
    assert len(json.dumps([block.as_dict() for block in trained.blocks])) < 60_000
