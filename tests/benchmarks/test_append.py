"""What appending a day to a large data set costs, beside what reading the large sheet cost."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.files.base import File

from datasets import services

DAYS, ROWS_A_DAY = 500, 2_000


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
    version, first = timed(lambda: services.upload_version(analyst, sheet(0, DAYS))[0])
    dataset = version.dataset
    _, later = timed(lambda: services.append_version(analyst, dataset, sheet(DAYS, 1)))
    _, overlapping = timed(lambda: services.append_version(analyst, dataset, sheet(DAYS, 2)))
    _, planned = timed(lambda: services.plan_append(dataset, sheet(DAYS + 2, 1)))
    frame, read = timed(lambda: dataset.latest().frame())
    print(
        f"\n{version.rows:,} rows uploaded in {first:.2f} s; a day after them appended in {later:.2f} s, two "
        f"days of which one is there in {overlapping:.2f} s; a preview in {planned:.2f} s; "
        f"{len(frame):,} rows of {len(dataset.latest().parts())} parts read in {read:.2f} s"
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started
