"""Text files that are hardly delimited: separated by blanks, quoted in other ways, or of one column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from datasets.reading import ReadingError, ReadingLimits
from tests.datasets.reading_tools import read_bytes, read_text


@pytest.mark.parametrize("mark", ["^", "~"])
def test_rare_delimiters(tmp_path: Path, mark: str) -> None:
    text = "day;shop;amount\n2024-01-01;A;1,5\n2024-01-02;B;2,5\n".replace(";", mark)
    table = read_text(tmp_path, text)
    assert table.options_used["delimiter"] == mark
    assert table.frame["amount"].tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("name n day\nAnn 5 2024-01-01\nBob 6 2024-01-02\nCid 7 2024-01-03\n", "Ann"),
        ('"n" "day"\n"Ann" 5 2024-01-01\n"Bob" 6 2024-01-02\n"Cid" 7 2024-01-03\n', "Ann"),
        (
            "name           n  day       \nAnn Smith      5  2024-01-01\nBob van Dyk   16  2024-01-02\n"
            "Cid            7  2024-01-03\n",
            "Ann Smith",
        ),
        (
            "name           n  day       \nAnn Smith      5  2024-01-01\nBob Dyk       16  2024-01-02\n"
            "Cid Rhodes     7  2024-01-03\n",
            "Ann Smith",
        ),
        ('"n" "day"\n"1" 5 2024-01-01\n"2" 6 2024-01-02\n"3" 7 2024-01-03\n', 1),
    ],
)
def test_cells_parted_by_blanks(tmp_path: Path, text: str, first: str) -> None:
    table = read_text(tmp_path, text)
    assert table.frame.columns.tolist()[1:] == ["n", "day"]
    assert table.frame.iloc[0].tolist() == [first, 5, pd.Timestamp("2024-01-01")]
    assert table.frame["n"].iloc[2] == 7
    assert table.options_used["delimiter"] == " "
    assert read_text(tmp_path, text, delimiter="space").frame.equals(table.frame)


def test_a_cell_that_reaches_into_the_next_is_set_aside(tmp_path: Path) -> None:
    rows = "".join(f"Ann Smith{n % 10}    {n % 10}  2024-01-01\n" for n in range(300))
    table = read_text(tmp_path, f"name          n  day       \n{rows}Bartholomew von Ende 5 2024-01-03\n")
    assert len(table.frame) == 300
    (reject,) = table.rejects
    assert (reject.row, reject.mendable) == (302, True)
    assert reject.value.startswith("Bartholomew von Ende 5 2024-01-03")


def test_blanks_between_delimiters_and_quotation_marks(tmp_path: Path) -> None:
    table = read_text(tmp_path, 'a, b, c\n1, "x, y", 3\n2, "z\nw", 4\n3, "v", 5\n')
    assert table.frame.columns.tolist() == ["a", "b", "c"]
    assert table.frame["b"].tolist() == ["x, y", "z\nw", "v"]
    assert table.options_used["delimiter"] == ","


@pytest.mark.parametrize("first", ["Doe, John", "Doe"])
def test_single_quotation_marks(tmp_path: Path, first: str) -> None:
    table = read_text(tmp_path, f"id,name,n\n1,'{first}',5\n2,'Ann',6\n3,'Bob',7\n4,'O''Hara',8\n")
    assert table.frame["name"].tolist() == [first, "Ann", "Bob", "O'Hara"]
    assert table.frame["n"].tolist() == [5, 6, 7, 8]


def test_apostrophes_are_no_quotation_marks(tmp_path: Path) -> None:
    names = ["'t Hooft", "O'Hara", "'n Sync", "'90s'"]
    table = read_text(tmp_path, "name,n\n" + "".join(f"{name},5\n" for name in names))
    assert table.frame["name"].tolist() == names


def test_lines_that_are_quoted_as_a_whole(tmp_path: Path) -> None:
    table = read_text(tmp_path, '"id,""name"",n"\n"1,""Doe, J"",5"\n"2,""Ann"",6"\n"3,""Bob"",7"\n')
    assert table.frame.columns.tolist() == ["id", "name", "n"]
    assert table.frame["name"].tolist() == ["Doe, J", "Ann", "Bob"]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,5", "2,5", "1000,25"], [1.5, 2.5, 1000.25]),
        (["Hello, my friend", "Good work, indeed, yes", "Fine", "Ok, bye"], None),
        (["2024-01-01 10:00", "2024-01-02 11:00", "2024-01-03 12:00"], None),
        (["x^2", "y^3", "z^4"], None),
        (["~/a", "~/b", "~/c"], None),
        (["1 234,50", "5 000,25", "12,75"], [1234.5, 5000.25, 12.75]),
    ],
)
def test_one_column_is_not_parted(tmp_path: Path, cells: list[str], values: list[float] | None) -> None:
    frame = read_text(tmp_path, "\n".join(["value", *cells])).frame
    assert frame.columns.tolist() == ["value"]
    assert len(frame) == len(cells)
    assert values is None or frame["value"].tolist() == values


def test_more_lines_of_notes_than_rows(tmp_path: Path) -> None:
    notes = "".join(f'"note {number}: all, and more"\n' for number in range(8))
    table = read_text(tmp_path, notes + '"day","kind","n"\n"2024-01-01","a","5"\n"2024-01-02","b","6"\n')
    assert table.frame.columns.tolist() == ["day", "kind", "n"]
    assert table.frame["n"].tolist() == [5, 6]


def test_a_long_cell_in_a_row_of_another_width(tmp_path: Path) -> None:
    table = read_text(tmp_path, "a,b\n" + "1,2\n" * 40 + f'"{"x" * 200_000}",2,3\n')
    assert [finding.code for finding in table.problems] == ["too_many_cells"]
    with pytest.raises(ReadingError) as refused:
        read_text(tmp_path, "a b\n" + "1 2\n" * 40 + "x" * 9_000_000 + " 2\n")
    assert refused.value.findings[0].code == "unreadable"


def test_too_many_rows_parted_by_blanks(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, b"a b\n" + b"1 2\n" * 900, ReadingLimits(rows=300))
    assert refused.value.findings[0].code == "too_many_rows"
