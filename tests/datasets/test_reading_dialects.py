"""Text files: encodings, delimiters, line ends, headers and rows of unequal length."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.reading import ReadingError
from tests.datasets.reading_tools import TABLE, read_bytes, read_text

WORDS = st.text(alphabet="abcdefgXYZéüß ,;|'\"\t-", min_size=1, max_size=12).map(
    lambda text: f"w{text}".strip()
)
NUMBERS = st.integers(-(10**6), 10**6).map(lambda number: number / 100)
DAYS = st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2035-12-31").date())
ROWS = st.lists(st.tuples(WORDS, NUMBERS, DAYS), min_size=3, max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=ROWS,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    quote=st.sampled_from(['"', "'"]),
)
def test_any_dialect_reads_back_equal(
    rows: list[Any], delimiter: str, decimal: str, encoding: str, line_end: str, quoting: Any, quote: str
) -> None:
    target = io.StringIO()
    writer = csv.writer(
        target, delimiter=delimiter, lineterminator=line_end, quoting=quoting, quotechar=quote
    )
    writer.writerow(["Größe", "amount", "day"])
    for word, number, day in rows:
        writer.writerow([word, f"{number:.2f}".replace(".", decimal), day.strftime("%Y-%m-%d")])
    with TemporaryDirectory() as folder:
        # Single quotation marks may also be apostrophes: they are said.
        options = {} if quote == '"' else {"quote": "single"}
        table = read_bytes(Path(folder), target.getvalue().encode(encoding), **options)
    frame = table.frame
    assert table.options_used["delimiter"] == delimiter
    assert frame.columns.tolist() == ["Größe", "amount", "day"]
    assert frame["Größe"].tolist() == [word for word, _, _ in rows]
    assert frame["amount"].tolist() == pytest.approx([number for _, number, _ in rows])
    assert frame["day"].dt.date.tolist() == [day for _, _, day in rows]


AMOUNTS = st.lists(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100), min_size=4, max_size=20)


def written(number: float, decimal: str, thousands: str) -> str:
    text = f"{number:,.2f}"
    return text.replace(",", " ").replace(".", decimal).replace(" ", thousands)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    numbers=AMOUNTS,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    marks=st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (",", "\u00a0"), (".", "")]),
    sign=st.sampled_from(["{} €", "${}", "R {}", "{}", "CHF {}"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    preamble=st.sampled_from([[], [["Sales of the year"], []], [["# written by a program"]]]),
)
def test_money_below_a_preamble_reads_back_equal_in_any_dialect(
    numbers: list[float],
    delimiter: str,
    marks: tuple[str, str],
    sign: str,
    encoding: str,
    line_end: str,
    preamble: list[list[str]],
) -> None:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator=line_end)
    writer.writerows([*preamble, ["item", "amount", "sold"]])
    for row, number in enumerate(numbers):
        writer.writerow([f"item {row}", sign.format(written(number, *marks)), f"2024-01-{row + 1:02}"])
    with TemporaryDirectory() as folder:
        table = read_bytes(Path(folder), target.getvalue().encode(encoding), decimal=marks[0])
    assert table.frame.columns.tolist() == ["item", "amount", "sold"]
    assert table.frame["amount"].tolist() == pytest.approx(numbers)
    assert table.rejects == []
    assert table.frame["sold"].dt.day.tolist() == list(range(1, len(numbers) + 1))


def test_what_was_found_is_told(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, "Käufer;Tag\n5,5;31.12.2024\n6,25;01.01.2025\n".encode("cp1252"))
    assert table.options_used == {
        "encoding": "cp1252",
        "delimiter": ";",
        "quote": '"',
        "header_row": 1,
        "decimal": ",",
        "date_order": "dmy",
    }
    assert table.problems == []


def test_latin_1_where_cp1252_has_no_such_letter(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, "name,n\nné\x8d,1\nb,2\n".encode("latin-1"))
    assert table.options_used["encoding"] == "latin-1"


def test_given_options_win(tmp_path: Path) -> None:
    table = read_text(tmp_path, "title;x\na;b,c\n1;2,3\n", delimiter="comma", header_row="2")
    assert table.frame.columns.tolist() == ["a;b", "c"]


def test_duplicate_and_empty_names_are_numbered(tmp_path: Path) -> None:
    table = read_text(tmp_path, "a,b,,a,a 2\n1,2,3,4,5\n1,2,3,4,5\n")
    assert table.frame.columns.tolist() == ["a", "b", "column 3", "a 3", "a 2"]
    assert [finding.code for finding in table.problems] == ["repeated_name", "unnamed_columns"]


def test_left_over_delimiters_are_no_columns(tmp_path: Path) -> None:
    table = read_text(tmp_path, "a;b;;,,\n1;2,5;;,\n2;3,5;;\n")
    assert table.frame.columns.tolist() == ["a", "b"]
    assert [(finding.code, finding.count) for finding in table.problems] == [("empty_columns", 2)]


def test_rows_of_unequal_length(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i},red\n" for i in range(20))
    table = read_text(tmp_path, f"a,b,c\n{rows}20,20\n{rows}1,2,3,4\n40,40,red\n")
    assert len(table.frame) == 42
    assert table.frame.iloc[20].tolist() == [20, 20, None]
    findings = {finding.code: (finding.row, finding.count) for finding in table.problems}
    assert findings == {"too_few_cells": (22, 1), "too_many_cells": (43, 1)}


def test_title_and_blank_rows_keep_the_sheets_row_numbers(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{i:02},{i}\n" for i in range(1, 29))
    table = read_text(tmp_path, f"Sales report\n\ndate,amount\n{rows}\n2024-02-01,many\n")
    assert table.options_used["header_row"] == 3
    assert len(table.frame) == 29
    places = {finding.code: finding.row for finding in table.problems}
    assert places == {"preamble": 1, "empty_rows": 32, "not_a_number": 33}


def test_a_sheet_without_header_is_named_by_position(tmp_path: Path) -> None:
    table = read_text(tmp_path, "2024-01-01,5\n2024-01-02,6\n")
    assert table.frame.columns.tolist() == ["column 1", "column 2"]
    assert len(table.frame) == 2
    assert table.problems[0].code == "no_header"


def test_years_may_head_columns(tmp_path: Path) -> None:
    table = read_text(tmp_path, "store,2022,2023\nA,5,6\nB,7,8\n")
    assert table.frame.columns.tolist() == ["store", "2022", "2023"]


def test_quoted_line_breaks_and_quotation_marks(tmp_path: Path) -> None:
    table = read_text(tmp_path, 'note,n\n"two\nlines",1\n"say ""hi""",2\n5" pipe,3\n')
    assert table.frame["note"].tolist() == ["two\nlines", 'say "hi"', '5" pipe']


