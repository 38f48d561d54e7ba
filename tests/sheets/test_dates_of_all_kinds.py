"""Dates and periods as people write them, in one column or in several: each is read, none is asked about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, csv
from tests.sheets.periods import (
    DAYS,
    ENGLISH,
    FAST,
    HALVES,
    MONTHS,
    NEXT_MONTHS,
    NEXT_QUARTERS,
    NEXT_WEEKS,
    NEXT_YEARS,
    POLISH,
    QUARTERS,
    WEEKS,
    YEARS,
    days_ahead,
    sheet,
    sunday,
    trained_on,
)

# --- Plain numbers of years and months, and periods ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells", "ahead"),
    [
        ("Year", [day.year for day in YEARS], NEXT_YEARS),
        ("Jahr", [day.year for day in YEARS], NEXT_YEARS),
        ("Année", [day.year for day in YEARS], NEXT_YEARS),
        ("fiscal_year", [day.year for day in YEARS], NEXT_YEARS),
        ("Month", [f"{day:%Y%m}" for day in MONTHS], NEXT_MONTHS),
        ("Monat", [f"{day:%Y.%m}" for day in MONTHS], NEXT_MONTHS),
        ("Monat", [f"{day.month}.{day.year}" for day in MONTHS], NEXT_MONTHS),
        ("Mois", [f"{day.year}.{day.month}" for day in MONTHS], NEXT_MONTHS),
        ("Periode", [f"0{day:%m.%Y}" for day in MONTHS], NEXT_MONTHS),
        ("time", [f"{day:%YM%m}" for day in MONTHS], NEXT_MONTHS),
        ("Quarter", [f"FY{day:%y} Q{day.month // 3 + 1}" for day in QUARTERS], NEXT_QUARTERS),
        ("Kwartał", [f"{day.month // 3 + 1} kwartał {day.year}" for day in QUARTERS], NEXT_QUARTERS),
        ("Trimestre", [f"{day.month // 3 + 1}T{day:%y}" for day in QUARTERS], NEXT_QUARTERS),
        ("yw", [f"{day:%GW%V}" for day in WEEKS], NEXT_WEEKS),
        ("Week", [f"{day:%G%V}" for day in WEEKS], NEXT_WEEKS),
        ("Woche", [f"KW {int(f'{day:%V}')} {day:%G}" for day in WEEKS], NEXT_WEEKS),
        ("Woche", [f"{day:%G-%V}" for day in WEEKS], NEXT_WEEKS),
        ("Week", [f"{day:%V/%G}" for day in WEEKS], NEXT_WEEKS),
        ("Saison", [f"{day.year}/{(day.year + 1) % 100:02}" for day in YEARS], NEXT_YEARS),
        ("Schuljahr", [f"{day.year}/{day.year + 1}" for day in YEARS], NEXT_YEARS),
        ("Semaine", [f"{day:%G}-S{day:%V}" for day in WEEKS], NEXT_WEEKS),
        ("Week", [f"{day} - {sunday(day)}" for day in WEEKS], NEXT_WEEKS),
        ("Woche", [f"{day:%d.%m.}–{sunday(day):%d.%m.%Y}" for day in WEEKS], NEXT_WEEKS),
        ("semana", [f"del {day:%d/%m/%Y} al {sunday(day):%d/%m/%Y}" for day in WEEKS], NEXT_WEEKS),
    ],
)  # fmt: skip
def test_one_column_of_periods(sheets: Sheets, name: str, cells: list[str], ahead: list[str]) -> None:
    trained = trained_on(sheets, sheet(f"{name};Sales", cells, ";"))
    assert days_ahead(trained) == ahead
    assert trained.run["columns"]["time"] == name


def test_english_ranges_with_commas(sheets: Sheets) -> None:
    cells = [
        f'"{day:%b} {day.day} - {last:%b} {last.day}, {last.year}"'
        for day in WEEKS
        for last in [day + timedelta(days=6)]
    ]
    assert days_ahead(trained_on(sheets, sheet("Week,Sent", cells)))[0] == "2025-02-24"


def test_half_years_are_dates(sheets: Sheets) -> None:
    for cells in (
        [f"H{day.month // 6 + 1} {day.year}" for day in HALVES],
        [f"{day.year}-S{day.month // 6 + 1}" for day in HALVES],
    ):
        uploaded = sheets.upload(sheet("Period;Sales", cells, ";"))
        assert uploaded["columns"][0]["kind"] == "date"
        assert uploaded["columns"][0]["min"][:10] == "1990-01-01"


# --- Two or three columns --------------------------------------------------------------------------

HOURS = [datetime(2026, 3, 2) + timedelta(hours=hour) for hour in range(24 * 14)]


@pytest.mark.parametrize(
    ("header", "cells", "ahead"),
    [
        ("Year;Month", [(day.year, ENGLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Year;Month", [(day.year, day.month) for day in MONTHS], "2024-01-01"),
        ("Rok;Miesiąc", [(day.year, POLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Jahr;Quartal", [(day.year, day.month // 3 + 1) for day in QUARTERS], "2022-01-01"),
        ("Année;Trimestre", [(day.year, f"T{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
        ("Fiscal year;Qtr", [(f"FY{day:%y}", f"Q{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
        ("Jahr;KW", [(f"{day:%G}", int(f"{day:%V}")) for day in WEEKS], "2025-02-24"),
        ("año;semana", [(f"{day:%G}", f"S{day:%V}") for day in WEEKS], "2025-02-24"),
        ("Year;Month;Day", [(day.year, day.month, day.day) for day in DAYS], "2026-03-02"),
        ("Datum;Stunde", [(f"{hour:%d.%m.%Y}", hour.hour) for hour in HOURS], "2026-03-16"),
        ("Date;Hour", [(f"{hour:%Y-%m-%d}", hour.hour + 1) for hour in HOURS], "2026-03-16"),
        ("Date;Heure", [(f"{hour:%d/%m/%Y}", f"{hour:%Hh%M}") for hour in HOURS], "2026-03-16"),
        ("Date;Time", [(f"{hour:%Y-%m-%d}", f"{hour:%I:%M %p}") for hour in HOURS], "2026-03-16"),
    ],
)  # fmt: skip
def test_several_columns_make_a_date_together(
    sheets: Sheets, header: str, cells: list[Any], ahead: str
) -> None:
    trained = trained_on(sheets, sheet(f"{header};Sales", cells, ";"))
    assert trained.run["columns"]["time"] == header.split(";")
    assert days_ahead(trained)[0] == ahead
    assert len(trained.results()) == 2


# --- What cannot be a date is refused with what to do ----------------------------------------------


def test_months_without_a_year_are_refused(sheets: Sheets) -> None:
    text = sheet("Month,Sales", [day.month for day in MONTHS])
    refused = sheets.forecast(text)
    assert refused.codes == ["no_year"]
    assert "Choose the column of the year as well" in refused.text


def test_a_thirteenth_month_is_named_by_its_row(sheets: Sheets) -> None:
    cells = [(day.year, day.month) for day in MONTHS]
    cells[4] = (2021, 13)
    refused = sheets.forecast(sheet("Year,Month,Sales", cells))
    assert refused.codes == ["not_a_date"]
    assert "row 6 has '2021 / 13'" in refused.text


def test_a_request_names_its_days_as_the_sheet_does(sheets: Sheets) -> None:
    """Months as numbers in the sheet, in the future rows, and as plain dates."""
    promotions = np.random.default_rng(3).random(36) < 0.4
    cells = [(f"{day:%Y%m}", bool(promo)) for day, promo in zip(MONTHS, promotions, strict=True)]
    rows = [
        [month, 100 + 40 * promo + place % 2, "yes" if promo else "no"]
        for place, (month, promo) in enumerate(cells)
    ]
    order = {"columns": {"time": "Month", "target": "Sales", "features": ["Promo"]}, "model": "boosting"}
    trained = trained_on(sheets, csv("Month,Sales,Promo", rows), **order)
    for written in (
        ["2024-01-01", "2024-02-01"],
        [202401, 202402],
        ["202401", "202402"],
        ["Jan 2024", "Feb 2024"],
    ):
        answer = trained.ask(horizon=2, future=[{"date": day, "Promo": True} for day in written])
        assert [row["date"] for row in answer["predictions"]] == ["2024-01-01", "2024-02-01"]
        high = [row["value"] for row in answer["predictions"]]
        low = trained.ask(horizon=2, future=[{"date": day, "Promo": False} for day in written])
        assert min(high) > max(row["value"] for row in low["predictions"])


# --- What was right stays right --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("Date,Year,Month,Rev", ("date", "number")),
        ("Order date,Hours", ("date", "number")),
        ("day,Monthly fee", ("date", "number")),
    ],
)
def test_a_date_column_stays_the_only_one(sheets: Sheets, header: str, kinds: tuple[str, ...]) -> None:
    rows = [[day, *[100 + place % 7 for _ in header.split(",")[1:]]] for place, day in enumerate(DAYS)]
    uploaded = sheets.upload(csv(header, rows))
    assert tuple(column["kind"] for column in uploaded["columns"][:2]) == kinds
    trained = sheets.train("forecasting", uploaded, settings=FAST)
    assert trained.run["columns"] == {"time": header.split(",")[0], "target": header.split(",")[-1]}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["2022", "2023", "1987"] * 20, "number"),
        (["202201", "202202", "202203"] * 20, "number"),
        ([f"{2000 + place / 100:.2f}" for place in range(60)], "number"),
        (["T1-2024", "T2-2024", "T3-2024"] * 20, "category"),
        (["H104", "H217", "H104"] * 20, "category"),
        (["Q4 Lamp", "Q2 Lamp", "S1 Table"] * 20, "category"),
        (["5-10", "10-20", "20-50"] * 20, "category"),
    ],
)  # fmt: skip
def test_numbers_and_codes_are_no_dates(sheets: Sheets, cells: list[str], kind: str) -> None:
    uploaded = sheets.upload(sheet("Built;Sales", cells, ";"))
    assert uploaded["columns"][0]["kind"] == kind


def test_the_same_columns_of_a_score_stay_numbers(sheets: Sheets) -> None:
    uploaded = sheets.upload(
        sheet("Year;Month;Sales", [(2000 + place % 20, 1 + place % 12) for place in range(60)], ";")
    )
    assert [column["kind"] for column in uploaded["columns"]] == ["number", "number", "number"]
