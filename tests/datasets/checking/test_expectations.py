"""Expectations of a data set: suggested, stored as JSON, and checked on the next version."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.conf import settings

from datasets.checking.expectations import Expectation, ExpectationError, Verdict, suggest, verify
from datasets.profiling import profile
from language.sentences import Sentence

NOW = datetime(2024, 4, 12, 9, 30)


def orders(rows: int = 100) -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "order": [f"A{number:04}" for number in range(rows)],
            "day": pd.date_range("2024-01-01", periods=rows),
            "city": random.choice(["Durban", "Paarl"], rows),
            "amount": random.integers(10, 90, rows),
            "note": np.where(np.arange(rows) % 5 == 0, None, "seen"),
        }
    )


def verdict(frame: pd.DataFrame, kind: str, column: str | None = None, **params: Any) -> Verdict:
    (found,) = verify(frame, [Expectation(kind, column, params)], NOW)
    assert isinstance(found.message, Sentence)
    json.dumps(found.as_dict(), allow_nan=False)
    return found


def suggested(frame: pd.DataFrame) -> list[Expectation]:
    return suggest(frame, {column.name: column.kind for column in profile(frame)}, NOW)


def test_a_version_keeps_what_is_suggested_from_it() -> None:
    found = suggested(orders())
    assert {(one.kind, one.column) for one in found} == {
        ("rows", None), ("not_missing", "order"), ("unique", "order"), ("not_missing", "day"),
        ("fresh", "day"), ("not_missing", "city"), ("categories", "city"), ("not_missing", "amount"),
        ("range", "amount"), ("not_missing", "note"), ("categories", "note"),
    }  # fmt: skip
    assert {one.outcome for one in verify(orders(), found, NOW)} == {"pass"}


def test_without_a_day_no_date_is_expected_to_be_fresh() -> None:
    frame = orders()
    found = suggest(frame, {column.name: column.kind for column in profile(frame)})
    assert "fresh" not in {one.kind for one in found}


def test_old_dates_are_not_expected_to_be_fresh() -> None:
    frame = orders().assign(day=pd.date_range("2019-01-01", periods=100))
    assert "fresh" not in {one.kind for one in suggested(frame)}


def test_expectations_are_kept_as_json() -> None:
    for one in suggested(orders()):
        assert Expectation.from_dict(json.loads(json.dumps(one.as_dict()))) == one
        assert isinstance(one.sentence, Sentence)


@pytest.mark.parametrize(
    ("stored", "part"),
    [
        ({"kind": "magic"}, "'magic'"),
        ({"kind": "unique"}, "needs a column"),
        ({"kind": "fresh", "column": "day"}, "'days'"),
    ],
)
def test_what_is_no_expectation_is_refused(stored: dict[str, Any], part: str) -> None:
    with pytest.raises(ExpectationError, match=part):
        Expectation.from_dict(stored)


def test_range() -> None:
    frame = orders()
    assert verdict(frame, "range", "amount", min=0, max=100).outcome == "pass"
    assert verdict(frame, "range", "amount", min=0, max=None).outcome == "pass"
    frame.loc[3, "amount"] = -5
    found = verdict(frame, "range", "amount", min=0, max=100)
    assert (found.outcome, found.count, found.examples) == ("warn", 1, [-5])
    frame.loc[:40, "amount"] = 900
    found = verdict(frame, "range", "amount", min=0, max=100)
    assert (found.outcome, found.count) == ("fail", 41)
    assert found.message == (
        "'amount' holds something else in 41 rows (900). Expected: 'amount' is between 0 and 100."
    )


def test_range_of_numbers_with_gaps() -> None:
    frame = pd.DataFrame({"amount": pd.array([1, None, 20], dtype="Int64")})
    found = verdict(frame, "range", "amount", min=0, max=10)
    assert (found.outcome, found.count, found.examples) == ("fail", 1, [20])


def test_categories() -> None:
    frame = orders()
    frame.loc[7, "city"] = "Oslo"
    found = verdict(frame, "categories", "city", allowed=["Durban", "Paarl"])
    assert (found.outcome, found.count, found.examples) == ("warn", 1, ["Oslo"])
    assert verdict(frame, "categories", "city", allowed=["Durban"]).outcome == "fail"
    assert verdict(frame, "categories", "note", allowed=["seen"]).outcome == "pass", "gaps are no category"


def test_not_missing() -> None:
    frame = orders()
    assert verdict(frame, "not_missing", "note", share=0.2).outcome == "pass"
    assert verdict(frame, "not_missing", "note", share=0.19).outcome == "warn"
    found = verdict(frame, "not_missing", "note", share=0.05)
    assert (found.outcome, found.count) == ("fail", 20)
    assert found.message == "'note' is missing in 20 rows (20 %); at most 5 % were expected."


def test_unique() -> None:
    frame = orders()
    assert verdict(frame, "unique", "order").outcome == "pass"
    assert verdict(frame.assign(order=None), "unique", "order").outcome == "pass", "gaps are no value"
    frame.loc[5, "order"] = "A0004"
    found = verdict(frame, "unique", "order")
    assert (found.outcome, found.examples) == ("fail", ["A0004"])


def test_fresh() -> None:
    frame = orders()  # until 9 April
    assert verdict(frame, "fresh", "day", days=3).outcome == "pass"
    found = verdict(frame, "fresh", "day", days=2)
    assert found.outcome == "warn"
    assert found.message == ("The newest date in 'day' is 9 Apr 2024, 3 days old; at most 2 were expected.")
    assert verdict(frame, "fresh", "day", days=1).outcome == "fail"
    (aware,) = verify(frame, [Expectation("fresh", "day", {"days": 3})], NOW.replace(tzinfo=UTC))
    assert aware.outcome == "pass"


def test_rows() -> None:
    assert verdict(orders(), "rows", least=100).outcome == "pass"
    found = verdict(orders(), "rows", least=101)
    assert (found.outcome, found.count) == ("fail", 100)


@pytest.mark.parametrize(
    ("kind", "column", "params"),
    [
        ("range", "gone", {"min": 0, "max": 1}),
        ("range", "city", {"min": 0, "max": 1}),
        ("fresh", "city", {"days": 3}),
        ("fresh", "empty", {"days": 3}),
    ],
)
def test_columns_that_are_gone_or_of_another_kind_fail(
    kind: str, column: str, params: dict[str, Any]
) -> None:
    frame = orders().assign(empty=pd.NaT)
    found = verdict(frame, kind, column, **params)
    assert found.outcome == "fail"
    assert f"'{column}'" in found.message


def test_pandera_is_loaded_when_something_is_verified() -> None:
    code = "import sys, datasets.checking.expectations; sys.exit('pandera' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False).returncode == 0
