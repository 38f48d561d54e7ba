"""How long checking a table takes: a million rows, and forty columns with a target."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.checking import check
from datasets.profiling import profile

pytestmark = pytest.mark.bench


def measured(name: str, frame: pd.DataFrame, **roles: Any) -> None:
    kinds = {column.name: column.kind for column in profile(frame)}
    started = time.perf_counter()
    found = check(frame, kinds, **roles)
    seconds = time.perf_counter() - started
    print(f"check {name}: {len(frame):,} x {frame.shape[1]}: {seconds:.2f} s, {len(found)} findings")


def test_a_million_rows() -> None:
    rows, random = 1_000_000, np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "id": np.arange(rows),
            "customer": [f"C{number:07}" for number in random.integers(0, rows // 3, rows)],
            "city": random.choice(["Paris", "Rome", "Oslo", "Bonn"], rows),
            "day": pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 900, rows), unit="D"),
            "amount": random.lognormal(3, 1, rows),
            "price": random.normal(10, 1, rows).round(2),
            "quantity": random.integers(1, 20, rows),
            "member": random.random(rows) < 0.3,
            "height": np.where(random.random(rows) < 0.1, np.nan, random.normal(0, 1, rows)),
            "segment": random.choice(list("abcdef"), rows),
            "weight": random.normal(0, 1, rows),
            "left": random.random(rows) < 0.2,
        }
    )
    measured("customers", frame, target="left")


def test_a_million_rows_of_series() -> None:
    days, stores, random = 2_000, 500, np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "day": np.tile(pd.date_range("2020-01-01", periods=days).to_numpy(), stores),
            "store": np.repeat(np.arange(stores), days),
            "sold": random.poisson(20, days * stores),
            **{f"driver{number}": random.normal(size=days * stores) for number in range(9)},
        }
    )
    frame = frame[random.random(len(frame)) < 0.99]
    measured("series", frame, target="sold", time="day", keys=["store"])


def test_forty_columns_with_a_target() -> None:
    rows, random = 10_000, np.random.default_rng(0)
    numbers = {f"number{place}": random.normal(size=rows) for place in range(25)}
    words = {f"word{place}": random.choice(list("abcdefgh"), rows) for place in range(14)}
    measured("wide", pd.DataFrame({**numbers, **words, "left": random.random(rows) < 0.3}), target="left")