def test_single_quotation_marks_are_found_and_shown(tmp_path: Path) -> None:
    table = read_text(tmp_path, "note,n\n'a, b',1\n'c, d',2\n'it''s, e',3\n")
    assert table.frame["note"].tolist() == ["a, b", "c, d", "it's, e"]
    assert table.options_used["quote"] == "'"


def test_without_quotation_marks_one_that_is_never_closed_is_a_letter(tmp_path: Path) -> None:
    text = 'pipe,n\n"5 inch,1\n6 inch,2\n7 inch,3\n'
    with pytest.raises(ReadingError) as refused:
        read_text(tmp_path, text)
    assert "(option quote)" in str(refused.value.findings[0].remedy)
    table = read_text(tmp_path, text, quote="none")
    assert table.frame["pipe"].tolist() == ['"5 inch', "6 inch", "7 inch"]
    assert (table.options_used["quote"], table.options_used["delimiter"]) == ("none", ",")


def test_the_mark_around_cells_holds_for_rows_of_another_width(tmp_path: Path) -> None:
    table = read_text(tmp_path, "note,n,m\n'a, b',1,2\n'c, d',3\n'e, f',5,6\n", quote="single")
    assert table.frame["note"].tolist() == ["a, b", "c, d", "e, f"]


def test_one_column_alone(tmp_path: Path) -> None:
    assert read_text(tmp_path, "amount\n5\n6\n").frame["amount"].tolist() == [5, 6]


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    assert len(read_bytes(tmp_path, TABLE.encode(), name="sheet.xlsx").frame) == 3


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-01", "2024-02", "2024-03"],
        ["2024-01-31", "2024-02-29", "2024-03-31"],
        ["01/2024", "02/2024", "03/2024"],
        ["31.01.2024", "29.02.2024", "31.03.2024"],
    ],
)
def test_dates_across_the_columns_are_their_names(tmp_path: Path, dates: list[str]) -> None:
    table = read_text(tmp_path, "\n".join([";".join(["product", *dates]), "tea;1;2;3", "coffee;4;;6"]))
    assert table.frame.columns.tolist() == ["product", *dates]
    assert len(table.frame) == 2
    assert "no_header" not in [finding.code for finding in table.problems]


@pytest.mark.parametrize(
    "second", ["tea;2024-05-01;2024-05-02;2024-05-03", "tea;1;2;2024-05-03"], ids=["all", "one"]
)
def test_dates_above_dates_are_values(tmp_path: Path, second: str) -> None:
    table = read_text(tmp_path, f"coffee;2024-01-01;2024-01-02;2024-01-03\n{second}\n")
    assert table.frame.columns.tolist()[0] == "column 1"


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac-roman"])
@pytest.mark.parametrize(
    "words",
    ["Größe;Straße;Käufer;Über", "prénom;très;façade;École", "ação;coração;São;pão", "blå;Ærø;Ødegård;å"],
)
def test_letters_tell_the_encoding(tmp_path: Path, words: str, encoding: str) -> None:
    text = f"{words}\n" + "1;2;3;4\n" * 3
    table = read_bytes(tmp_path, text.encode(encoding))
    assert table.options_used["encoding"] == encoding
    assert table.frame.columns.tolist() == words.split(";")


def test_marks_of_windows_alone_tell_no_other_encoding(tmp_path: Path) -> None:
    text = "name;note\nA;“x” – y\nB;don’t\nC;100 € · 5 °C\n"
    table = read_bytes(tmp_path, text.encode("cp1252"))
    assert table.options_used["encoding"] == "cp1252"
    assert table.frame["note"].tolist() == ["“x” – y", "don’t", "100 € · 5 °C"]


def test_the_end_of_file_of_dos_and_a_misread_byte_order_mark(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"a,b\n1,2\n3,4\n\x1a").frame["a"].tolist() == [1, 3]
    assert read_text(tmp_path, "ï»¿name,n\na,1\nb,2\n").frame.columns.tolist() == ["name", "n"]
