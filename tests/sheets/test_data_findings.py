"""What was found while a sheet was read is said with the answer that rests on it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.sheets.conftest import Sheets, Trained
from training.runs import data_findings

DAYS = [datetime.date(2026, 1, 5) + datetime.timedelta(day) for day in range(42)]
COLUMNS = {"time": "day", "target": "sales", "item": "shop"}


def text(change: Callable[[int, str, str], tuple[str, str]], tail: str = "", mark: str = ",") -> bytes:
    lines = ["day;shop;sales;note".replace(";", mark)]
    for at, day in enumerate(DAYS):
        shop, sales = change(at, "A1" if at % 2 else "B2", f"{100 + at % 7}")
        lines.append(mark.join([str(day), shop, sales, f"n{at}"]))
    return "\n".join([*lines, tail]).encode()


def workbook(change: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["day", "shop", "sales", "note"])
    for at, day in enumerate(DAYS):
        made.active.append([day, "A1" if at % 2 else "B2", 100 + at % 7, f"n{at}"])
    change(made.active)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def formulas(page: Any) -> None:
    page["C7"] = "=1+1"
    page["D8"] = '="n"'


def hidden(page: Any) -> None:
    page.row_dimensions[9].hidden = True


def date_among_codes(page: Any) -> None:
    page["B5"] = datetime.datetime(2026, 3, 1)


def merged(page: Any) -> None:
    page.merge_cells("B6:B7")


def sales(place: int, cell: str) -> Callable[[int, str, str], tuple[str, str]]:
    return lambda at, shop, amount: (shop, cell if at == place else amount)


CASES: dict[str, tuple[bytes, str, dict[str, str]]] = {
    "formulas_without_values": (workbook(formulas), "C7", {}),
    "hidden_rows": (workbook(hidden), "row 9", {"hidden_rows": "keep"}),
    "codes_became_dates": (workbook(date_among_codes), "row 5", {}),
    "merged_cells": (workbook(merged), "merged", {}),
    "taken_as_missing": (text(sales(3, "-")), "'-'", {}),
    "flags_kept": (text(sales(41, "104 p")), "'p'", {}),
    "not_a_number": (text(sales(3, "many")), "many", {}),
    "too_many_cells": (text(sales(3, "104,7")), "row 5", {}),
    "disguised_missing": (
        text(lambda at, shop, amount: (shop, "-999" if at % 6 == 2 else amount)),
        "-999",
        {},
    ),
    "impossible_date": (text(sales(3, "103")).replace(b"2026-01-09", b"2026-02-31"), "2026-02-31", {}),
    "several_currencies": (
        text(lambda at, shop, amount: (shop, f"{'$' if at % 2 else '€'}{amount}"), mark=";"),
        "currenc",
        {},
    ),
    "second_table": (
        text(lambda at, shop, amount: (shop, amount), "\nSource,Visits\nads,120\nmail,80\n"),
        "Source",
        {},
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_it_is_said_with_the_answer(sheets: Sheets, code: str) -> None:
    content, told, options = CASES[code]
    name = "sales.xlsx" if content.startswith(b"PK") else "sales.csv"
    uploaded = sheets.upload(content, name, **options)
    trained = sheets.train("forecasting", uploaded, columns=COLUMNS, settings={"horizon": 7})
    assert isinstance(trained, Trained), trained.text
    found = [one for one in trained.run["problems"] if one["code"] == code]
    assert len(found) == 1
    assert told in found[0]["message"]
    assert not found[0]["fatal"]


def test_every_code_has_a_sheet() -> None:
    """But those that tests/datasets find in sheets of their own: they take the same way from there."""
    elsewhere = {"lost_digits", "not_a_date", "swapped_dates", "guessed_decimal", "guessed_date_order"}
    assert {*CASES} | elsewhere == data_findings.OF_CELLS | data_findings.OF_ROWS


def test_columns_that_are_not_used_say_nothing(sheets: Sheets) -> None:
    uploaded = sheets.upload(workbook(formulas), "sales.xlsx")
    columns = {"time": "day", "target": "sales"}
    trained = sheets.train("forecasting", uploaded, columns=columns, settings={"horizon": 7})
    assert [one["column"] for one in trained.run["problems"] if one["code"] == "formulas_without_values"] == [
        "sales"
    ]


def test_rows_that_joined_later_keep_what_was_found_of_the_first(sheets: Sheets) -> None:
    sheets.upload(text(sales(3, "-")), "sales.csv")
    more = "day,shop,sales,note\n" + "".join(
        f"{DAYS[-1] + datetime.timedelta(at)},A1,{90 + at},m{at}\n" for at in range(1, 8)
    )
    uploaded = sheets.upload(more, "more.csv", dataset="sales", mode="append")
    trained = sheets.train("forecasting", uploaded, columns=COLUMNS, settings={"horizon": 7})
    assert "taken_as_missing" in trained.codes


def test_a_clean_sheet_says_nothing(sheets: Sheets) -> None:
    uploaded = sheets.upload(text(lambda at, shop, amount: (shop, amount)), "sales.csv")
    trained = sheets.train("forecasting", uploaded, columns=COLUMNS, settings={"horizon": 7})
    assert not {*trained.codes} & (data_findings.OF_CELLS | data_findings.OF_ROWS)
