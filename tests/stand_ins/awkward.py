"""Sheets as people send them: separators, encodings, line ends and workbooks of the awkward kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROWS = 80
START = datetime(2024, 3, 10)
Rows = list[tuple[Any, ...]]


def make(folder: Path) -> None:
    for name, content in {
        "decimal_commas_and_trailing_junk.csv": decimal_commas_and_trailing_junk(),
        "two_digit_years_day_first.csv": two_digit_years_day_first(),
        "cp1252_money_with_points.csv": cp1252_money_with_points(),
        "one_name_twice.csv": one_name_twice(),
        "cp1252_captions.csv": cp1252_captions(),
        "bom_and_semicolons.csv": bom_and_semicolons(),
        "bom_and_dollars.csv": bom_and_dollars(),
        "only_carriage_returns.csv": only_carriage_returns(),
    }.items():
        (folder / name).write_bytes(content)
    for name, sheets in {
        "workbook_named.csv": {"Sheet1": leads()},
        "first_sheet_explains.xlsx": {"Words": words(), "Shop": shop()},
        "a_sheet_per_year.xlsx": years(),
        "two_sheets_and_a_blank_row.xlsx": {"Risks": risks(), "People": [(None,) * 3, *people()]},
    }.items():
        book(sheets).save(folder / name)
    report().save(folder / "report_with_titles_and_total.xlsx")


def book(sheets: dict[str, Rows]) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def lines(rows: Rows, separator: str, end: str = "\r\n") -> str:
    return end.join(separator.join(str(cell) for cell in row) for row in rows) + end


def comma(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def decimal_commas_and_trailing_junk() -> bytes:
    """Two columns without a name, rows of nothing at the end, and -200 where nothing was measured."""
    measured = [
        (
            f"{day(n):%d/%m/%Y}",
            f"{n % 24:02}.00.00",
            *("-200" if n % 9 == 5 else comma(1.05 + (n * step) % 17 / 10) for step in range(1, 6)),
            *(-200 if n % 11 == 7 else 900 + (n * step) % 71 for step in range(1, 9)),
            "",
            "",
        )
        for n in range(ROWS)
    ]
    header = ("Date", "Time", *(f"Gas {n}" for n in range(1, 6)), *(f"Sensor {n}" for n in range(1, 9)))
    return (lines([(*header, "", ",,,,,"), *measured], ";") + (";" * 16 + "\r\n") * 9).encode()


def two_digit_years_day_first() -> bytes:
    rows = [(1 + n // 40, f"{day(7 * (n % 40)):%d-%m-%y}", 1500.5 + 3 * n, n % 2 + 2) for n in range(ROWS)]
    return lines([("Shop", "Date", "Sales", "Staff"), *rows], ",").encode()


def cp1252_money_with_points() -> bytes:
    rows = [
        (1, f"{day(n):%d.%m.%Y}", f"{5 + n % 3}.{100 + n},50", 600 + n, "nein" if n % 7 == 6 else "ja")
        for n in range(ROWS)
    ]
    return lines([("Filiale", "Datum", "Umsatz (€)", "Käufer", "Geöffnet"), *rows], ";").encode("cp1252")


def one_name_twice() -> bytes:
    rows = [
        (
            "Paarl" if n < ROWS // 2 else "Durban",
            f" {day(n):%d-%m-%Y}",
            4.5 + n / 8,
            "South" if n % 3 else "East",
        )
        for n in range(ROWS)
    ]
    return lines([("Region", "Date", " Rate (%)", "Region"), *rows], ",").encode()


def cp1252_captions() -> bytes:
    """Hashtags held together by spaces that do not break."""
    rows = [
        (
            f"{day(n):%Y-%m-%d}",
            2000 + n * 37 % 991,
            f'"Number {n}, or “how to”"',
            f"#till{n}\xa0#shop\xa0#café",
        )
        for n in range(ROWS)
    ]
    return lines([("Date", "Views", "Caption", "Tags"), *rows], ",").encode("cp1252")


def bom_and_semicolons() -> bytes:
    rows = [
        (
            5000 + n,
            "Graduation" if n % 3 else "Master",
            "" if n % 20 == 10 else 40000 + 311 * n,
            f"{day(n):%Y-%m-%d}",
        )
        for n in range(ROWS)
    ]
    return b"\xef\xbb\xbf" + lines([("ID", "Education", "Income", "Since"), *rows], ";").encode()


def bom_and_dollars() -> bytes:
    """With a space on either side of the name, and one behind the amount."""
    rows = [
        (1800 + n, f'"${40_000 + 311 * n:,}.00 "' if n % 20 != 10 else "", f"{day(n):%m/%d/%y}".lstrip("0"))
        for n in range(ROWS)
    ]
    return b"\xef\xbb\xbf" + lines([("ID", " Income ", "Since"), *rows], ",").encode()


def only_carriage_returns() -> bytes:
    rows = [(n, "ABC"[n % 3], 100_000 + 997 * n) for n in range(1, ROWS + 1)]
    return lines([("Store", "Type", "Size"), *rows], ",", "\r").encode()


def leads() -> Rows:
    """ "Select" is what the form said where nobody chose."""
    towns, trades = ("Paarl", "Select", "Durban", None), ("Select", "Finance", "Farming", "Health", "Select")
    header = ("Lead number", "Do not call", "Visits", "Trade", "City", "Converted")
    return [
        header,
        *(
            (660_000 + n, "Yes" if n % 13 == 6 else "No", n % 7, trades[n % 5], towns[n % 4], int(n % 3 == 0))
            for n in range(ROWS)
        ),
    ]


def words() -> Rows:
    names = ("Number", "Months", "Device", "Cashback")
    return [
        (None,) * 4,
        (None, "Sheet", "Column", "Meaning"),
        *((None, "Shop", n, f"{n} of it") for n in names),
    ]


def shop() -> Rows:
    return [
        ("Number", "Months", "Device", "Cashback"),
        *(
            (50_001 + n, None if n % 10 == 1 else n % 31, "Phone" if n % 3 else "Computer", 120.5 + n / 4)
            for n in range(ROWS)
        ),
    ]


def years() -> dict[str, Rows]:
    """A sheet for each year, the newest with two columns without a name, and one of something else."""

    def sales(year: int, count: int, *more: None) -> Rows:
        rows = [
            (
                f"AX{year}{n:03}",
                f"C{n % 17}",
                datetime(year, 1, 2) + timedelta(days=3 * n),
                n % 4 + 1,
                150 + n,
            )
            for n in range(count)
        ]
        return [("Order", "Customer", "Day", "Quantity", "Price", *more), *rows]

    customers = [("Customer", "Age"), *((f"C{n}", 30 + n) for n in range(17))]
    return {
        "2024 Sales": sales(2024, 20, None, None),
        "2023 Sales": sales(2023, 60),
        "2022 Sales": sales(2022, 70),
        "Customers": customers,
    }


def risks() -> Rows:
    habits = ("smokes", "never smoked", "Unknown", "formerly smoked")
    return [
        ("Number", "Sugar", "Index", "Smoking"),
        *((9000 + n, 80.25 + n, "N/A" if n % 16 == 1 else 24.5 + n / 10, habits[n % 4]) for n in range(ROWS)),
    ]


def people() -> Rows:
    return [
        ("id", "gender", "age"),
        *((9000 + n, "Male" if n % 2 else "Female", 30 + n % 50) for n in range(ROWS)),
    ]


def report() -> Workbook:
    rows = [
        (1 + n // 40, 1 + n % 4, day(7 * (n // 4)), 24_000.5 + n, "Y" if n % 9 == 3 else "N")
        for n in range(ROWS)
    ]
    made = book(
        {
            "Report": [
                ("Weekly sales", None, None, None, None),
                ("Made in June by the bookkeeper", None, None, None, None),
                (None,) * 5,
                ("Place", None, "Period", "Result", None),
                ("Store", "Dept", "Week ending", "Sales (USD)", "Holiday?"),
                *rows,
                ("TOTAL", None, None, f"=SUM(D6:D{ROWS + 5})", None),
                (None,) * 5,
                ("* figures unaudited", None, None, None, None),
            ],
            "Notes": [("see the file of last year",)],
        }
    )
    for cells in ("A1:E1", "A2:E2", "A4:B4", "D4:E4"):
        made["Report"].merge_cells(cells)
    return made
