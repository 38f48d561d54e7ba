"""What appending a day to a large data set costs, beside what reading the large sheet cost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.files.base import File

from datasets import expectations, services
from tests.benchmarks.tables import more_memory, show, timed

DAYS, ROWS_A_DAY = 500, 2_000
MANY_DAYS = 100


def sheet(first: int, days: int) -> File[bytes]:
    frame = pd.concat([day(number) for number in range(first, first + days)])
    return File(io.BytesIO(frame.to_csv(index=False).encode()), name="sales.csv")


def day(number: int) -> pd.DataFrame:
    """The same rows whenever they are asked for."""
    random = np.random.default_rng(number)
    return pd.DataFrame(
        {
            "date": pd.Timestamp("2024-01-01") + pd.Timedelta(days=number),
            "store": random.integers(1, 200, ROWS_A_DAY),
            "item": np.char.add("Item ", random.integers(0, 500, ROWS_A_DAY).astype(str)),
            "channel": random.choice(["web", "shop", "phone"], ROWS_A_DAY),
            "amount": random.normal(100, 20, ROWS_A_DAY).round(2),
        }
    )


@pytest.mark.bench
def test_a_day_joins_a_million_rows(analyst: User) -> None:
    version, *first = measured(lambda: services.upload_version(analyst, sheet(0, DAYS))[0])
    dataset = version.dataset
    lines = [["uploaded as one sheet", version.rows, *first]]

    def add(what: str, first_day: int, days: int) -> None:
        (made, _), *cost = measured(lambda: services.append_version(analyst, dataset, sheet(first_day, days)))
        lines.append([what, made.rows_added, *cost])

    add("a day appended", DAYS, 1)
    add("two days, of which one is there", DAYS, 2)
    _, *cost = measured(lambda: services.plan_append(dataset, sheet(DAYS + 2, 1)))
    lines.append(["a day planned, not appended", 0, *cost])
    expected = expectations.suggested(dataset.latest())
    _, *cost = measured(lambda: expectations.expect(analyst, dataset, expected))
    lines.append([f"{len(expected)} expectations saved, and judged", 0, *cost])
    add("a day appended, and judged", DAYS + 2, 1)
    for number in range(3, MANY_DAYS):
        services.append_version(analyst, dataset, sheet(DAYS + number, 1))
    add(f"day {MANY_DAYS + 1} appended, and judged", DAYS + MANY_DAYS, 1)
    frame, *cost = measured(lambda: dataset.latest().frame())
    lines.append([f"all rows of {len(dataset.latest().parts())} parts read", len(frame), *cost])
    show("Appending to a data set of five columns", ("what", "rows", "wall s", "processor s", "MB"), lines)


def measured(work: Callable[[], Any]) -> tuple[Any, float, float, float]:
    """What ``work`` returns, its wall seconds and processor seconds, and how much memory it took."""
    (result, wall, processor), grown = more_memory(lambda: timed(work))
    return result, wall, processor, grown
