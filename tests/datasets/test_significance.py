"""Which changes between two versions are significant, on data of which the truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from datasets.profiling import profile
from datasets.significance import significant_change
from tests.conftest import Api, upload
from tests.datasets.uploads import by_api


def change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    frames = [pd.DataFrame(data) for data in (before, after)]
    profiles = [[column.as_dict() for column in profile(frame)] for frame in frames]
    return significant_change(profiles[0], profiles[1], len(frames[0]), len(frames[1]))


def numbers(seed: int, rows: int = 2000, mean: float = 100, kind: str = "normal") -> np.ndarray:
    random = np.random.default_rng(seed)
    draw = random.normal(mean, 10, rows) if kind == "normal" else random.lognormal(mean / 100, 1, rows)
    return np.clip(draw, 60, 140) if kind == "normal" else np.minimum(draw, 60)


@pytest.mark.parametrize("kind", ["normal", "skewed"])
@pytest.mark.parametrize("rows", [30, 300, 3000])
def test_another_sample_of_the_same_is_no_change(rows: int, kind: str) -> None:
    """Ends apart, which a sample never shares."""
    found = [
        change({"x": numbers(seed, rows, kind=kind)}, {"x": numbers(seed + 100, rows, kind=kind)})
        for seed in range(20)
    ]
    assert not any("distributed" in reason for one in found for reason in one["reasons"])


def test_a_shift_is_a_change() -> None:
    found = change({"x": numbers(1)}, {"x": numbers(2, mean=107)})
    assert found["significant"]
    assert found["reasons"][0].startswith("the distribution of “x” has changed (stability index 0.")


def test_one_outlier_is_no_other_distribution() -> None:
    before = numbers(1, kind="skewed")
    found = change({"x": before}, {"x": np.append(before, 5_000.0)})
    assert [reason.split(" previously")[0] for reason in found["reasons"]] == ["“x” ends at 5,000,"]


@pytest.mark.parametrize(
    ("now", "changed"),
    [(["A", "B"] * 50, False), (["A"] * 90 + ["B"] * 10, True), (["A", "B", "C"] * 40, True)],
)
def test_categories(now: list[str], changed: bool) -> None:
    found = change({"shop": ["A", "B"] * 60}, {"shop": now[:120]})
    assert any("shop" in reason for reason in found["reasons"]) is changed


def test_few_rows_do_not_change_by_chance() -> None:
    assert not change({"shop": ["A", "B", "B", "A", "B"]}, {"shop": ["A", "A", "B", "A", "A"]})["significant"]


@pytest.mark.parametrize(("rows", "changed"), [(100, False), (109, False), (110, True), (90, True)])
def test_rows(rows: int, changed: bool) -> None:
    found = change({"x": [1, 2] * 50}, {"x": ([1, 2] * 60)[:rows]})
    assert any(reason.startswith(f"{rows} rows, previously 100") for reason in found["reasons"]) is changed


def test_range_of_dates() -> None:
    before = pd.date_range("2025-01-01", periods=100)
    assert not change({"day": before}, {"day": before + pd.Timedelta(days=7)})["significant"]
    (reason,) = change({"day": before}, {"day": before + pd.Timedelta(days=30)})["reasons"]
    assert reason == "“day” ends at 10 May 2025, previously 10 Apr 2025"


def test_columns_and_kinds() -> None:
    found = change({"a": [1, 2, 3], "b": [1, 2, 3]}, {"a": ["x", "y", "y"], "c": [1, 2, 3]})
    assert found["reasons"] == ["“a” now holds categories, previously numbers", "column “b” is gone"]


def test_gaps() -> None:
    some = pd.Series([1.0, 2.0] * 50)
    with_gaps = some.where(np.arange(100) >= 20)
    (reason,) = change({"x": some}, {"x": with_gaps})["reasons"]
    assert reason == "“x” is missing in 20 % of rows, previously 0 %"


def test_who_counts_the_rows_does_not_change() -> None:
    assert not change({"n": np.arange(100)}, {"n": np.arange(1000, 1100)})["significant"]


def test_versions_say_it(api: Api, analyst: User) -> None:
    first = upload(analyst, b"shop,amount\nA,5\nB,6\n")
    assert first.change is None
    answer = by_api(api, b"shop,amount\nA,5\nB,6\nB,6\n", dataset="sales").json()
    assert answer["change"] == {"significant": True, "reasons": ["3 rows, previously 2"]}
    assert api("GET", "/datasets/sales/versions/2").json()["change"] == answer["change"]
    kept = DatasetVersion.objects.get(number=2).change
    assert kept["reasons"][0].template == "{after:integer} rows, previously {before:integer}"


def test_appended_rows_are_held_against_all_rows_before(api: Api, analyst: User) -> None:
    upload(analyst, b"shop,amount\n" + b"A,5\nB,6\n" * 30)
    answer = by_api(api, b"shop,amount\nA,5\nA,7\n", dataset="sales", mode="append").json()
    assert answer["change"]["reasons"] == ["“amount” ends at 7, previously 6"]


def test_the_page_says_each_change_once(page: Client, analyst: User) -> None:
    first = upload(analyst, b"amount\n" + b"1.5\n2.5\n9.5\n" * 10)
    upload(analyst, b"amount\n" + b"1.5\n2.5\n30.5\n" * 10 + b"1.5\n", dataset=first.dataset)
    text = page.get("/datasets/sales/2").content.decode()
    assert "What models learned from the previous version may no longer hold" in text
    assert text.count("“amount” ends at 30.5, previously 9.5") == 1
    assert text.count("1 more row") == 1
