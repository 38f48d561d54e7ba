"""The live preview: what the chosen options make of a file, with nothing kept."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets import reading
from datasets.ingest import previewing
from datasets.models import DatasetVersion
from datasets.reading.files import beginnings
from tests.conftest import upload
from tests.datasets.uploads import AMBIGUOUS, assert_nothing_kept, workbook

DATES = b"date,amount\n03/04/2025,5\n04/04/2025,6\n"
AGAIN = "/datasets/sales/1/read/preview"


@pytest.fixture
def dates(analyst: User) -> DatasetVersion:
    return upload(analyst, DATES, options={"date_order": "dmy"})


def previewed(page: Client, content: bytes, name: str = "sales.csv", **options: Any) -> Any:
    return page.post("/datasets/upload/preview", {"file": SimpleUploadedFile(name, content), **options})


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_an_option_changes_what_is_shown(page: Client, dates: DatasetVersion) -> None:
    first = page.post(AGAIN, {"date_order": "dmy"}).context["preview"]
    other = page.post(AGAIN, {"date_order": "mdy"}).context["preview"]
    assert first.rows[0][0].text != other.rows[0][0].text
    assert [(column.name, str(column.kind.word)) for column in other.columns] == [
        ("date", "Date"),
        ("amount", "Number"),
    ]
    assert DatasetVersion.objects.count() == 1


@pytest.mark.parametrize(
    "option",
    [
        {"header_row": "2"},
        {"delimiter": ";"},
        {"quote": "none"},
        {"encoding": "cp1252"},
        {"decimal": ","},
        {"thousands": "."},
        {"date_order": "ymd"},
        {"missing": "5"},
    ],
)
def test_every_option_of_a_text_file_counts(option: dict[str, str], page: Client, analyst: User) -> None:
    content = '"day",café,amount\n25/01/03,5,1.000\n25/01/04,6,2.000\n25/01/05,7,3.500\n'
    upload(analyst, content.encode(), options={"date_order": "dmy"})
    before = text_of(page.post(AGAIN, {"date_order": "dmy"}))
    assert text_of(page.post(AGAIN, {"date_order": "dmy", **option})) != before


def test_the_page_asks_for_it_with_every_option(page: Client, dates: DatasetVersion) -> None:
    response = page.get("/datasets/sales/1/read")
    assert f'hx-post="{AGAIN}"' in response.content.decode()
    assert response.context["form"]["date_order"].value() == "dmy"
    assert set(response.context["form"].fields) == {
        *("date_order", "decimal", "thousands", "delimiter", "quote", "encoding", "header_row"),
        *("missing", "not_missing", "blanks"),
    }


def test_the_sheet_of_a_workbook(page: Client, analyst: User) -> None:
    content = workbook(("amount",), (1,), (2,), sheet="Sales")
    found = previewed(page, content, "book.xlsx").context["preview"]
    assert found.sheets == ["Notes", "Sales"]
    assert "has no sheet 'Nothing'" in text_of(previewed(page, content, "book.xlsx", sheet="Nothing"))


def test_twenty_rows_of_the_beginning_of_a_long_file(page: Client) -> None:
    rows = "".join(f'{n},"a ""name""\nof two lines"\n' for n in range(3_000))
    found = previewed(page, f"number,name\n{rows}".encode()).context["preview"]
    assert found.partial
    assert len(found.rows) == 20
    assert found.findings == []


def test_only_the_beginning_is_read(analyst: User) -> None:
    content = b"number\n" + b"".join(b"%d\n" % n for n in range(5_000))
    read = previewing.preview_upload(analyst, ContentFile(content, name="long.csv"), {})
    assert len(read.frame) == beginnings.ROWS - 1


def long_workbook(*more: str, rows: int = 30) -> bytes:
    """A title above the header, 3,000 rows below it; then further sheets, of 30 rows."""
    book = openpyxl.Workbook()
    sales = book.active
    sales.title = "Sales"
    for row in [("Sales of the south",), (), ("day", "shop", "amount"), *_rows(3_000)]:
        sales.append(row)
    for name in more:
        sheet = book.create_sheet(name)
        for row in [("what", "is", "this", "here"), *((n, n, n, n) for n in range(rows))]:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    for n in range(count):
        yield datetime(2025, 1, 1) + timedelta(days=n), f"Shop {n % 7}", n / 4


def test_of_a_long_workbook_only_the_beginning_is_read(analyst: User, tmp_path: Path) -> None:
    content = long_workbook()
    found = previewing.preview_upload(analyst, ContentFile(content, name="book.xlsx"), {})
    assert found.partial
    assert len(found.frame) == beginnings.ROWS - 2  # the file has no row for the blank one
    book = tmp_path / "book.xlsx"
    book.write_bytes(content)
    whole = reading.read(book, book.name)
    assert len(whole.frame) == 3_000
    # What is seen is what the whole file is read as.
    assert found.frame.equals(whole.frame[: len(found.frame)])
    assert [finding.as_dict() for finding in found.findings] == [one.as_dict() for one in whole.problems]
    assert found.options == whole.options_used


def test_short_sheets_beside_a_long_one_are_not_read_instead(analyst: User) -> None:
    content = long_workbook("Notes", "More")
    found = previewing.preview_upload(analyst, ContentFile(content, name="book.xlsx"), {})
    assert (found.options["sheet"], found.partial) == ("Sales", True)
    assert "guessed_sheet" in [finding.code for finding in found.findings]


def test_which_sheet_holds_the_most_is_found_from_all_of_them(analyst: User) -> None:
    """The beginnings of all have the same number of rows, and those of the first have the fewest cells."""
    content = long_workbook("Notes", rows=2_100)
    found = previewing.preview_upload(analyst, ContentFile(content, name="book.xlsx"), {})
    assert (found.options["sheet"], found.partial, len(found.frame)) == ("Sales", False, 3_000)
    chosen = previewing.preview_upload(analyst, ContentFile(content, name="book.xlsx"), {"sheet": "Sales"})
    assert (chosen.partial, chosen.options["sheets"]) == (True, ["Sales", "Notes"])
    assert chosen.frame.equals(found.frame[: len(chosen.frame)])


def test_a_sheet_may_name_its_elements_otherwise() -> None:
    row, empty = b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>', b'<x:row r="2"/>'
    head = b"<x:worksheet><x:sheetData>"
    sheet = head + (row + empty) * beginnings.ROWS + b"</x:sheetData><x:rowBreaks/></x:worksheet>"
    kept = (row + empty) * (beginnings.ROWS // 2)
    cut = head + kept + b"</x:sheetData></x:worksheet>"
    assert beginnings._first_rows(io.BytesIO(sheet)) == (cut, True)
    assert beginnings._first_rows(io.BytesIO(cut[: len(head) + 500])) == (cut[: len(head) + 500], False)


@pytest.mark.parametrize("content", [b"PK\x03\x04 damaged", long_workbook()[:40_000]])
def test_a_damaged_workbook_is_refused_as_ever(content: bytes, page: Client) -> None:
    assert "damaged" in text_of(previewed(page, content, "book.xlsx"))


def test_a_short_file_is_read_whole(page: Client) -> None:
    assert not previewed(page, DATES, date_order="dmy").context["preview"].partial


def test_a_question_is_said(page: Client) -> None:
    text = text_of(previewed(page, AMBIGUOUS))
    assert "The dates in “date” can be read two ways" in text


def test_what_is_remembered_counts(page: Client, dates: DatasetVersion) -> None:
    assert "As last time" in text_of(previewed(page, DATES))
    assert "can be read two ways" in text_of(page.post(AGAIN, {}))


def test_nothing_is_kept_of_an_upload(page: Client) -> None:
    previewed(page, DATES, date_order="dmy")
    assert_nothing_kept()


def test_cells_are_escaped(page: Client) -> None:
    response = previewed(page, b"<b>name</b>,amount\n<i>x</i>,1\n<i>y</i>,2\n")
    assert b"<i>" not in response.content
    assert b"<b>name" not in response.content


def test_wrong_options_and_refusals_are_said(page: Client, dates: DatasetVersion) -> None:
    assert "Row with the column names" in text_of(page.post(AGAIN, {"header_row": "0"}))
    assert "that row of 'sales.csv' is empty" in text_of(page.post(AGAIN, {"header_row": "9"}))
    assert "Choose a file first" in text_of(page.post("/datasets/upload/preview"))


def test_a_file_that_is_gone(page: Client, dates: DatasetVersion) -> None:
    default_storage.delete(str(dates.original.name))
    assert "no longer on disk" in text_of(page.post(AGAIN, {"date_order": "mdy"}))


def test_only_who_may_change_it(client: Client, dates: DatasetVersion, colleague: User) -> None:
    client.force_login(colleague)
    assert client.post(AGAIN, {}).status_code == 403
    response = client.post("/datasets/upload/preview?dataset=sales", {})
    assert response.status_code == 403


def test_the_upload_page_asks_for_it(page: Client, dates: DatasetVersion, settings: Any) -> None:
    settings.IMPORT_JOB_BYTES = 1_000
    shown = page.get("/datasets/upload?dataset=sales").content.decode()
    assert 'hx-post="/datasets/upload/preview?dataset=sales"' in shown
    assert 'data-preview-max-bytes="1000"' in shown
