"""Bad sheets: a sentence that names the place, by API and by page, and nothing is kept."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tests.api.problems import assert_problem
from tests.conftest import Api, sales_csv
from tests.datasets.uploads import PNG, SHEET, assert_nothing_kept, by_api, by_page

REFUSED = [
    ("picture.csv", PNG, "'picture.csv' is a PNG picture, not a table", None, None),
    ("header.csv", b"date,amount\n", "a header of 2 columns but no rows below it", None, 1),
    (
        "dates.csv",
        b"date,amount\n30/01/2024,5\n31/02/2024,6\n31/04/2024,7\n",
        "Column 'date', row 3: '31/02/2024' is not a real date",
        "date",
        3,
    ),
    ("quote.csv", b'a,b\n1,2\n"open,2\n3,4\n', "quotation mark", None, 3),
    ("book.xlsx", b"PK\x03\x04" + bytes(300), "damaged workbook", None, None),
]


@pytest.mark.parametrize(("name", "content", "said", "column", "row"), REFUSED)
def test_a_program_is_told_column_and_row(
    name: str, content: bytes, said: str, column: str | None, row: int | None, api: Api
) -> None:
    problem = assert_problem(by_api(api, content, name), 422)
    assert said in problem["detail"]
    (entry,) = problem["errors"]
    assert entry["location"] == {"table": "main", "column": column, "row": row, "series": None}
    assert said in entry["message"]
    assert_nothing_kept()


@pytest.mark.parametrize(("name", "content", "said", "column", "row"), REFUSED)
def test_a_person_reads_the_same_sentence(
    name: str, content: bytes, said: str, column: str | None, row: int | None, page: Client
) -> None:
    response = by_page(page, content, name)
    assert response.status_code == 422
    assert said in html.unescape(response.content.decode())
    assert_nothing_kept()


def test_an_empty_file(api: Api, page: Client) -> None:
    assert "'empty.csv' is empty" in assert_problem(by_api(api, b"", "empty.csv"), 422)["detail"]
    response = by_page(page, b"", "empty.csv")
    assert response.status_code == 422
    assert "This file is empty." in response.content.decode()
    assert_nothing_kept()


def test_too_many_rows(settings: Any, api: Api, page: Client) -> None:
    settings.MAX_ROWS = 2
    said = "'sales.csv' has 3 rows or more; at most 2 are allowed."
    assert said in assert_problem(by_api(api, SHEET), 422)["detail"]
    assert said in html.unescape(by_page(page, SHEET).content.decode())
    assert_nothing_kept()
    settings.MAX_ROWS = 3
    assert by_api(api, SHEET).status_code == 201


def test_too_many_bytes(settings: Any, api: Api, page: Client) -> None:
    settings.MAX_UPLOAD_MB = 1
    large = sales_csv(days=20) + b"\n" * 2_200_000
    assert "the limit is 1 MB" in assert_problem(by_api(api, large), 413)["detail"]
    response = by_page(page, large)
    assert response.status_code == 413
    assert "the limit is 1 MB" in response.content.decode()
    assert_nothing_kept()


def test_a_missing_file_on_the_page(page: Client) -> None:
    response = page.post("/datasets/upload", {"name": "Sales"})
    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()
    assert_nothing_kept()


def test_one_row_is_a_table(api: Api) -> None:
    """Whether it answers a question is for the question to say."""
    assert by_api(api, b"date,amount\n2025-01-01,5\n").json()["rows"] == 1
