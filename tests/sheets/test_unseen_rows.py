"""Rows that the owner of a workbook does not see are asked about once; formulas without a value are told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from datasets.reading import ReadingQuestion
from tests.datasets.reading_tools import codes, read_bytes
from tests.sheets.conftest import Refused, Sheets

EMPTY = rb"<v\s*/>|<v></v>"  # as the program that makes these workbooks writes it
Mark = Callable[[Any], None]


def rows_of(stores: Sequence[str], count: int = 20) -> list[tuple[Any, ...]]:
    return [
        (date(2026, 3, 1) + timedelta(day), store, 100 * place + day % 7)
        for day in range(count)
        for place, store in enumerate(stores, start=1)
    ]


def book(
    rows: Sequence[Sequence[Any]], mark: Mark, header: Sequence[str] = ("Date", "Store", "Revenue")
) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.append(header)
    for row in rows:
        page.append(row)
    mark(page)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def only(store: str) -> Mark:
    """As a filter on a store leaves the sheet."""

    def mark(page: Any) -> None:
        page.auto_filter.ref = page.dimensions
        for row in range(2, page.max_row + 1):
            page.row_dimensions[row].hidden = page.cell(row, 2).value != store

    return mark


def grouped(first: int, last: int) -> Mark:
    return lambda page: page.row_dimensions.group(first, last, hidden=True)


def test_filtered_rows_are_asked_about_once(sheets: Sheets) -> None:
    content = book(rows_of(["North", "South"]), only("North"))
    asked = sheets.upload(content, "stores.xlsx")
    assert isinstance(asked, Refused)
    assert "20 of 40 rows are hidden" in asked.text
    assert asked.body["option"] == "hidden_rows"
    readings = {one["value"]: (one["count"], one["label"]) for one in asked.body["readings"]}
    assert readings == {
        "keep": (40, "read all 40 rows, hidden ones too"),
        "leave_out": (20, "read the 20 rows that can be seen"),
    }
    left = sheets.upload(content, "stores.xlsx", hidden_rows="leave_out")
    assert (left["rows"], left["columns"][2]["max"]) == (20, 106)
    more = book(rows_of(["North", "South"], 25), only("North"))
    later = sheets.upload(more, "later.xlsx")
    assert later["rows"] == 25
    assert {"remembered", "hidden_rows"} <= {one["code"] for one in later["problems"]}


def test_the_page_asks_and_shows_both_readings(page: Client) -> None:
    from tests.datasets.uploads import by_page

    content = book(rows_of(["Nord", "Süd", "Ost"]), only("Ost"))
    asked = by_page(page, content, "stores.xlsx")
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "40 of 60 rows are hidden" in text
    assert "Read all 60 rows, hidden ones too" in text
    assert "Read the 20 rows that can be seen" in text
    assert by_page(page, content, "stores.xlsx", hidden_rows="leave_out").status_code == 302
    shown = page.get("/datasets/stores/1").content.decode()
    assert "40 hidden rows were left out" in shown
    assert "Read the hidden rows too" in shown


@pytest.mark.parametrize(
    ("mark", "hidden"),
    [
        (only("B"), 40),
        (only("C"), 40),
        (grouped(10, 19), 10),
        (grouped(2, 2), 1),
        (lambda page: setattr(page.row_dimensions[61], "hidden", True), 1),
    ],
)
def test_hidden_rows_of_every_kind(tmp_path: Path, mark: Mark, hidden: int) -> None:
    content = book(rows_of(["A", "B", "C"]), mark)
    with pytest.raises(ReadingQuestion) as asked:
        read_bytes(tmp_path, content, name="a.xlsx")
    assert [one["count"] for one in asked.value.readings] == [60, 60 - hidden]
    for option, rows in (("keep", 60), ("leave_out", 60 - hidden)):
        table = read_bytes(tmp_path, content, name="a.xlsx", hidden_rows=option)
        assert (len(table.frame), table.options_used["hidden_rows"]) == (rows, option)
        assert [(one.code, one.count) for one in table.problems] == [("hidden_rows", hidden)]


def hide_all(page: Any) -> None:
    for row in range(2, page.max_row + 1):
        page.row_dimensions[row].hidden = True


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (lambda page: None, []),
        (lambda page: setattr(page.row_dimensions[40], "hidden", True), []),  # an empty row below
        (lambda page: setattr(page.column_dimensions["B"], "hidden", True), []),
        (hide_all, ["hidden_rows"]),
    ],
)
def test_nothing_is_asked_where_nothing_can_be_chosen(tmp_path: Path, mark: Mark, told: list[str]) -> None:
    table = read_bytes(tmp_path, book(rows_of(["A"]), mark), name="a.xlsx")
    assert (len(table.frame), codes(table)) == (20, told)


def test_a_look_at_the_hits_is_no_question(tmp_path: Path) -> None:
    rows = [(at, f"c{at}", at % 4 == 0) for at in range(40)]
    content = book([(at, name, int(hit)) for at, name, hit in rows], hits, ("n", "customer", "churn"))
    table = read_bytes(tmp_path, content, name="a.xlsx")
    assert (len(table.frame), codes(table)) == (40, ["hidden_rows"])


def hits(page: Any) -> None:
    for row in range(2, page.max_row + 1):
        page.row_dimensions[row].hidden = page.cell(row, 3).value != 1


# --- Formulas ------------------------------------------------------------------------------------


def test_formulas_without_values_are_told_at_upload(sheets: Sheets) -> None:
    rows: list[list[Any]] = [list(row) for row in rows_of(["A"], 40)]
    for place in (5, 11, 12):
        rows[place][2] = f"={rows[place][2]}+0"
    found = sheets.upload(book(rows, lambda page: None), "made.xlsx")
    (told,) = [one for one in found["problems"] if one["code"] == "formulas_without_values"]
    assert (told["column"], told["row"], told["count"]) == ("Revenue", 7, 3)
    assert "C7" in told["message"]
    assert "save it once" in told["remedy"]
    assert found["columns"][2]["missing"] == 3


@pytest.mark.parametrize("column", [2, 3])
def test_a_column_of_nothing_but_formulas(tmp_path: Path, column: int) -> None:
    header = ("Datum", "Laden", "Menge", "Umsatz")
    rows = [[day, store, n, n] for day, store, n in rows_of(["A"], 9)]
    for at, row in enumerate(rows, start=2):
        row[column] = f"=A{at}"
    table = read_bytes(tmp_path, book(rows, lambda page: None, header), name="a.xlsx")
    (told,) = [one for one in table.problems if one.code == "formulas_without_values"]
    assert (told.column, told.count, len(table.frame)) == (header[column], 9, 9)
    assert table.frame[header[column]].isna().all()


def with_markup(content: bytes, old: bytes, new: bytes, member: str = "xl/worksheets/sheet1.xml") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            assert name != member or re.search(old, data)
            other.writestr(name, re.sub(old, new, data) if name == member else data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("written", "count"),
    [
        (b"<v/>", 5),
        (b"", 5),
        (b"<v>0</v>", 5),
        (b"<v>7</v>", 0),
    ],
)
def test_formulas_as_programs_write_them(tmp_path: Path, written: bytes, count: int) -> None:
    """A zero for every formula, and the wish to have all computed again, is no value either."""
    rows = [[day, store, "=1+6"] for day, store, _ in rows_of(["A"], 5)]
    content = with_markup(book(rows, lambda page: None), EMPTY, written)
    table = read_bytes(tmp_path, content, name="a.xlsx")
    told = [one.count for one in table.problems if one.code == "formulas_without_values"]
    assert told == ([count] if count else [])
    assert int(table.frame["Revenue"].isna().sum()) == count


def test_true_zeros_of_a_spreadsheet_program_stay(tmp_path: Path) -> None:
    rows = [[day, store, "=3-3"] for day, store, _ in rows_of(["A"], 5)]
    content = with_markup(book(rows, lambda page: None), EMPTY, b"<v>0</v>")
    content = with_markup(content, b'fullCalcOnLoad="1"', b"", "xl/workbook.xml")
    table = read_bytes(tmp_path, content, name="a.xlsx")
    assert table.frame["Revenue"].tolist() == [0] * 5


def test_an_empty_text_is_a_value(tmp_path: Path) -> None:
    rows = [[day, store, '=IF(1,"","")'] for day, store, _ in rows_of(["A"], 5)] + [
        [date(2026, 5, 1), "A", 5]
    ]
    content = book(rows, lambda page: None)
    for row in range(2, 7):
        content = with_markup(content, b'<c r="C%d"><f>' % row, b'<c r="C%d" t="str"><f>' % row)
    table = read_bytes(tmp_path, with_markup(content, EMPTY, b"<v></v>"), name="a.xlsx")
    assert "formulas_without_values" not in codes(table)


def test_a_total_without_a_value_is_no_data(tmp_path: Path) -> None:
    rows = [*rows_of(["A"], 9), ("Total", None, "=SUM(C2:C10)")]
    table = read_bytes(tmp_path, book(rows, lambda page: None), name="a.xlsx")
    assert (len(table.frame), codes(table)) == (9, ["total_rows"])
