"""Times of several zones in one column are put on one clock; times of one zone stay as they are written."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from cells.conventions import Conventions
from cells.reading import read_cells
from tests.datasets.reading_tools import read_text
from tests.sheets.conftest import Sheets, csv

DAYS = [datetime(2026, 5, 1) + timedelta(days=day) for day in range(40)]
AMOUNTS = [100 + 10 * place for place in range(40)]


def _read(folder: Path, cells: list[str], **options: str) -> tuple[pd.Series, list[str], str | None]:
    """The column, the codes of what was found, and the clock of the column."""
    table = read_text(folder, "paid_at;amount\n" + "".join(f"{cell};5\n" for cell in cells), **options)
    return table.frame["paid_at"], [one.code for one in table.problems], table.conventions["paid_at"].zone


def _mixed() -> str:
    """Half past midnight in Berlin, in turn with its offset and in UTC: one amount for each day there."""
    rows = []
    for place, (day, amount) in enumerate(zip(DAYS, AMOUNTS, strict=True)):
        local = day + timedelta(minutes=30)
        utc = local - timedelta(hours=2)
        rows.append(
            [f"{local:%Y-%m-%dT%H:%M:%S}+02:00" if place % 2 == 0 else f"{utc:%Y-%m-%dT%H:%M:%S}Z", amount]
        )
    return csv("paid_at,amount", rows)


def test_a_day_has_the_amount_of_that_day(sheets: Sheets) -> None:
    uploaded = sheets.upload(_mixed())
    assert "several_zones" in str(uploaded)
    assert "20 times were put on the clock of UTC" in str(uploaded)
    trained = sheets.train("forecasting", uploaded, settings={"horizon": 3}, model="auto")
    assert [row["value"] for row in trained.results()] == pytest.approx([500, 510, 520], rel=0.1)


@pytest.mark.parametrize(
    ("zone", "first"),
    [("Europe/Berlin", "2026-05-01 00:30"), ("UTC", "2026-04-30 22:30"), ("", "2026-04-30 22:30")],
)
def test_the_clock_is_that_of_the_business(tmp_path: Path, zone: str, first: str) -> None:
    column, codes, clock = _read(
        tmp_path, [row.split(",")[0] for row in _mixed().split()[1:]], time_zone=zone
    )
    assert column[0] == pd.Timestamp(first)
    assert column.diff().dropna().unique().tolist() == [pd.Timedelta(days=1)]
    assert (codes, clock) == (["several_zones"], zone or "UTC")


@pytest.mark.parametrize(
    ("cells", "read", "clock"),
    [
        (
            ["2026-07-01 20:00:00-04:00", "2026-07-02T00:30:00Z"],
            ["2026-07-01 20:00", "2026-07-01 20:30"],
            "America/New_York",
        ),
        (
            ["01/07/2026 09:00 +0200", "13/07/2026 09:00 +0000"],
            ["2026-07-01 09:00", "2026-07-13 11:00"],
            "Europe/Paris",
        ),
        (
            ["1 Jul 2026 09:00 GMT-3", "2 Jul 2026 09:00 GMT"],
            ["2026-07-01 09:00", "2026-07-02 06:00"],
            "America/Sao_Paulo",
        ),
        (
            ["2026-07-01T09:00:00+05:30", "2026-07-01T09:00:00Z"],
            ["2026-07-01 09:00", "2026-07-01 14:30"],
            "Asia/Kolkata",
        ),
        (
            ["środa, 1 lipca 2026 09:00:00 CEST", "czwartek, 2 lipca 2026 07:00:00 UTC"],
            ["2026-07-01 09:00", "2026-07-02 09:00"],
            "Europe/Warsaw",
        ),
        (
            ["2026-07-01 09:00 EST", "2026-07-01 09:00 PST", "2026-07-01 09:00 UTC"],
            ["2026-07-01 14:00", "2026-07-01 17:00", "2026-07-01 09:00"],
            "UTC",
        ),
    ],
)
def test_several_zones_are_put_on_it_and_it_is_said(
    tmp_path: Path, cells: list[str], read: list[str], clock: str
) -> None:
    column, codes, found = _read(tmp_path, cells, time_zone=clock)
    assert column.tolist() == [pd.Timestamp(time) for time in read]
    assert (codes, found) == (["several_zones"], clock)


@pytest.mark.parametrize(
    ("cells", "clock"),
    [
        (["2026-05-01T00:30:00+02:00", "2026-05-02T00:30:00+02:00"], "+02:00 Europe/Berlin"),
        (["2026-05-01T00:30:00Z", "2026-05-02T00:30:00Z"], "+00:00"),
        (["2026-05-01 00:30:00 +0530", "2026-05-02 00:30:00 +0530"], "+05:30"),
        (["2026-01-05 00:30:00+01:00", "2026-07-05 00:30:00+02:00"], "Europe/Berlin"),
        (["2026-01-05 00:30:00 EST", "2026-07-05 00:30:00 EDT"], "America/New_York"),
        (["Mon Jan 05 2026 10:00:00 GMT+0000", "Wed Jul 01 2026 10:00:00 GMT+0100"], "Europe/London"),
        (["2026-05-01 00:30:00", "2026-05-02 00:30:00"], None),
    ],
)  # fmt: skip
def test_one_zone_and_its_summer_time_are_read_over(
    tmp_path: Path, cells: list[str], clock: str | None
) -> None:
    column, codes, found = _read(tmp_path, cells)
    assert (codes, found) == ([], clock)
    hours = column.dt.strftime("%H:%M").unique().tolist()
    assert hours in (["00:30"], ["10:00"])


@pytest.mark.parametrize(
    ("zone", "cell", "read"),
    [
        ("Europe/Berlin", "2026-05-01T22:30:00Z", "2026-05-02T00:30:00"),
        ("Europe/Berlin", "2026-05-02T00:30:00+02:00", "2026-05-02T00:30:00"),
        ("Europe/Berlin", "2026-05-02 00:30", "2026-05-02T00:30:00"),
        ("+01:00 Europe/Berlin", "2026-07-02T00:30:00+02:00", "2026-07-02T00:30:00"),
        ("+01:00 Europe/Berlin", "2026-01-02T00:30:00Z", "2026-01-02T01:30:00"),
        ("+05:30", "2026-01-02T00:30:00Z", "2026-01-02T06:00:00"),
        (None, "2026-01-02T00:30:00+02:00", "2026-01-02T00:30:00"),
    ],
)
def test_a_request_means_the_same_moment(zone: str | None, cell: str, read: str) -> None:
    how = Conventions("paid_at", "date", zone=zone)
    assert str(read_cells([cell], how).values[0])[:19] == read
    assert str(read_cells([pd.Timestamp(cell).to_pydatetime()], how).values[0])[:19] == read


def test_an_unknown_zone_is_refused(sheets: Sheets, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"must be the name of a time zone, such as Europe/Berlin"):
        _read(tmp_path, ["2026-01-01"], time_zone="Berlin")
