"""From a file to a profiled table, beside plain pandas: seconds and memory, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import File

from datasets.ingest.previewing import preview_upload
from tests.benchmarks.tables import show

MEASURED = """
import json, sys, time
from pathlib import Path
path = Path(sys.argv[1])
{imports}
started, spent = time.perf_counter(), time.process_time()
{work}
took = time.perf_counter() - started, time.process_time() - spent
# Not getrusage: what a process held before it became this one would count there.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([*took, int(peak.split()[1]) / 1024, len(frame)]))
"""
ALMANAC = (
    "from datasets import profiling, reading",
    "frame = reading.read(path, path.name).frame\n"
    "frame.to_parquet(path.with_suffix('.parquet'), index=False)\n"
    "profiling.profile(frame)",
)
WAYS = {
    "csv": {
        "Almanac: read, typed, stored, profiled": ALMANAC,
        "pandas.read_csv": ("import pandas", "frame = pandas.read_csv(path)"),
    },
    "xlsx": {
        "Almanac: read, typed, stored, profiled": ALMANAC,
        "pandas.read_excel, openpyxl": (
            "import openpyxl, pandas",
            "frame = pandas.read_excel(path, engine='openpyxl')",
        ),
    },
}


def sheet(rows: int) -> pd.DataFrame:
    """Twelve columns of the usual kinds: dates, money, percent, yes and no, words, numbers."""
    random = np.random.default_rng(1)

    def some(texts: list[str]) -> np.ndarray:
        return np.array(texts)[random.integers(0, len(texts), rows)]

    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "day": some([str(day.date()) for day in pd.date_range("2020-01-01", periods=1_500)]),
            "store": random.integers(1, 200, rows),
            "item": some([f"Item {number}" for number in range(500)]),
            "amount": random.normal(100, 20, rows).round(2),
            "price": some([f"${price:,.2f}" for price in random.uniform(1, 5_000, 20_000)]),
            "share": some([f"{percent}%" for percent in range(101)]),
            "open": some(["yes", "no"]),
            "quantity": random.integers(0, 50, rows),
            "note": some(["", "a", "b", "n/a"]),
            "score": random.normal(0, 1, rows).round(4),
            "code": random.integers(10_000, 99_999, rows),
        }
    )


def measured(path: Path, imports: str, work: str) -> list[Any]:
    """Wall and processor seconds, peak MB, rows."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(imports=imports, work=work), str(path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.bench
@pytest.mark.parametrize(("rows", "kind"), [(1_000_000, "csv"), (100_000, "csv"), (100_000, "xlsx")])
def test_from_a_file_to_a_profile(rows: int, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"sheet.{kind}"
    if kind == "csv":
        sheet(rows).to_csv(path, index=False)
    else:
        sheet(rows).to_excel(path, index=False)
    lines = []
    for way, (imports, work) in WAYS[kind].items():
        wall, processor, megabytes, found = measured(path, imports, work)
        assert found == rows
        lines.append([f"{rows:,} x 12 {kind.upper()}", way, wall, processor, megabytes])
    show("Reading", ("file", "way", "wall s", "processor s", "peak MB"), lines)


@pytest.mark.bench
def test_the_preview_of_a_workbook(analyst: User, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    sheet(100_000).to_excel(path, index=False)
    with path.open("rb") as file:
        started = time.perf_counter()
        preview = preview_upload(analyst, File(file, name=path.name), {})
        took = time.perf_counter() - started
    assert preview.partial
    print(f"\nThe first rows of 100,000 x 12 XLSX were previewed in {took:.2f} s")
