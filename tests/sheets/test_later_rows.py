"""Rows that join a data set are read by what its first sheet has shown of its dates."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cells.dates import NO_END
from datasets import reading
from tests.datasets.reading_tools import read_text

MONTHS = [f"{day:%Y.%m}" for day in pd.date_range("2022-01-01", periods=14, freq="MS")]
WEEKS = [f"2024-{week:02}" for week in range(1, 30)]
BERLIN = ["2026-05-01T00:30:00+02:00", "2026-05-01T22:30:00Z", "2026-05-03T00:30:00+02:00"]
WINTER = ["2026-01-01T00:30:00+01:00", "2026-01-02T00:30:00+01:00"]
ENDS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2022-01-01", periods=14, freq="MS")]


@pytest.mark.parametrize(
    ("before", "later", "read"),
    [
        (MONTHS, ["2023.03"], ["2023-03-01"]),
        (WEEKS, ["2024-05", "2024-31"], ["2024-01-29", "2024-07-29"]),
        (BERLIN, ["2026-05-04T22:30:00Z"], ["2026-05-05 00:30"]),
        (BERLIN, ["2026-05-05T00:30:00+02:00"], ["2026-05-05 00:30"]),
        (WINTER, ["2026-07-02T00:30:00+02:00"], ["2026-07-02 00:30"]),
        (WINTER, ["2026-01-02T23:30:00Z"], ["2026-01-03 00:30"]),
        ([*ENDS, "2099-12-31"], ["2099-12-31", "2026-01-31"], [str(NO_END)[:10], "2026-01-31"]),
        (["01/02/2024 - 07/02/2024", "16/02/2024 - 22/02/2024"], ["02/03/2024 - 08/03/2024"], ["2024-03-02"]),
    ],
)
def test_later_rows(tmp_path: Path, before: list[str], later: list[str], read: list[str]) -> None:
    first = read_text(tmp_path, _sheet(before), time_zone="Europe/Berlin")
    path = tmp_path / "later.csv"
    path.write_text(_sheet(later))
    options = reading.ReadingOptions(time_zone="Asia/Tokyo")
    joined = reading.read(path, "later.csv", options, known=lambda names: first.conventions)
    assert joined.frame["day"].tolist() == [pd.Timestamp(day) for day in read]
    assert not joined.rejects


def _sheet(cells: list[str]) -> str:
    return "day;amount\n" + "".join(f"{cell};5\n" for cell in cells)
