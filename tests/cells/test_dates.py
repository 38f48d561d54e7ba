"""Dates by the order of their column."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells.dates import FEW
from tests.cells.tools import DMY_COMMA, ISO, MDY_POINT, outcome, plain, read

NO, NEVER, TWO = "not_a_date", "impossible_date", "ambiguous_date"
DAYS = st.dates(datetime.date(1700, 1, 1), datetime.date(2261, 12, 31))


@pytest.mark.parametrize(
    ("cell", "dmy", "mdy", "unknown"),
    [
        ("2026-04-03", "2026-04-03", "2026-04-03", "2026-04-03"),
        ("2026-04-03T10:15:00", "2026-04-03T10:15:00", "2026-04-03T10:15:00", "2026-04-03T10:15:00"),
        ("2026-04-03 10:15", "2026-04-03T10:15:00", "2026-04-03T10:15:00", "2026-04-03T10:15:00"),
        ("2026-04-03T23:15:00+02:00", *["2026-04-03T23:15:00"] * 3),
        ("2026-04-03T23:15:00Z", *["2026-04-03T23:15:00"] * 3),
        ("03/04/2026", "2026-04-03", "2026-03-04", TWO),
        ("03.04.2026", "2026-04-03", "2026-03-04", TWO),
        ("3/4/26 10:15", "2026-04-03T10:15:00", "2026-03-04T10:15:00", TWO),
        ("25/12/2026", "2026-12-25", NEVER, "2026-12-25"),
        ("12/25/2026", NEVER, "2026-12-25", "2026-12-25"),
        ("04/04/2026", "2026-04-04", "2026-04-04", "2026-04-04"),
        ("3 April 2026", "2026-04-03", "2026-04-03", "2026-04-03"),
        ("Q2 2026", "2026-04-01", "2026-04-01", "2026-04-01"),
        ("31/02/2026", NEVER, NEVER, NEVER),
        ("2026-02-30", NEVER, NEVER, NEVER),
        ("1500-01-01", NEVER, NEVER, NEVER),
        ("3000-01-01", NEVER, NEVER, NEVER),
        ("today", NO, NO, NO),
        ("now", NO, NO, NO),
        ("10:15", NO, NO, NO),
        ("5", NO, NO, NO),
        ("unknown", None, None, None),
        ("", None, None, None),
        (None, None, None, None),
        (20260403, "2026-04-03", "2026-04-03", "2026-04-03"),
        ("20260403", "2026-04-03", "2026-04-03", "2026-04-03"),
        (46115, "2026-04-03", "2026-04-03", "2026-04-03"),
        ("46115.5", *["2026-04-03T12:00:00"] * 3),
        (1775174400, "2026-04-03", "2026-04-03", "2026-04-03"),
        (1775174400000, "2026-04-03", "2026-04-03", "2026-04-03"),
        (20260431, NO, NO, NO),
        (2026, NO, NO, NO),
        (True, NO, NO, NO),
        (datetime.date(2026, 4, 3), "2026-04-03", "2026-04-03", "2026-04-03"),
        (datetime.date(1, 1, 1), NEVER, NEVER, NEVER),
        (["2026-04-03"], "not_a_cell", "not_a_cell", "not_a_cell"),
    ],
)
def test_a_date(cell: Any, dmy: Any, mdy: Any, unknown: Any) -> None:
    assert outcome(cell, "date", **DMY_COMMA) == dmy
    assert outcome(cell, "date", **MDY_POINT) == mdy
    assert outcome(cell, "date", **ISO) == unknown


def test_a_column_with_the_year_first() -> None:
    assert outcome("24-12-31", "date", date_order="ymd") == "2024-12-31"
    assert outcome("24-12-31", "date") == TWO


@pytest.mark.parametrize(
    ("cell", "how", "said"),
    [
        (
            "03/04/2026",
            {},
            "'value' is '03/04/2026': day and month could be swapped. Write 2026-04-03 or 2026-03-04.",
        ),
        (
            "25/12/2026",
            {"date_order": "mdy"},
            "'value' is '25/12/2026', but its dates are written month first. Write 2026-12-25.",
        ),
        ("31/02/2026", {}, "'value' is '31/02/2026': that is not a date from 1678 to 2261."),
        ("today", {}, "'value' is 'today': that is not a date. Write it like 2026-04-03."),
    ],
)
def test_what_is_said_of_a_cell_that_does_not_fit(cell: str, how: dict[str, Any], said: str) -> None:
    (unfit,) = read([cell], "date", **how).unfit
    assert unfit.message == said


def test_every_cell_that_does_not_fit_is_named_by_its_place() -> None:
    found = read(["2026-01-01", "soon", None, "03/04/2026", "soon"], "date")
    assert [(unfit.place, unfit.text, unfit.code) for unfit in found.unfit] == [
        (1, "soon", NO),
        (3, "03/04/2026", TWO),
        (4, "soon", NO),
    ]
    assert found.values.dtype == np.dtype("datetime64[ns]")


def test_a_day_that_stands_for_missing() -> None:
    found = read(
        ["01/01/1970", "1970-01-01", "02/01/1970"], "date", date_order="dmy", missing=("1970-01-01",)
    )
    assert plain(found.values) == [None, None, "1970-01-02"]


@given(st.lists(DAYS, min_size=1, max_size=2 * FEW), st.sampled_from(["/", "-", "."]))
def test_dates_that_a_column_writes_are_read_back(days: list[datetime.date], mark: str) -> None:
    """Few and many texts take different ways through the patterns."""
    written = {"dmy": ("%d", "%m", "%Y"), "mdy": ("%m", "%d", "%Y")}
    iso = [day.isoformat() for day in days]
    for order, parts in written.items():
        texts = [mark.join(parts).replace("%Y", f"{day.year}") for day in days]
        texts = [day.strftime(text) for day, text in zip(days, texts, strict=True)]
        found = read(texts, "date", date_order=order)
        assert plain(found.values) == iso
        assert found.unfit == []
    assert plain(read(iso, "date").values) == iso


@given(DAYS, st.sampled_from(["/", "-", "."]))
def test_day_and_month_are_never_guessed(day: datetime.date, mark: str) -> None:
    text = f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"
    found = outcome(text, "date")
    assert found == (TWO if day.day <= 12 and day.day != day.month else day.isoformat())
    wrong = outcome(text, "date", date_order="mdy")
    assert wrong == (NEVER if day.day > 12 else f"{day.year}-{day.day:02}-{day.month:02}")
