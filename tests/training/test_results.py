"""The table that the run itself produced."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from contract.family import Trained
from tests.conftest import Api
from training.models import ModelVersion
from training.versions.services import FileMissing, results_table

RESULTS = "/models/customers/versions/1/results"
COLUMNS = ["id", "segment", "name", "distance"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_json_comes_in_pages(api: Api, trained: ModelVersion, segments_of_customers: Trained) -> None:
    answer = api("GET", RESULTS).json()
    assert answer["count"] == 60
    assert len(answer["results"]) == 50
    assert answer["results"] == segments_of_customers.results.head(50).to_dict("records")
    following = api("GET", answer["next"].partition("/api/v1")[2]).json()
    assert [row["id"] for row in following["results"]] == list(range(51, 61))
    assert following["next"] is None


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?limit=2", [1, 2]),
        ("?limit=2&offset=58", [59, 60]),
        ("?limit=5&offset=58", [59, 60]),
        ("?offset=60", []),
        ("?offset=99999999999999999999", []),
        ("?limit=1000", list(range(1, 61))),
        ("?format=json&limit=1", [1]),
    ],
)
def test_any_page_can_be_asked_for(query: str, ids: list[int], api: Api, trained: ModelVersion) -> None:
    answer = api("GET", f"{RESULTS}{query}").json()
    assert answer["count"] == 60
    assert [row["id"] for row in answer["results"]] == ids


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def rows_of_xlsx(content: bytes, at: int = 0) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[at]
    return list(sheet.iter_rows(values_only=True))


def test_csv_is_whole(api: Api, trained: ModelVersion) -> None:
    response = api("GET", f"{RESULTS}?format=csv&limit=2")
    assert response["Content-Type"].startswith("text/csv")
    assert 'filename="customers-1.0.0.csv"' in response["Content-Disposition"]
    rows = rows_of_csv(response.content)
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 61)]


def test_xlsx_is_whole(api: Api, trained: ModelVersion) -> None:
    response = api("GET", f"{RESULTS}?format=xlsx")
    assert response["Content-Type"] == XLSX
    rows = rows_of_xlsx(response.content)
    assert list(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == list(range(1, 61))


@pytest.mark.parametrize("wanted", ["xml", "CSV", "parquet"])
def test_another_format_is_refused(wanted: str, api: Api, trained: ModelVersion) -> None:
    response = api("GET", f"{RESULTS}?format={wanted}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/problem+json")
    assert f"json, csv or xlsx, not '{wanted}'" in response.json()["detail"]


def test_what_is_not_there(api: Api, page: Client, trained: ModelVersion) -> None:
    assert api("GET", "/models/customers/versions/2/results").status_code == 404
    assert page.get("/models/customers/2/results.csv").status_code == 404
    assert page.get("/models/customers/1/results.xml").status_code == 404


def test_on_the_page(page: Client, trained: ModelVersion) -> None:
    as_csv = page.get("/models/customers/1/results.csv")
    assert len(rows_of_csv(as_csv.content)) == 61
    assert "attachment" in as_csv["Content-Disposition"]
    assert len(rows_of_xlsx(page.get("/models/customers/1/results.xlsx").content, at=1)) == 61


def test_rows_gone_from_the_disk_are_one_named_error(trained: ModelVersion) -> None:
    trained.results.storage.delete(trained.results.name)
    with pytest.raises(FileMissing, match=r"The result rows of customers 1\.0\.0 are no longer"):
        results_table(trained)


@pytest.mark.parametrize("query", ["", "?format=csv", "?format=xlsx"])
def test_over_http_a_missing_file_is_gone(query: str, api: Api, trained: ModelVersion) -> None:
    trained.results.storage.delete(trained.results.name)
    response = api("GET", f"{RESULTS}{query}")
    assert response.status_code == 410
    assert response.json()["detail"] == (
        "The result rows of customers 1.0.0 are no longer on disk. Train the model again, or restore the "
        "file."
    )
