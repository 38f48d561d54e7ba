"""New customers are put into segments, and every doubt is flagged."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from contract.asking import RequestProblem
from segmentation.family import Segmentation
from segmentation.kmeans import KMeansModel
from tests.asking import asked

ROW = {
    "customer_id": "new",
    "total_sales": 47_000,
    "orders_per_year": 41,
    "average_discount": 0.05,
    "area": "urban",
    "loyalty": "high",
}


@pytest.fixture
def model(family, train) -> KMeansModel:
    return train(family.example(), segments=3).model


def ask(model, *rows):
    return asked(Segmentation(), model, {"rows": list(rows)})[1]


def test_a_customer_like_the_large_ones(model, family):
    answer = ask(model, ROW)
    assert list(answer.table.columns) == family.ask().columns(None)
    row = answer.table.iloc[0]
    assert (row["id"], row["segment"], row["name"]) == ("new", 1, model.segments_[0]["name"])
    assert 0 <= row["distance"] < 2
    assert answer.flags == []


def test_the_rows_trained_on_get_the_same_answer(model, family, train):
    data = family.example()
    rows = data.main.astype(object).where(data.main.notna(), None).to_dict("records")
    results = train(data, segments=3).results
    assert results.pop("missing").ne("").sum() == data.main["orders_per_year"].isna().sum() > 0
    assert ask(model, *rows).table.equals(results)


def test_order_types_case_and_further_columns_do_not_matter(model):
    other = {"colour": "red", **dict(reversed(ROW.items())), "total_sales": "47000", "area": " URBAN "}
    assert ask(model, other).table.equals(ask(model, ROW).table)


def test_without_an_id_the_rows_are_numbered(model):
    rows = [{**ROW, "customer_id": None}, ROW]
    assert ask(model, *rows).table["id"].tolist() == [1, "new"]
    assert ask(model, {"total_sales": 5}).table["id"].tolist() == [1]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"total_sales": 1e9}, "outside_range", "1,000,000,000"),
        ({"total_sales": None}, "missing", "was used"),
        ({"total_sales": "plenty"}, "not_a_number", "'plenty'"),
        ({"total_sales": 10**400}, "not_a_number", "counts as missing"),
        ({"area": "lunar"}, "unseen_category", "'lunar'"),
        ({"area": ""}, "missing", "the usual value"),
    ],
)
def test_flags(model, change, code, words):
    answer = ask(model, ROW, {**ROW, **change})
    [flag] = answer.flags
    assert (flag.row, flag.code, flag.column) == (1, code, next(iter(change)))
    assert words in flag.message
    assert answer.table.notna().all().all()


def test_a_column_missing_from_all_rows_is_flagged_once(model):
    rows = [{key: value for key, value in ROW.items() if key != "area"}] * 3
    assert [(flag.row, flag.column) for flag in ask(model, *rows).flags] == [(None, "area")]


def test_rows_without_any_known_column_are_refused(model):
    with pytest.raises(RequestProblem, match="total_sales, orders_per_year") as caught:
        ask(model, {"customer_id": "x", "colour": "red"})
    assert (caught.value.location, caught.value.code) == ("rows", "missing_columns")


def test_a_number_far_outside_gets_a_finite_answer(model):
    assert ask(model, {**ROW, "orders_per_year": 1e90}).table["distance"].between(0, 1e9).all()


@pytest.mark.parametrize("body", [{"rows": []}, {}, {"rows": [1]}, {"rows": [ROW], "more": 1}])
def test_a_wrong_body_is_refused(model, family, body):
    with pytest.raises((ValidationError, RequestProblem)):
        asked(family, model, body)


def test_saved_and_loaded_it_answers_the_same(model, tmp_path):
    model.save(tmp_path)
    loaded = KMeansModel.load(tmp_path, None)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]
    rows = [ROW, {**ROW, "total_sales": 3000, "area": "rural", "loyalty": "low"}, {"loyalty": "medium"}]
    before, after = ask(model, *rows), ask(loaded, *rows)
    assert before.table.equals(after.table)
    assert before.flags == after.flags
    assert loaded.segments_ == model.segments_
    assert loaded.strengths_ == model.strengths_
