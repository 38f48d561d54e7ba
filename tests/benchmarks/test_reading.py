"""How long a large sheet takes to read, and how much memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from django.conf import settings

ROWS = 1_000_000
READ = """
import resource, sys, time
from pathlib import Path
from datasets import reading
started = time.perf_counter()
table = reading.read(Path(sys.argv[1]), "large.csv")
seconds = time.perf_counter() - started
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{len(table.frame):,} x {len(table.frame.columns)}: {seconds:.2f} s, {megabytes:,.0f} MB")
"""


def large_sheet(path: Path) -> None:
    """Twelve columns of the usual kinds: dates, money, percent, yes and no, words, numbers."""
    random = np.random.default_rng(1)

    def some(texts: list[str]) -> np.ndarray:
        return np.array(texts)[random.integers(0, len(texts), ROWS)]

    pd.DataFrame(
        {
            "id": np.arange(ROWS),
            "day": some([str(day.date()) for day in pd.date_range("2020-01-01", periods=1_500)]),
            "store": random.integers(1, 200, ROWS),
            "item": some([f"Item {number}" for number in range(500)]),
            "amount": random.normal(100, 20, ROWS).round(2),
            "price": some([f"${price:,.2f}" for price in random.uniform(1, 5_000, 20_000)]),
            "share": some([f"{percent}%" for percent in range(101)]),
            "open": some(["yes", "no"]),
            "quantity": random.integers(0, 50, ROWS),
            "note": some(["", "a", "b", "n/a"]),
            "score": random.normal(0, 1, ROWS).round(4),
            "code": random.integers(10_000, 99_999, ROWS),
        }
    ).to_csv(path, index=False)


@pytest.mark.bench
def test_a_million_rows(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    large_sheet(path)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    print(done.stdout)
