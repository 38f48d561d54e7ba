"""Rejects as a file, corrected, and put in when the same sheet is read again."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datasets import reading
from datasets.reading import Correction, ReadingError, Reject, rejects
from tests.datasets.uploads import workbook

GOOD = "".join(f"2024-01-01;{i},5\n" for i in range(40))
SHEET = f"day;amount\n{GOOD}soon;1,5\n2024-01-02;many\n2024-01-03;3;4\n".encode()


def read(folder: Path, content: bytes, corrections: list[Correction]) -> Any:
    path = folder / "upload"
    path.write_bytes(content)
    return reading.read(path, "sheet.csv", corrections=corrections)


def as_file(folder: Path, content: bytes) -> list[Correction]:
    path = folder / "mended"
    path.write_bytes(content)
    return rejects.read_corrections(path, "mended.csv")


def test_mended_cells_and_rows_complete_the_table(tmp_path: Path) -> None:
    corrections = [
        Correction(42, "day", "2024-02-01"),
        Correction(43, "amount", "7,25"),
        Correction(44, None, "2024-01-03;3"),
    ]
    table = read(tmp_path, SHEET, corrections)
    assert table.rejects == []
    assert table.problems == []
    assert table.frame["day"].iloc[-3:].dt.day.tolist() == [1, 2, 3]
    assert table.frame["amount"].iloc[-3:].tolist() == [1.5, 7.25, 3.0]


def test_a_mend_that_is_no_better_is_a_reject_again(tmp_path: Path) -> None:
    table = read(tmp_path, SHEET, [Correction(43, "amount", "few"), Correction(44, None, "1;2;3")])
    assert [(r.row, r.column, r.value) for r in table.rejects] == [
        (42, "day", "soon"),
        (43, "amount", "few"),
        (44, None, "1;2;3"),
    ]


def test_a_whole_row_that_could_be_read_is_replaced(tmp_path: Path) -> None:
    table = read(tmp_path, SHEET, [Correction(3, None, "2024-05-05;9"), Correction(3, "amount", "8")])
    assert table.frame.iloc[1].tolist() == [pd.Timestamp("2024-05-05"), 8]


def test_an_empty_mend_makes_the_cell_missing(tmp_path: Path) -> None:
    table = read(tmp_path, SHEET, [Correction(42, "day", ""), Correction(44, None, "")])
    assert [reject.row for reject in table.rejects] == [43]
    assert len(table.frame) == 42


def test_a_workbook_is_mended_too(tmp_path: Path) -> None:
    rows = [(datetime.date(2024, 3, 1), i) for i in range(20)]
    book = workbook(("day", "n"), *rows, ("soon", "many"))
    table = read(tmp_path, book, [Correction(22, None, "2024-03-09,5"), Correction(2, "n", "77")])
    assert table.rejects == []
    assert table.frame["n"].tolist() == [77, *range(1, 20), 5]
    assert table.frame["day"].iloc[-1] == pd.Timestamp("2024-03-09")


@pytest.mark.parametrize(
    ("correction", "code", "said"),
    [
        (Correction(99, "day", "x"), "unknown_row", "99"),
        (Correction(1, "day", "x"), "unknown_row", "1"),
        (Correction(99, None, "x"), "unknown_row", "99"),
        (Correction(3, "dya", "x"), "unknown_column", "'dya'"),
        (Correction(3, None, "1;2;3"), "bad_mend", "row 3 has 3 cells"),
    ],
)
def test_corrections_that_fit_no_cell_are_refused(
    tmp_path: Path, correction: Correction, code: str, said: str
) -> None:
    with pytest.raises(ReadingError) as refused:
        read(tmp_path, SHEET, [correction])
    (finding,) = refused.value.findings
    assert finding.code == code
    assert said in finding.message
    assert finding.remedy


def test_the_file_of_rejects_reads_back_as_corrections(tmp_path: Path) -> None:
    table = read(tmp_path, SHEET, [])
    content = rejects.rejects_csv(table.rejects)
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0] == ["row", "column", "value", "reason"]
    assert lines[1] == ["42", "day", "soon", "This is not a date."]
    assert as_file(tmp_path, content) == [Correction(r.row, r.column, r.value) for r in table.rejects]
    corrected = content.replace(b"soon", b"2024-02-01").replace(b"many", b'"-7,5"')
    again = read(tmp_path, SHEET, as_file(tmp_path, corrected))
    assert [reject.row for reject in again.rejects] == [44]
    assert again.frame["amount"].iloc[-1] == -7.5


@pytest.mark.parametrize(
    "value", ["=1+1", "+5 a", "-5 b", "@SUM(A1)", "\tx", "'tis", 'say "hi", you', "a\nb"]
)
def test_no_value_runs_as_a_formula_and_all_come_back(tmp_path: Path, value: str) -> None:
    content = rejects.rejects_csv([Reject(3, value.strip(), value, "no"), Reject(4, "n", "x", "no")])
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    first = as_file(tmp_path, content)[0]
    assert (first.row, first.column, first.value.strip()) == (3, value.strip(), value.strip())


def test_rejects_of_stacked_sheets_name_their_sheet(tmp_path: Path) -> None:
    content = rejects.rejects_csv(
        [Reject(3, "n", "x", "no", sheet="2023"), Reject(3, "n", "y", "no", sheet="2024")]
    )
    assert content.decode("utf-8-sig").splitlines()[0] == "sheet,row,column,value,reason"
    assert as_file(tmp_path, content) == [Correction(3, "n", "x", "2023"), Correction(3, "n", "y", "2024")]


def test_corrections_from_a_workbook_and_from_typed_tables(tmp_path: Path) -> None:
    book = workbook(("row", "column", "value"), (3.0, "n", 5.0), (4.0, None, "a,b"))
    assert as_file(tmp_path, book) == [Correction(3, "n", "5"), Correction(4, None, "a,b")]
    typed = pd.DataFrame({"row": [3, 4], "column": ["n", None], "value": [5.0, None]})
    assert rejects.corrections_from(typed) == [Correction(3, "n", "5"), Correction(4, None, "")]


def test_what_is_no_file_of_corrections_is_refused() -> None:
    with pytest.raises(ReadingError, match="have no column 'value'"):
        rejects.corrections_from(pd.DataFrame({"row": [1], "column": ["a"]}))
    with pytest.raises(ReadingError, match="Line 2 of the corrections has the row number 'three'"):
        rejects.corrections_from(pd.DataFrame({"row": ["three"], "column": ["a"], "value": ["b"]}))


def test_rows_of_a_file_parted_by_blanks_and_of_a_web_page_are_mended(tmp_path: Path) -> None:
    rows = "".join(f"a{i} {i} 2024-01-01\n" for i in range(40))
    table = read(tmp_path, f"name n day\n{rows}b many 2024-01-02\n".encode(), [Correction(42, "n", "7")])
    assert table.frame["n"].iloc[-1] == 7
    assert table.rejects == []
    page = "<table><tr><td>name<td>n" + "<tr><td>a<td>5" * 40 + "<tr><td>b<td>many</table>"
    table = read(tmp_path, page.encode(), [Correction(42, "n", "7")])
    assert table.frame["n"].iloc[-1] == 7
