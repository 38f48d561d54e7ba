"""The rows behind a report: filtered, searched, ordered, a page at a time, and downloaded as they are."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Preferences
from training.models import ModelVersion, TrainedModel
from training.versions.rows import Rows, Wanted

PAGE = "/models/customers/1/rows"
FRAME = pd.DataFrame(
    {
        "id": [1001, 1002, 1003, 1004, 1005],
        "place": ["Paarl", "Durban", None, "paarl east", "=1+1"],
        "sales": [1234.5, None, 3.0, 20.0, 20.0],
        "member": [True, False, True, True, False],
        "day": pd.to_datetime(["2026-01-05", "2026-01-01", "2026-01-03", "2026-01-02", "2026-01-04"]),
    }
)

Read = Callable[..., list[int]]


@pytest.fixture(params=[2, 100], ids=["small groups", "one group"])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    """The ids of the rows that are wanted, from a file in groups of rows."""
    FRAME.to_parquet(tmp_path / "rows", row_group_size=request.param, index=False)

    def ids(start: int = 0, stop: int | None = None, **wanted: object) -> list[int]:
        found = Rows(pq.ParquetFile(tmp_path / "rows"), Wanted(**wanted))  # type: ignore[arg-type]
        assert len(found) == len(found[:])
        return [row["id"] for row in found[start:stop]]

    return ids


def test_all_rows_as_they_are(read: Read) -> None:
    assert read() == [1001, 1002, 1003, 1004, 1005]
    assert read(1, 4) == [1002, 1003, 1004]
    assert read(4, 9) == [1005]
    assert read(7, 9) == []


@pytest.mark.parametrize(
    ("equal", "ids"),
    [
        ({"id": "1003"}, [1003]),
        ({"place": "Paarl"}, [1001]),
        ({"place": "paarl"}, []),
        ({"sales": "20"}, [1004, 1005]),
        ({"sales": "1234.50"}, [1001]),
        ({"member": "true"}, [1001, 1003, 1004]),
        ({"day": "2026-01-03"}, [1003]),
        ({"sales": "20", "member": "false"}, [1005]),
        ({"id": "many"}, []),
        ({"id": "9" * 40}, []),
        ({"day": "yesterday"}, []),
    ],
)
def test_equal_to_what_the_column_holds(equal: dict[str, str], ids: list[int], read: Read) -> None:
    assert read(equal=equal) == ids


@pytest.mark.parametrize(
    ("text", "ids"), [("PAARL", [1001, 1004]), ("east", [1004]), ("1+", [1005]), ("1001", []), (".", [])]
)
def test_a_text_is_looked_for_in_the_columns_of_words(text: str, ids: list[int], read: Read) -> None:
    assert read(text=text) == ids


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("day", [1002, 1004, 1003, 1005, 1001]),
        ("-day", [1001, 1005, 1003, 1004, 1002]),
        ("sales", [1003, 1004, 1005, 1001, 1002]),
        ("-sales", [1001, 1004, 1005, 1003, 1002]),
    ],
)
def test_the_order(order: str, ids: list[int], read: Read) -> None:
    assert read(order=order) == ids
    assert read(1, 3, order=order) == ids[1:3]


def test_all_at_once(read: Read) -> None:
    assert read(0, 1, equal={"member": "true"}, text="paarl", order="-id") == [1004]


def test_a_table_without_words_holds_no_word(tmp_path: Path) -> None:
    FRAME[["id"]].to_parquet(tmp_path / "rows")
    assert len(Rows(pq.ParquetFile(tmp_path / "rows"), Wanted(text="1"))) == 0


def test_of_a_million_rows_only_a_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pd.DataFrame({"id": range(200_000), "half": [0, 1] * 100_000}).to_parquet(
        tmp_path / "rows", row_group_size=50_000
    )
    file = pq.ParquetFile(tmp_path / "rows")
    asked: list[tuple[object, object]] = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(file, name)

        def iter_batches(self, size: int, row_groups: object = None, columns: object = None) -> object:
            asked.append((row_groups, columns))
            more = {"row_groups": row_groups} if row_groups is not None else {}
            return file.iter_batches(size, columns=columns, **more)

    assert [row["id"] for row in Rows(Watched())[120_000:120_002]] == [120_000, 120_001]  # type: ignore[arg-type]
    assert asked == [([2], None)], "one group of four"
    asked.clear()
    found = Rows(Watched(), Wanted(equal={"half": "1"}))  # type: ignore[arg-type]
    assert (len(found), found[:1]) == (100_000, [{"id": 1, "half": 1}])
    assert asked == [(None, ["half"]), ([0], None)], "all rows of one column, then one group"


# --- The page -----------------------------------------------------------------------------------


def ids_on(page: Client, query: str = "") -> list[str]:
    response = page.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return [row[0].text for row in response.context.get("rows")]


def test_a_page_of_rows(page: Client, trained: ModelVersion) -> None:
    assert ids_on(page) == [str(number) for number in range(1, 51)]
    assert ids_on(page, "?page=2") == [str(number) for number in range(51, 61)]
    content = page.get(PAGE).content.decode()
    assert "1–50 of 60" in content
    assert trained.get_absolute_url() in content
    assert "/models/customers/1/rows" in page.get("/models/customers/").content.decode()


def test_the_rows_of_a_segment(page: Client, trained: ModelVersion) -> None:
    response = page.get(f"{PAGE}?segment=2")
    content = response.content.decode()
    assert response.context["page"].paginator.count == 30
    assert "segment is 2" in content
    assert "results.csv?segment=2" in content
    (card, _) = re.findall(
        r'href="([^"]+)"[^>]*>Show the rows', page.get("/models/customers/").content.decode()
    )
    assert card == f"{PAGE}?segment=1"


def test_filter_search_and_order_are_kept_while_turning_pages(page: Client, trained: ModelVersion) -> None:
    query = {"name": trained.report[0]["data"]["cards"][0]["value"], "q": "LARGE", "order": "-id"}
    assert ids_on(page, f"?{urlencode(query)}") == [str(number) for number in range(59, 0, -2)]
    content = page.get(f"{PAGE}?{urlencode({'order': '-id', 'q': 'customers'})}").content.decode()
    assert "?order=-id&amp;q=customers&amp;page=2" in content
    assert 'aria-sort="descending"' in content
    assert '<input type="hidden" name="order" value="-id">' in content


def test_the_form_names_a_column(page: Client, trained: ModelVersion) -> None:
    response = page.get(f"{PAGE}?order=id&page=2&filter=segment&equals=2")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?order=id&segment=2")
    without = page.get(f"{PAGE}?segment=2&filter=segment&equals=")
    assert without["Location"] == f"{PAGE}?"
    assert len(ids_on(page, "?filter=&equals=5&q=")) == 50


@pytest.mark.parametrize("query", ["?colour=red", "?order=colour", "?order=-colour"])
def test_a_column_that_is_not_there_is_ignored_and_said(
    query: str, page: Client, trained: ModelVersion
) -> None:
    assert len(ids_on(page, query)) == 50
    assert "no column “colour”" in page.get(f"{PAGE}{query}").content.decode()


def test_no_row_matches(page: Client, trained: ModelVersion) -> None:
    content = page.get(f"{PAGE}?q=zzz").content.decode()
    assert "No row matches" in content
    assert "<table" not in content


def test_markup_is_text(page: Client, trained: ModelVersion) -> None:
    query = urlencode({"q": "<script>x", "name": '"><script>y', "<script>z": "1"})
    content = page.get(f"{PAGE}?{query}").content.decode()
    assert not re.search("<script>[xyz]", content)


def test_what_is_not_there(page: Client, trained: ModelVersion) -> None:
    assert page.get("/models/customers/2/rows").status_code == 404
    assert page.get("/models/nothing/1/rows").status_code == 404


def with_rows(version: ModelVersion, frame: pd.DataFrame) -> None:
    version.results.save("results", ContentFile(frame.to_parquet(index=False)), save=True)


def test_numbers_are_written_as_the_reader_writes_them(page: Client, trained: ModelVersion) -> None:
    with_rows(trained, FRAME)
    first = [cell.text for cell in page.get(PAGE).context["rows"][0]]
    assert first == ["1001", "Paarl", "1,235", "yes", "5 Jan 2026"], "a number that names is no amount"
    Preferences.objects.update_or_create(user=trained.model.owner, defaults={"numbers": "de"})
    assert page.get(PAGE).context["rows"][0][2].text == "1.235"
    assert page.get(PAGE).context["rows"][1][2].text == "–"


def test_dates_that_a_family_keeps_as_text_are_dates(page: Client, trained: ModelVersion) -> None:
    TrainedModel.objects.update(family="forecasting")
    with_rows(trained, pd.DataFrame({"item": [7], "date": ["2026-02-01"], "value": [1.5]}))
    assert [cell.text for cell in page.get(PAGE).context["rows"][0]] == ["7", "1 Feb 2026", "1.5"]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_download_holds_exactly_these_rows(file_format: str, page: Client, trained: ModelVersion) -> None:
    response = page.get(f"/models/customers/1/results.{file_format}?segment=2&order=-id&page=2&colour=red")
    if file_format == "csv":
        rows = [tuple(row) for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig")))]
    else:
        sheet = load_workbook(io.BytesIO(response.content), read_only=True).worksheets[1]
        rows = list(sheet.iter_rows(values_only=True))
    assert [name.casefold() for name in rows[0][1:]] == ["segment", "name", "distance"]
    assert [str(row[0]) for row in rows[1:]] == [str(number) for number in range(60, 0, -2)]


def test_the_download_of_a_search_that_finds_nothing(page: Client, trained: ModelVersion) -> None:
    response = page.get("/models/customers/1/results.csv?q=zzz")
    assert response.content.startswith(BOM_UTF8)  # for Excel
    assert response.content.decode("utf-8-sig").split() == ["id,segment,name,distance"]


@pytest.mark.parametrize(
    "address", [PAGE, "/models/customers/1/results.csv", "/models/customers/1/results.xlsx"]
)
@pytest.mark.parametrize("content", [None, b"", b"no Parquet"])
def test_rows_that_are_gone_from_the_disk(
    content: bytes | None, address: str, page: Client, trained: ModelVersion
) -> None:
    path = Path(trained.results.path)
    path.unlink() if content is None else path.write_bytes(content)
    response = page.get(address)
    assert response.status_code == 410
    assert "The result rows of customers 1.0.0 are no longer on disk." in response.content.decode()
    assert trained.get_absolute_url() in response.content.decode()


def test_more_rows_take_no_more_queries(page: Client, trained: ModelVersion) -> None:
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page.get(f"{PAGE}{query}").status_code == 200
        return len(asked)

    queries("")
    assert queries("?id=1") == queries("?order=-id&q=e&page=2") <= 8
