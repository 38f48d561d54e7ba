"""Dates and periods as people write them, in one column or in several: each is read, none is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, csv

FAST = {"horizon": 2}
MONTHS = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(36)]
WEEKS = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(60)]
DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(60)]
YEARS = [date(year, 1, 1) for year in range(2005, 2025)]
QUARTERS = [date(2012 + place // 4, 3 * (place % 4) + 1, 1) for place in range(40)]
HALVES = [date(1990 + place // 2, 6 * (place % 2) + 1, 1) for place in range(50)]

NEXT_YEARS, NEXT_QUARTERS = ["2025-01-01", "2026-01-01"], ["2022-01-01", "2022-04-01"]
NEXT_MONTHS, NEXT_WEEKS = ["2024-01-01", "2024-02-01"], ["2025-02-24", "2025-03-03"]


def _sunday(day: date) -> date:
    return day + timedelta(days=6)


def _amounts(count: int) -> np.ndarray:
    return 100 + 3 * np.arange(count) + 10 * (np.arange(count) % 2)


def _sheet(header: str, cells: Sequence[Any], mark: str = ",") -> str:
    rows = [
        [*(cell if isinstance(cell, tuple) else (cell,)), amount]
        for cell, amount in zip(cells, _amounts(len(cells)), strict=True)
    ]
    return csv(header, rows, mark)


def _trained(sheets: Sheets, text: str, **order: Any) -> Any:
    trained = sheets.forecast(text, settings={**FAST, **order.pop("settings", {})}, **order)
    assert hasattr(trained, "run"), trained.text
    return trained


def _days_ahead(trained: Any) -> list[str]:
    return [row["date"][:10] for row in trained.results()]


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
        ("Semaine", [f"{day:%G}-S{day:%V}" for day in WEEKS], NEXT_WEEKS),
        ("Week", [f"{day} - {_sunday(day)}" for day in WEEKS], NEXT_WEEKS),
        ("Woche", [f"{day:%d.%m.}–{_sunday(day):%d.%m.%Y}" for day in WEEKS], NEXT_WEEKS),
        ("semana", [f"del {day:%d/%m/%Y} al {_sunday(day):%d/%m/%Y}" for day in WEEKS], NEXT_WEEKS),
    ],
)  # fmt: skip
def test_one_column_of_periods(sheets: Sheets, name: str, cells: list[str], ahead: list[str]) -> None:
    trained = _trained(sheets, _sheet(f"{name};Sales", cells, ";"))
    assert _days_ahead(trained) == ahead
    assert trained.run["columns"]["time"] == name


def test_english_ranges_with_commas(sheets: Sheets) -> None:
    cells = [
        f'"{day:%b} {day.day} - {last:%b} {last.day}, {last.year}"'
        for day in WEEKS
        for last in [day + timedelta(days=6)]
    ]
    assert _days_ahead(_trained(sheets, _sheet("Week,Sent", cells)))[0] == "2025-02-24"


def test_half_years_are_dates(sheets: Sheets) -> None:
    for cells in (
        [f"H{day.month // 6 + 1} {day.year}" for day in HALVES],
        [f"{day.year}-S{day.month // 6 + 1}" for day in HALVES],
    ):
        uploaded = sheets.upload(_sheet("Period;Sales", cells, ";"))
        assert uploaded["columns"][0]["kind"] == "date"
        assert uploaded["columns"][0]["min"][:10] == "1990-01-01"


# --- Two or three columns --------------------------------------------------------------------------

ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
POLISH = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
HOURS = [datetime(2026, 3, 2) + timedelta(hours=hour) for hour in range(24 * 14)]


@pytest.mark.parametrize(
    ("header", "cells", "ahead"),
    [
        ("Year;Month", [(day.year, ENGLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Year;Month", [(day.year, day.month) for day in MONTHS], "2024-01-01"),
        ("Rok;Miesiąc", [(day.year, POLISH[day.month - 1]) for day in MONTHS], "2024-01-01"),
        ("Jahr;Quartal", [(day.year, day.month // 3 + 1) for day in QUARTERS], "2022-01-01"),
        ("Année;Trimestre", [(day.year, f"T{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
        ("Fiscal year;Quarter", [(f"FY{day:%y}", f"Q{day.month // 3 + 1}") for day in QUARTERS], "2022-01-01"),
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
    trained = _trained(sheets, _sheet(f"{header};Sales", cells, ";"))
    assert trained.run["columns"]["time"] == header.split(";")
    assert _days_ahead(trained)[0] == ahead
    assert len(trained.results()) == 2


# --- Tables of years by months ---------------------------------------------------------------------

GERMAN = ["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
ITALIAN = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
]


def _table(first: str, names: Sequence[str], total: str, years: int, per: str = "{}") -> str:
    amounts = _amounts(years * len(names)).reshape(years, len(names))
    rows = [
        [per.format(2018 + year), *row, *([sum(row)] if total else [])] for year, row in enumerate(amounts)
    ]
    return csv(";".join([first, *names, *([total] if total else [])]), rows, ";")


@pytest.mark.parametrize(
    ("text", "ahead", "total"),
    [
        (_table("Year", ENGLISH, "Total", 4), "2022-01-01", "Total"),
        (_table("Jahr", GERMAN, "Summe", 4), "2022-01-01", "Summe"),
        (_table("anno", ITALIAN, "Totale", 4), "2022-01-01", "Totale"),
        (_table("Rok", POLISH, "", 4), "2022-01-01", ""),
        (_table("Year", ["Q1", "Q2", "Q3", "Q4"], "Year total", 6), "2024-01-01", "Year total"),
        (_table("Année", ["T1", "T2", "T3", "T4"], "Somme", 6), "2024-01-01", "Somme"),
        (_table("FY", [f"{number}. Quartal" for number in range(1, 5)], "", 6, "FY{}"), "2024-01-01", ""),
    ],
)  # fmt: skip
def test_a_table_of_years_is_one_series(sheets: Sheets, text: str, ahead: str, total: str) -> None:
    trained = _trained(sheets, text)
    results = trained.results()
    assert results[0]["date"][:10] == ahead
    assert len(results) == 2
    assert results[0]["value"] < 400  # no total among the months
    assert ("total_left_out" in trained.codes) == bool(total)
    assert f"'{total}' adds up the other columns" in trained.said if total else True


def test_months_by_years_is_the_same_series(sheets: Sheets) -> None:
    amounts = _amounts(48).reshape(4, 12)
    rows = [[name, *amounts[:, month]] for month, name in enumerate(ENGLISH)]
    trained = _trained(sheets, csv("Month,2018,2019,2020,2021", rows))
    assert _days_ahead(trained) == ["2022-01-01", "2022-02-01"]


def test_a_table_with_items_and_a_year_that_goes_on(sheets: Sheets) -> None:
    amounts = _amounts(48).reshape(4, 12)
    rows = [
        [shop, 2018 + year, *(row if year < 3 else [*row[:6], *[""] * 6])]
        for shop in ("A", "B")
        for year, row in enumerate(amounts)
    ]
    trained = _trained(sheets, csv(",".join(["Shop", "Year", *ENGLISH]), rows))
    assert {row["item"] for row in trained.results()} == {"A", "B"}
    assert min(_days_ahead(trained)) == "2021-07-01"


def test_a_fiscal_year_whose_first_month_is_april_is_refused_with_the_reason(sheets: Sheets) -> None:
    refused = sheets.forecast(_table("Year", [*ENGLISH[3:], *ENGLISH[:3]], "", 4))
    assert refused.codes == ["unclear_year"]
    assert "begin with 'Apr'" in refused.text


# --- What cannot be a date is refused with what to do ----------------------------------------------


def test_months_without_a_year_are_refused(sheets: Sheets) -> None:
    text = _sheet("Month,Sales", [day.month for day in MONTHS])
    refused = sheets.forecast(text)
    assert refused.codes == ["no_year"]
    assert "Choose the column of the year as well" in refused.text


def test_a_thirteenth_month_is_named_by_its_row(sheets: Sheets) -> None:
    cells = [(day.year, day.month) for day in MONTHS]
    cells[4] = (2021, 13)
    refused = sheets.forecast(_sheet("Year,Month,Sales", cells))
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
    trained = _trained(sheets, csv("Month,Sales,Promo", rows), **order)
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
        ("Date,Year,Month,Sales", ("date", "number")),
        ("Order date,Hours", ("date", "number")),
        ("day,Monthly fee", ("date", "number")),
    ],
)
def test_a_date_column_stays_the_only_one(sheets: Sheets, header: str, kinds: tuple[str, ...]) -> None:
    rows = [[day, *[100 + place % 7 for _ in header.split(",")[1:]]] for place, day in enumerate(DAYS)]
    uploaded = sheets.upload(csv(header, rows))
    assert tuple(column["kind"] for column in uploaded["columns"][:2]) == kinds
    trained = sheets.train("forecasting", uploaded, settings=FAST)
    assert trained.run["columns"]["time"] == header.split(",")[0]


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
    uploaded = sheets.upload(_sheet("Built;Sales", cells, ";"))
    assert uploaded["columns"][0]["kind"] == kind


def test_the_same_columns_of_a_score_stay_numbers(sheets: Sheets) -> None:
    uploaded = sheets.upload(
        _sheet("Year;Month;Sales", [(2000 + place % 20, 1 + place % 12) for place in range(60)], ";")
    )
    assert [column["kind"] for column in uploaded["columns"]] == ["number", "number", "number"]
