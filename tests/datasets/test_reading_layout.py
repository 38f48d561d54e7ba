"""What stands around the data: notes, comments, titles, rules, and column names in several rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.datasets.reading_tools import ITEMS, codes, read_bytes, read_text
from tests.datasets.uploads import workbook


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


@pytest.mark.parametrize(
    "notes",
    [
        "\nGrand Totals (2 records)\nConfidential - do not distribute\nCopyright 2024\n",
        "\nNotes:\n1. Figures rounded\n2. See website\n",
    ],
)
def test_several_lines_of_notes_below_a_blank_row(tmp_path: Path, notes: str) -> None:
    table = read_text(tmp_path, ITEMS + notes)
    assert len(table.frame) == 3
    assert [(reject.row, reject.mendable) for reject in table.rejects] == [(row, False) for row in (6, 7, 8)]


def test_a_row_of_settings_above_more_names(tmp_path: Path) -> None:
    names, row = ";".join(f"field {number}" for number in range(40)), "5;S" + ";" * 38
    table = read_text(tmp_path, f"EXTF;700;21;2024;13;20240131;1001;69005\n{names}\n" + f"{row}\n" * 9)
    assert table.frame["field 0"].tolist() == [5] * 9


def test_a_last_row_with_one_word_may_be_data(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, f"{ITEMS}bread,,\n").frame) == 4
    assert len(read_text(tmp_path, "note\na\nb\nc\nSource: d\n").frame) == 4


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


def test_a_period_as_parameter(tmp_path: Path) -> None:
    text = (
        "Zeitraum;01.01.2024 - 31.01.2024\nMandant;4711\n\nArtikel;Menge;Preis\nA;1;2,5\nB;2;3,5\nC;2;3,5\n"
    )
    assert read_text(tmp_path, text).frame.columns.tolist() == ["Artikel", "Menge", "Preis"]


def test_parameters_above_a_table_as_narrow_as_they_are(tmp_path: Path) -> None:
    text = "Report:,Sales\nUser:,Bob\nday,amount\n2024-01-01,5\n2024-01-02,6\n"
    assert read_text(tmp_path, text).frame.columns.tolist() == ["day", "amount"]


def test_names_on_every_page_are_set_aside(tmp_path: Path) -> None:
    page = "item,day,amount,\ntea,2024-01-01,5,\nmilk,2024-01-02,6,\n"
    table = read_text(tmp_path, page + "\f" + page + page)
    assert str(table.frame["amount"].dtype) == "int64"
    assert len(table.frame) == 6
    assert codes(table) == ["repeated_names", "empty_columns"]
    assert [(reject.row, reject.value) for reject in table.rejects] == [
        (4, "item,day,amount,"),
        (7, "item,day,amount,"),
    ]
    assert table.report.as_dict()["rows_set_aside"] == 2


def test_answers_that_are_ticked_by_their_own_name_stay(tmp_path: Path) -> None:
    table = read_text(tmp_path, "Red,Green\nRed,Green\nRed,\n,Green\nRed,Green\n")
    assert len(table.frame) == 4
    assert codes(table) == []


@pytest.mark.parametrize(
    "text",
    [
        "Stock\n--------\n|day       | n|\n--------\n" + "|2024-01-01| 5|\n|2024-01-02| 6|\n" * 4 + "---\n",
        "| day | n |\n|-----|--:|\n| 2024-01-01 | 5 |\n| 2024-01-02 | 6 |\n",
        "+------------+---+\n| day        | n |\n+------------+---+\n| 2024-01-01 | 5 |\n| 2024-01-02 | 6 |\n"
        "+------------+---+\n",
        "day;n\n=====;=====\n2024-01-01;5\n2024-01-02;6\n",
    ],
)
def test_rules_are_set_aside(tmp_path: Path, text: str) -> None:
    table = read_text(tmp_path, text)
    assert table.frame.columns.tolist() == ["day", "n"]
    assert table.frame["n"].tolist()[:2] == [5, 6]
    assert table.frame["n"].notna().all()
    assert "rules" in codes(table)


def test_names_in_three_rows(tmp_path: Path) -> None:
    upper = (("Store", "2024", None, None, None), (None, "Q1", None, "Q2", None))
    lower = (None, "Sales", "Cost", "Sales", "Cost")
    table = read_bytes(
        tmp_path, workbook(*upper, lower, *[("a", i, i * 2, i * 3, i * 4) for i in range(1, 6)])
    )
    assert table.frame.columns.tolist() == [
        "Store",
        *("2024 Q1 Sales", "2024 Q1 Cost", "2024 Q2 Sales", "2024 Q2 Cost"),
    ]


@pytest.mark.parametrize(
    ("units", "names"),
    [
        (",,kg", ["site", "day", "weight kg"]),
        (",[d],[l/min]", ["site", "day [d]", "weight [l/min]"]),
    ],
)
def test_units_below_the_names(tmp_path: Path, units: str, names: list[str]) -> None:
    table = read_text(tmp_path, f"site,day,weight\n{units}\nA,2024-01-01,5\nB,2024-01-02,6\nC,2024-01-03,7\n")
    assert table.frame.columns.tolist() == names
    assert len(table.frame) == 3


def test_years_that_head_the_columns_of_a_workbook(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, workbook(("item", 2023, 2024), ("a", 1, 2), ("b", 3, 4)))
    assert table.frame.columns.tolist() == ["item", "2023", "2024"]


def test_values_without_a_name_are_told(tmp_path: Path) -> None:
    """So look decimal commas between commas."""
    table = read_text(tmp_path, "shop,amount\nA,1,50\nB,2,50\nC,3,75\n")
    (finding,) = table.problems
    assert (finding.code, finding.column, finding.count) == ("unnamed_columns", "column 3", 1)
    assert "decimal commas" in finding.remedy


def test_names_lose_characters_that_nobody_sees(tmp_path: Path) -> None:
    table = read_text(tmp_path, "\u200bday,\ufeffn\u00a0\n2024-01-01,5\n2024-01-02,6\n")
    assert table.frame.columns.tolist() == ["day", "n"]


def test_labels_in_the_first_row_of_each_group_are_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, "region,store,n\nNorth,A,1\n,B,2\n,C,3\nSouth,D,4\n,E,5\n")
    (finding,) = table.problems
    assert (finding.code, finding.column, finding.count) == ("group_labels", "region", 3)
    gaps = read_text(tmp_path, "note,store,n\nlate,A,1\n,B,2\nlost,C,3\nearly,D,4\n,E,5\n")
    assert gaps.problems == []
