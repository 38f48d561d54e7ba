"""What a training leaves behind goes through the program: results as a table, reasons as JSON and as CSV."""

from __future__ import annotations

import json

import pandas as pd

from api.rendering import csv_bytes
from contract.plain import plain
from contract.roles import guess
from language.sentences import kept, revive
from scoring.family import LeadScoring
from tests.asking import ask, asked

ROWS = [
    {"strong": -1.5, "weak": 0.8, "noise": 0.1, "colour": "red"},
    {"strong": 1.0, "weak": 0.1, "noise": 0.0, "colour": "violet"},
]


def test_results_can_be_kept_and_read_again(fast, tmp_path):
    fast.results.to_parquet(tmp_path / "results.parquet")
    again = pd.read_parquet(tmp_path / "results.parquet")
    assert again["quality"].tolist() == [str(word) for word in fast.results["quality"]]
    assert again["reasons"].tolist() == fast.results["reasons"].tolist()


def test_reasons_are_a_list_in_json_and_text_in_csv(fast):
    table = ask(LeadScoring(), fast.model, rows=ROWS, reasons=2).table
    answers = json.loads(json.dumps(plain(table.to_dict("records")), allow_nan=False))
    assert set(answers[0]["reasons"][0]) == {"column", "value", "effect", "text"}
    text = csv_bytes(table).decode("utf-8-sig")
    assert answers[0]["reasons"][0]["text"] in text
    assert "{" not in text


def test_without_reasons_asked_for_the_column_is_empty(fast):
    table = ask(LeadScoring(), fast.model, rows=ROWS, reasons=0).table
    assert table["reasons"].tolist() == ["", ""]


def test_the_report_can_be_kept(fast):
    blocks = [found.as_dict() for found in fast.blocks]
    assert revive(json.loads(json.dumps(kept(blocks)))) == blocks


def test_an_answer_is_shown_as_a_table(family, fast):
    (block,) = family.ask().present(*asked(family, fast.model, {"rows": ROWS, "reasons": 2}))
    assert len(block.data["rows"]) == 2
    assert block.data["rows"][1]["_tone"] == "warn"  # a colour never seen
    assert "points" in str(block.data["rows"][0]["reasons"])


def test_one_customer_is_shown_with_a_picture_of_the_reasons(family, fast):
    context, answer = asked(family, fast.model, {"rows": ROWS[:1], "reasons": 3})
    cards, why = family.ask().present(context, answer)
    probability, quality = cards.data["cards"]
    assert probability["value"] == answer.table["probability"][0]
    assert str(probability["note"]).endswith("%")
    assert quality["text"] == answer.table["recommendation"][0]
    reasons = answer.table["reasons"][0]
    assert why.data["series"][0]["values"] == [reason["effect"] for reason in reasons]
    assert why.data["labels"] == [reason["column"] for reason in reasons]
    shown = family.ask().present(*asked(family, fast.model, {"rows": ROWS[:1], "reasons": 0}))
    assert [block.kind for block in shown] == ["cards"]


def test_columns_are_guessed(family):
    kinds = {"main": {"client_id": "text", "visits": "number", "converted": "flag", "city": "category"}}
    found = guess(family.tables, kinds)
    assert (found["entity"], found["label"]) == ("client_id", "converted")
    assert found["features"] == ("visits", "city")
