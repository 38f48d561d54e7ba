"""What stands around the data: totals, notes, comments, titles, and column names in two rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.datasets.reading_tools import read_bytes, read_text
from tests.datasets.uploads import workbook

ITEMS = "item,day,amount\ntea,2024-01-01,5\nmilk,2024-01-02,6\njam,2024-01-03,7\n"


def codes(table: Any) -> list[str]:
    return [finding.code for finding in table.problems if finding.code != "too_few_cells"]


@pytest.mark.parametrize(
    "tail",
    [
        "TOTAL,,18\n",
        "Total,,18\n",
        "Grand total:,,18\n",
        "Summe,,18\n",
        "Total général,,18\n",
        ",,\nSubtotal,,18\n,,\nGrand Total,,36\n",
        "Sum,2024-01-03,18\n",
        "Total 2024,2024-01-03,18\n",
        "TOTAL,,\n",
    ],
)
def test_rows_of_totals_are_set_aside(tmp_path: Path, tail: str) -> None:
    table = read_text(tmp_path, ITEMS + tail)
    assert table.frame["item"].tolist() == ["tea", "milk", "jam"]
    assert str(table.frame["amount"].dtype) == "int64"
    assert codes(table) == ["total_rows"]
    assert all(not reject.mendable and reject.column is None for reject in table.rejects)
    last = table.rejects[-1]
    assert last.row == 4 + len(tail.splitlines())
    assert last.value == tail.splitlines()[-1]
    assert "totals" in last.reason
    assert table.report.as_dict()["set_aside"][-1]["code"] == "total_rows"


@pytest.mark.parametrize(
    "row",
    ["Total Wine,2024-01-04,8", "Total Wine,,8", "Sumatra,,9", "Total,2024-01-04,8", "Gesamtkunstwerk,,18"],
)
def test_an_item_that_is_called_like_a_total_stays(tmp_path: Path, row: str) -> None:
    table = read_text(tmp_path, f"{ITEMS}{row}\n")
    assert table.frame["item"].iloc[-1] == row.split(",")[0]
    assert codes(table) == []


@pytest.mark.parametrize(("total", "kept"), [("18", 3), ("8", 4)])
def test_a_total_of_two_columns_is_known_by_its_sum(tmp_path: Path, total: str, kept: int) -> None:
    table = read_text(tmp_path, f"item,amount\ntea,5\nmilk,6\njam,7\nTotal,{total}\n")
    assert len(table.frame) == kept


def test_a_total_in_a_column_of_numbers_and_with_decimal_commas(tmp_path: Path) -> None:
    table = read_text(tmp_path, "store;amount\n1;1.000,50\n2;2,25\n3;3,25\nSumme;1.006,00\n")
    assert table.frame["store"].tolist() == [1, 2, 3]
    assert table.frame["amount"].sum() == 1006


@pytest.mark.parametrize(
    "note",
    ["Source: Eurostat", "* unaudited figures", '"Source: Eurostat, 2024"', "\nall figures are estimates"],
)
def test_notes_below_the_table_are_set_aside(tmp_path: Path, note: str) -> None:
    table = read_text(tmp_path, f"{ITEMS}{note}\n")
    assert len(table.frame) == 3
    assert codes(table) == ["footnotes"]
    (reject,) = table.rejects
    assert not reject.mendable
    assert "note" in reject.reason


def test_a_last_row_with_one_word_may_be_data(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, f"{ITEMS}bread,,\n").frame) == 4
    assert len(read_text(tmp_path, "note\na\nb\nc\nSource: d\n").frame) == 4


def test_totals_and_notes_of_a_workbook_with_their_rows(tmp_path: Path) -> None:
    book = workbook(
        ("store", "n"), (1, 5), (2, 6), (3, 7), (None, None), ("TOTAL", 18), (None, None), ("see intranet",)
    )
    table = read_bytes(tmp_path, book)
    assert str(table.frame["store"].dtype) == "int64"
    assert [(reject.row, reject.value) for reject in table.rejects] == [(6, "TOTAL,18"), (8, "see intranet,")]


def test_lines_above_the_header_and_comment_lines_are_told(tmp_path: Path) -> None:
    text = (
        "# made by a program\nSales\n\nday,n\n2024-01-01,1\n# a break\n#another\n2024-01-02,2\n2024-01-03,3\n"
    )
    table = read_text(tmp_path, text)
    assert table.frame["n"].tolist() == [1, 2, 3]
    assert table.options_used["header_row"] == 4
    findings = {finding.code: (finding.row, finding.count) for finding in table.problems}
    assert findings == {"preamble": (1, 2), "comment_lines": (6, 2)}
    assert [(reject.row, reject.value, reject.mendable) for reject in table.rejects] == [
        (6, "# a break", False),
        (7, "#another", False),
    ]


def test_a_header_that_is_written_as_a_comment(tmp_path: Path) -> None:
    table = read_text(tmp_path, "# made by a program\n# day,n\n2024-01-01,1\n2024-01-02,2\n")
    assert table.frame.columns.tolist() == ["day", "n"]


def test_a_number_sign_in_a_name_is_no_comment(tmp_path: Path) -> None:
    assert read_text(tmp_path, "#,n\n1,2\n2,3\n").frame.columns.tolist() == ["#", "n"]
    assert read_text(tmp_path, "#id,n\n#1,2\n#2,3\n").frame["#id"].tolist() == ["#1", "#2"]


@pytest.mark.parametrize(
    ("upper", "lower", "names"),
    [
        (["Store", "2023", None, "2024", None], [None, "Q1", "Q2", "Q1", "Q2"],
         ["Store", "2023 Q1", "2023 Q2", "2024 Q1", "2024 Q2"]),
        (["Store", "Sales", "Cost", "Tax", "Net"], [None, "USD", "USD", "EUR", "EUR"],
         ["Store", "Sales USD", "Cost USD", "Tax EUR", "Net EUR"]),
        (["Place", None, "Result", None, None], ["store", "dept", "sales", "costs", "net"],
         ["store", "dept", "sales", "costs", "net"]),
        (["Key", "Sales", None, "Costs", None], ["store", "May", "June", "May", "June"],
         ["Key store", "Sales May", "Sales June", "Costs May", "Costs June"]),
    ],
)  # fmt: skip
def test_names_in_two_rows(tmp_path: Path, upper: list[Any], lower: list[Any], names: list[str]) -> None:
    rows = [(i, i * 2, i * 3, i * 5, i * 7) for i in range(1, 8)]
    table = read_bytes(tmp_path, workbook(tuple(upper), tuple(lower), *rows))
    assert table.frame.columns.tolist() == names
    assert len(table.frame) == 7
    assert table.options_used["header_row"] == 2


def test_a_first_row_of_words_over_numbers_of_one_column_is_data(tmp_path: Path) -> None:
    table = read_text(tmp_path, "name,n\nann,many\nbob,2\ncid,3\n")
    assert table.frame.columns.tolist() == ["name", "n"]
    assert len(table.frame) == 3


@pytest.mark.parametrize(
    "above",
    [
        "ACME,,,\n\nReport:,Sales by store,,\nFrom:,2024-01-01,,\nMade by:,MUELLER,,\n",
        "Account:,1234567890,[CHEQUE]\nFrom:,2024-01-01\nTo:,2024-01-31\n\n",
        '"Data source","World indicators",\n\n"Last update","2024-01-31",\n\n',
        ",ACME,,\n,,,\nPeriod,Jan 2024,,\nUser,Bob,,\nCurrency,ZAR,,\n",
    ],
)
def test_parameters_of_a_report_above_the_header(tmp_path: Path, above: str) -> None:
    text = above + "day,store,2023,amount\n2024-01-01,A,5,7\n2024-01-02,B,6,8\n2024-01-03,C,7,9\n"
    table = read_text(tmp_path, text)
    assert table.frame.columns.tolist() == ["day", "store", "2023", "amount"]
    assert table.options_used["header_row"] == above.count("\n") + 1
    assert codes(table)[0] == "preamble"


def test_parameters_above_a_table_as_narrow_as_they_are(tmp_path: Path) -> None:
    text = "Report:,Sales\nUser:,Bob\nday,amount\n2024-01-01,5\n2024-01-02,6\n"
    assert read_text(tmp_path, text).frame.columns.tolist() == ["day", "amount"]
