"""What the reader says about its own work: cells and rows that it could not read, and what it changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from datasets.reading import Reject
from language.sentences import Sentence
from tests.datasets.reading_tools import read_text


def changes_of(table: Any, column: str = "value") -> dict[str, tuple[int, list[tuple[str, str]]]]:
    return {change.code: (change.count, change.examples) for change in table.report.columns.get(column, [])}


def read_cells(folder: Path, *cells: str) -> Any:
    return read_text(folder, "row;value\n" + "".join(f"r{i};{cell}\n" for i, cell in enumerate(cells)))


def test_cells_that_could_not_be_read_are_rejects_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    good = "".join(f"2024-01-01;{i}\n" for i in range(40))
    table = read_text(tmp_path, f"day;n\n{good}soon;1\n2024-01-02;many\n2024-02-30;3\n")
    assert [(r.row, r.column, r.value, str(r.reason)) for r in table.rejects] == [
        (42, "day", "soon", "This is not a date."),
        (43, "n", "many", "This is not a number."),
        (44, "day", "2024-02-30", "This date does not exist."),
    ]
    assert all(reject.mendable and isinstance(reject.reason, Sentence) for reject in table.rejects)


def test_a_row_with_too_many_cells_is_a_reject_with_its_line(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i}\n" for i in range(20))
    table = read_text(tmp_path, f'a,b\n{rows}"x, y",2,3\n{rows}')
    assert table.rejects == [Reject(22, None, '"x, y",2,3', "This row has more cells than the header.")]
    assert table.report.as_dict()["set_aside"] == [
        {"code": "too_many_cells", "reason": "rows with too many cells", "count": 1}
    ]
    assert (table.report.rows_read, table.report.rows_kept) == (41, 40)


def test_a_clean_table_has_no_rejects_and_no_changes(tmp_path: Path) -> None:
    table = read_text(tmp_path, "a,b\n1,x\n2,y\n3,z\n")
    assert table.rejects == []
    assert table.report.as_dict() == {
        "rows_read": 3,
        "rows_kept": 3,
        "rows_set_aside": 0,
        "set_aside": [],
        "columns": [],
        "names": [],
    }


@pytest.mark.parametrize(
    ("cells", "code", "count", "examples"),
    [
        (["12 %", "5.5%", "-"], "percent", 2, [("12 %", "0.12"), ("5.5%", "0.055")]),
        (["$5", "$6.5", "7", "$8", "$9"], "money", 4, [("$5", "5"), ("$6.5", "6.5"), ("$8", "8")]),
        (["1,234.50", "12.50"], "thousands", 1, [("1,234.50", "1234.5")]),
        (["1 234,5", "2,5"], "thousands", 1, [("1 234,5", "1234.5")]),
        (["1.234,50 €", "2,50 €"], "decimal", 2, [("1.234,50 €", "1234.5"), ("2,50 €", "2.5")]),
        (["1,5", "2,25"], "decimal", 2, [("1,5", "1.5"), ("2,25", "2.25")]),
        (["(12.30)", "12.30-", "1.00"], "negative", 2, [("(12.30)", "-12.3"), ("12.30-", "-12.3")]),
        (["1 Feb 2024", "2024-02-02"], "dates", 2, [("1 Feb 2024", "2024-02-01")]),
        (["ja", "nein", "ja"], "yes_no", 3, [("ja", "yes"), ("nein", "no")]),
        (["5.5", "-", "unknown"], "missing_words", 2, [("-", "missing"), ("unknown", "missing")]),
        (["a", " b", "a "], "spaces", 2, [('" b"', '"b"'), ('"a "', '"a"')]),
    ],
)
def test_what_was_changed_is_counted_with_examples(
    tmp_path: Path, cells: list[str], code: str, count: int, examples: list[tuple[str, str]]
) -> None:
    found = changes_of(read_cells(tmp_path, *cells))
    assert code in found
    assert found[code][0] == count
    assert found[code][1][: len(examples)] == examples
    assert len(found[code][1]) <= 3


def test_rows_count_and_not_distinct_texts(tmp_path: Path) -> None:
    assert changes_of(read_cells(tmp_path, *["$5"] * 30, "$6"))["money"][0] == 31


def test_the_report_is_json_of_sentences(tmp_path: Path) -> None:
    report = read_cells(tmp_path, "$5", "6").report.as_dict()
    assert json.loads(json.dumps(report)) == report
    (column,) = report["columns"]
    (change,) = column["changes"]
    assert column["column"] == "value"
    assert isinstance(change["what"], Sentence)
    assert change["examples"] == [{"found": "$5", "kept": "5"}]
