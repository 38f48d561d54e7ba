"""Scores of new customers: types, order and further columns do not matter, and every doubt is flagged."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from contract.asking import RequestProblem
from scoring.family import LeadScoring
from scoring.models.model import FILE, ScoringModel
from tests.asking import asked

ROW = {"strong": -1.5, "weak": 0.8, "noise": 0.1, "colour": "red"}


@pytest.fixture
def model(fast) -> ScoringModel:
    return fast.model


def ask(model, *rows, reasons=3):
    return asked(LeadScoring(), model, {"rows": list(rows), "reasons": reasons})[1]


def test_a_likely_and_an_unlikely_customer(model, family):
    answer = ask(model, ROW, {**ROW, "strong": 2.0, "weak": -1.0})
    assert list(answer.table.columns) == family.ask().columns(None)
    likely, unlikely = answer.table.to_dict("records")
    assert (likely["quality"], unlikely["quality"]) == ("hot", "cold")
    assert likely["recommendation"] == "Call today."
    for row in (likely, unlikely):
        assert row["lower"] <= row["probability"] <= row["upper"]
        assert row["score"] == pytest.approx(100 * row["probability"], abs=0.06)
        assert np.isnan(row["expected_value"])
    assert answer.flags == []


def test_the_same_row_by_json_and_by_csv_gives_the_same_number(model):
    text = {key: str(value) for key, value in ROW.items()}
    assert ask(model, text).table.equals(ask(model, ROW).table)


def test_order_case_and_further_columns_do_not_matter(model):
    other = {"more": 7, **dict(reversed(ROW.items())), "colour": " RED ", "weak": "0,8"}
    assert ask(model, other, reasons=0).table.equals(ask(model, ROW, reasons=0).table)


def test_many_rows_are_scored_as_each_alone(model):
    rows = [{**ROW, "strong": value / 10} for value in range(-20, 20)]
    together = ask(model, *rows).table["probability"].tolist()
    assert together == [ask(model, row).table["probability"][0] for row in rows]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"colour": "violet"}, "unseen_category"),
        ({"strong": 99}, "outside_range"),
        ({"strong": "much"}, "not_a_number"),
    ],
)
def test_doubts_are_flagged_by_row(model, change, code):
    answer = ask(model, ROW, {**ROW, **change})
    (flag,) = answer.flags
    assert (flag.row, flag.code, flag.column) == (1, code, next(iter(change)))
    assert answer.table["probability"].notna().all()


def test_a_missing_column_is_named(model):
    rows = [{key: value for key, value in ROW.items() if key != "strong"}] * 3
    answer = ask(model, *rows)
    assert [(flag.row, flag.code, flag.column) for flag in answer.flags] == [
        (None, "missing_column", "strong")
    ]
    assert answer.table["probability"].notna().all()


@pytest.mark.parametrize("column", ["strong", "colour"])
def test_a_cell_that_was_never_missing_in_training_is_flagged(model, column):
    answer = ask(model, ROW, {**ROW, column: None}, {**ROW, column: " "})
    assert [(flag.row, flag.code, flag.column) for flag in answer.flags] == [
        (1, "missing", column),
        (2, "missing", column),
    ]
    assert answer.flags[0].message == f"'{column}' is missing; it never was in training"
    assert answer.table["probability"].notna().all()


def test_a_cell_that_was_missing_in_training_too_is_not_flagged(train, sheet, people):
    known, unknown = people(200), people(20, seed=1).assign(label=None)
    known.loc[0, "colour"] = None
    unknown.loc[0, "weak"] = None  # Not learned from: the outcome is not known.
    model = train(sheet(pd.concat([known, unknown], ignore_index=True))).model
    answer = ask(model, ROW, {**ROW, "colour": None}, {**ROW, "weak": None})
    assert [(flag.row, flag.code, flag.column) for flag in answer.flags] == [(2, "missing", "weak")]


def test_a_model_of_an_earlier_release_flags_no_missing_cell(model, tmp_path):
    model.save(tmp_path)
    stored = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    del stored["schema"]["complete"]
    (tmp_path / FILE).write_text(json.dumps(stored), encoding="utf-8")
    assert ask(ScoringModel.load(tmp_path, None), ROW, {**ROW, "strong": None}).flags == []


def test_rows_without_any_known_column_are_refused(model):
    with pytest.raises(RequestProblem, match="strong, weak") as caught:
        ask(model, {"other": 1})
    assert (caught.value.location, caught.value.code) == ("rows", "missing_columns")


@pytest.mark.parametrize("kind", ["fast", "best"])
def test_saved_and_loaded_it_answers_the_same(kind, request, tmp_path):
    model = request.getfixturevalue(kind).model
    model.save(tmp_path)
    loaded = ScoringModel.load(tmp_path, None)
    rows = [ROW, {**ROW, "strong": None}, {"weak": 3}, {**ROW, "colour": "violet"}]
    before, after = ask(model, *rows), ask(loaded, *rows)
    assert before.table.equals(after.table)
    assert before.flags == after.flags
    assert before.table["reasons"].map(list).tolist() == after.table["reasons"].map(list).tolist()
