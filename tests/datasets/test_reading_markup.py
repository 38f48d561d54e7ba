"""Sheets that programs write as a web page or as the XML of Excel 2003, and call .xls."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.reading import ReadingError, ReadingLimits, ReadingQuestion
from datasets.reading.workbook.web_pages import tables_of
from datasets.schema.fingerprint import header_fingerprint
from tests.datasets.reading_tools import codes, read_bytes
from tests.shop_words import WORDS, shop_sheet

ROWS = (
    "<tr><th>Day</th><th>Shop</th><th>Amount</th></tr>"
    "<tr><td>2024-01-01</td><td>Zoë &amp; Co</td><td>1,234.50</td></tr>"
    "<tr><td>2024-01-02</td><td>B<br>C</td><td>12.00</td></tr>"
    "<tr><td>2024-01-03</td><td></td><td>13.00</td></tr>"
)
PAGE = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    "<style>td{mso-number-format:General}</style></head><body><table border=1>{rows}</table></body></html>"
)
WORKBOOK = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{doctype}'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="Sales"><Table>{rows}</Table></Worksheet></Workbook>'
)


def page(rows: str = ROWS) -> str:
    return PAGE.replace("{rows}", rows)


def cells(*kinds_and_values: tuple[str, str]) -> str:
    return "<Row>" + "".join(map(_cell, kinds_and_values)) + "</Row>"


def _cell(one: tuple[str, str]) -> str:
    return f'<Cell><Data ss:Type="{one[0]}">{one[1]}</Data></Cell>'


def book(rows: str, doctype: str = "") -> bytes:
    return WORKBOOK.format(rows=rows, doctype=doctype).encode()


@pytest.mark.parametrize(
    "content",
    [
        page().encode(),
        page(ROWS.replace("</td>", "").replace("</tr>", "")).encode(),
        page().replace("utf-8", "windows-1252").encode("cp1252"),
        page().replace("utf-8", "utf-16").encode("utf-16"),
        f"<!-- made by a program --><table>{ROWS}</table>".encode(),
        ROWS.encode(),
        page(f"<tr><td><table>{ROWS}</table></td></tr>").encode(),
        page("<tr><td colspan=3>Sales report</td></tr>" + ROWS).encode(),
    ],
)
def test_the_table_of_a_web_page(tmp_path: Path, content: bytes) -> None:
    table = read_bytes(tmp_path, content, name="export.xls")
    assert table.frame.columns.tolist() == ["Day", "Shop", "Amount"]
    assert table.frame["Day"].tolist() == [pd.Timestamp(2024, 1, day) for day in (1, 2, 3)]
    assert table.frame["Shop"].tolist() == ["Zoë & Co", "B\nC", None]
    assert table.frame["Amount"].tolist() == [1234.5, 12, 13]


@pytest.mark.parametrize("content", [b"<html", b"<!-- <table>", b"<table\x00\xff<<td", b"<html></html>"])
def test_pages_without_an_element(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, content, name="export.xls")
    assert refused.value.findings[0].code == "not_a_table"


def test_signs_of_tags_in_attributes_and_scripts_are_no_tags(tmp_path: Path) -> None:
    rows = (
        "<tr><th title='a > b'>Shop</th><th>n</th></tr>"
        "<tr><td onclick=\"if (a<b) show('<td>')\">Bern</td>"
        "<td><script>if (1<2) '<td>9</td>'</script>1</td></tr>"
        "<tr><td><!-- <td>9</td> -->Basel &lt; Rhein</td><td x:num='2>1'>2</td></tr>"
    )
    frame = read_bytes(tmp_path, page(rows).encode(), name="export.xls").frame
    assert frame["Shop"].tolist() == ["Bern", "Basel < Rhein"]
    assert frame["n"].tolist() == [1, 2]


def test_a_page_that_does_not_name_its_encoding(tmp_path: Path) -> None:
    lines = [line.split(";") for line in shop_sheet(WORDS["Polish"], 20).splitlines()]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    table = read_bytes(tmp_path, f"<table>{rows}</table>".encode("iso-8859-2"), name="export.xls")
    assert table.frame.columns.tolist() == lines[0]
    assert table.options_used["encoding"] == "iso-8859-2"
    assert codes(table) == ["guessed_encoding"]
    western = page().replace("; charset=utf-8", "").encode("cp1252")
    assert read_bytes(tmp_path, western, name="export.xls").frame["Shop"].tolist()[0] == "Zoë & Co"


def test_the_letters_of_a_page_are_asked_about_where_two_readings_fit(tmp_path: Path) -> None:
    rows = "<tr><td>město<td>n<tr><td>Košice<td>1<tr><td>Veselí<td>2<tr><td>Mikuláš<td>3"
    content = f"<table>{rows}</table>".encode("iso-8859-2")
    with pytest.raises(ReadingQuestion) as asked:
        read_bytes(tmp_path, content, name="export.xls")
    assert asked.value.readings[0]["examples"][0] == {"text": "Košice"}
    assert "Mikuláš" in read_bytes(tmp_path, content, encoding="iso-8859-2").frame["město"].tolist()
    assert header_fingerprint(tmp_path / "upload", "export.xls")


def test_cells_over_several_rows_count_for_each(tmp_path: Path) -> None:
    rows = (
        "<tr><td>region<td>store<td>n<tr><td rowspan=2>North<td>A<td>1<tr><td>B<td>2"
        "<tr><td rowspan=2>South<td>C<td>3<tr><td>D<td>4"
    )
    frame = read_bytes(tmp_path, page(rows).encode()).frame
    assert frame["region"].tolist() == ["North", "North", "South", "South"]
    assert frame["n"].tolist() == [1, 2, 3, 4]


def test_names_in_two_rows_of_a_page(tmp_path: Path) -> None:
    upper = "<tr><th rowspan=2>Store<th colspan=2>Q1<th colspan=2>Q2<tr><th>Sales<th>Cost<th>Sales<th>Cost"
    rows = "".join(f"<tr><td>s{n}<td>{n}<td>{n * 2}<td>{n * 3}<td>{n * 4}" for n in range(1, 6))
    frame = read_bytes(tmp_path, page(upper + rows).encode()).frame
    assert frame.columns.tolist() == ["Store", "Q1 Sales", "Q1 Cost", "Q2 Sales", "Q2 Cost"]


def test_several_tables_are_sheets(tmp_path: Path) -> None:
    content = f"<html><table><tr><td>menu<td>home</table><table>{ROWS}</table></html>".encode()
    table = read_bytes(tmp_path, content)
    assert table.options_used["sheet"] == "table 2"
    assert len(table.frame) == 3


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("<tr><td>" + "<" * 100_000, "only_header"),
        ("<!--" * 100_000, "not_a_table"),
        ("<table>" * 100_000, "not_a_table"),
        ("</table><table>" * 20_000, "not_a_table"),
        ("<b>" * 100_000 + "</i>" * 100_000, "not_a_table"),
        ("<tr>" + "<td colspan=1000>x" * 9, "too_many_columns"),
        ("<tr>" + "<td rowspan=60000>x" * 900 + "<tr>" * 1_000, "too_many_cells"),
        ("<tr>" * 5_000, "too_many_rows"),
        ("<tr>" + "<td>a" * 900 + "<tr>" * 1_900, "too_many_cells"),  # laid out as a rectangle
        (("<tr>" * 1_900 + "</table><table>") * 100, "too_many_cells"),
    ],
)
def test_pages_that_would_fill_the_memory(tmp_path: Path, rows: str, code: str) -> None:
    limits = ReadingLimits(rows=2_000, workbook_cells=100_000)
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, page(rows).encode(), limits)
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].remedy


def test_a_workbook_of_excel_2003(tmp_path: Path) -> None:
    rows = (
        cells(("String", "day"), ("String", "code"), ("String", "amount"), ("String", "open"))
        + cells(
            ("DateTime", "2024-01-01T00:00:00.000"), ("String", "007"), ("Number", "1.5"), ("Boolean", "1")
        )
        + '<Row ss:Index="4">'
        + '<Cell><Data ss:Type="DateTime">2024-01-02T00:00:00.000</Data></Cell>'
        + '<Cell ss:Index="3"><Data ss:Type="Number">12</Data></Cell>'
        + '<Cell><Data ss:Type="Boolean">0</Data></Cell></Row>'
    )
    table = read_bytes(tmp_path, book(rows), name="export.xls")
    assert table.options_used["sheet"] == "Sales"
    assert table.frame["day"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-02")]
    assert table.frame["code"].tolist() == ["007", None]
    assert table.frame["amount"].tolist() == [1.5, 12]
    assert table.frame["open"].tolist() == [True, False]


NEXT = '</Table></Worksheet><Worksheet ss:Name="Next"><Table>'


def test_merged_cells_that_overlap_take_no_more_time_than_the_sheet_has_cells(tmp_path: Path) -> None:
    reaching = '<Row><Cell ss:MergeDown="9"><Data ss:Type="String">a</Data></Cell></Row>' * 9
    rows = cells(("String", "day")) + reaching
    table = read_bytes(tmp_path, book(rows), name="export.xls")
    assert next(found for found in table.problems if found.code == "merged_cells").count == 1


@pytest.mark.parametrize(
    ("rows", "doctype", "code"),
    [
        (cells(("String", "&a;")), '<!DOCTYPE x [<!ENTITY a "boom">]>', "not_a_table"),
        ('<Row ss:Index="99999999"/>', "", "too_many_rows"),
        ('<Row><Cell ss:Index="99999999"/></Row>', "", "too_many_columns"),
        ('<Row><Cell ss:Index="500"/></Row>' * 300, "", "too_many_cells"),
        ('<Row><Cell ss:Index="900"/></Row><Row ss:Index="50000"/>', "", "too_many_cells"),
        ('<Row ss:Index="90000"/>' + NEXT + '<Row ss:Index="90000"/>', "", "too_many_cells"),
        ("<Row><Cell></Row>", "", "damaged_workbook"),
    ],
)
def test_xml_that_is_refused(tmp_path: Path, rows: str, doctype: str, code: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read_bytes(tmp_path, book(rows, doctype), ReadingLimits(workbook_cells=100_000))
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].remedy


def test_a_long_sheet_of_markup_is_shown_whole_before_it_is_kept(analyst: Any) -> None:
    from django.core.files.base import ContentFile

    from datasets.ingest.previewing import preview_upload

    rows = cells(("String", "n")) + "\n".join(cells(("Number", str(n))) for n in range(5_000))
    shown = preview_upload(analyst, ContentFile(book(rows), name="export.xls"), {})
    assert (len(shown.frame), shown.partial) == (5_000, False)


TEXTS = st.text(st.characters(exclude_categories=["C"], exclude_characters="\r\n"), min_size=1, max_size=12)
NAMES = st.sampled_from(["title", "style", "x:num", "data-a", "onclick", "ROWSPAN2"])
QUOTED = st.text("ab<>='&;/ é", max_size=12)


def attributes(given: list[tuple[str, str]]) -> str:
    written = (f'"{value}"' if "'" in value else f"'{value}'" for _, value in given)
    return "".join(f" {name}={value}" for (name, _), value in zip(given, written, strict=True))


@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=2, max_size=5)
    ),
    about=st.lists(st.tuples(NAMES, QUOTED), max_size=3),
    ends=st.booleans(),
    numbers=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_any_table_comes_back_cell_by_cell(
    rows: list[list[str]], about: list[tuple[str, str]], ends: bool, numbers: bool
) -> None:
    """Whatever stands in the attributes of its tags, and however its signs are written."""

    def written(text: str) -> str:
        return "".join(f"&#{ord(sign)};" for sign in text) if numbers else html.escape(text)

    tags = attributes(about)
    lines = (
        f"<tr{tags}>" + "".join(f"<td{tags}>{written(text)}" + "</td>" * ends for text in row) for row in rows
    )
    content = f"<table{tags}>{''.join(lines)}</table>".encode()
    expected = [[" ".join(text.split()) for text in row] for row in rows]
    if any(map(any, expected)):
        assert tables_of(content, "page.xls", ReadingLimits()).sheets[0].rows == expected
    else:
        with pytest.raises(ReadingError):
            tables_of(content, "page.xls", ReadingLimits())
