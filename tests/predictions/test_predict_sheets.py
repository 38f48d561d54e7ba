"""Sheets in, sheets out."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from api.rendering import CSV_TYPE, XLSX_TYPE
from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import ModelVersion

PREDICT = "/models/customers/predict"
COLUMNS = ["id", "city", "employees", "total_sales"]
ROWS: list[list[Any]] = [[901, "Durban", 82, 30_200], [902, "Paarl", 9, 3_100]]
AS_JSON = {"rows": [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]}
AS_CSV = "id;city;employees;total_sales\n901;Durban;82;30200\n902;Paarl;9;3100\n".encode("utf-8-sig")


def as_xlsx() -> bytes:
    book = Workbook()
    for row in [COLUMNS, *ROWS]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_csv_body_is_the_same_question(api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, AS_CSV, content_type="text/csv; charset=utf-8")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["predictions"] == api("POST", PREDICT, AS_JSON).json()["predictions"]


def test_an_xlsx_body_is_the_same_question(api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, as_xlsx(), content_type=XLSX_TYPE)
    assert response.json()["predictions"] == api("POST", PREDICT, AS_JSON).json()["predictions"]


@pytest.mark.parametrize(("name", "content"), [("rows.csv", AS_CSV), ("rows.xlsx", as_xlsx())])
def test_an_upload_is_the_same_question(name: str, content: bytes, api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, files={"file": (name, content)})
    assert response.json()["predictions"] == api("POST", PREDICT, AS_JSON).json()["predictions"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04nothing"])
@pytest.mark.parametrize("content_type", [CSV_TYPE, XLSX_TYPE])
def test_what_is_no_sheet_is_refused(
    content: bytes, content_type: str, api: Api, trained: ModelVersion
) -> None:
    response = api("POST", PREDICT, content, content_type=content_type)
    assert response.status_code == 422
    assert response.json()["detail"]
    assert not PredictionLog.objects.exists()


def test_a_sheet_of_other_columns_is_refused(api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, b"colour,size\nred,5\nblue,6\n", content_type=CSV_TYPE)
    assert response.status_code == 422
    assert "city" in response.json()["detail"]


def test_another_type_of_body_is_refused(api: Api, trained: ModelVersion) -> None:
    assert api("POST", PREDICT, b"<rows/>", content_type="application/xml").status_code == 415


@pytest.mark.parametrize(("query", "location"), [("?horizon=2", "future"), ("?horizon=soon", "horizon")])
def test_the_rest_of_a_request_stands_in_the_address(
    query: str, location: str, api: Api, forecast: ModelVersion
) -> None:
    """The sheet holds what is known of the future, of which this model was not taught anything."""
    sheet = b"item,date,price\nnorth,2025-05-01,5\nnorth,2025-05-02,6\n"
    response = api("POST", f"/models/stores/predict{query}", sheet, content_type=CSV_TYPE)
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == [location]


def test_csv_by_accept(api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, AS_JSON, headers={"Accept": "text/csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert response["Almanac-Version"] == "1.0.0"
    assert response["Almanac-Prediction"] == str(PredictionLog.objects.get().pk)
    assert 'filename="customers-1.0.0.csv"' in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["901", "902"]
    assert list(rows[0]) == ["id", "segment", "name", "distance"]


def test_xlsx_by_accept(api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, AS_JSON, headers={"Accept": XLSX_TYPE})
    assert response["Content-Type"] == XLSX_TYPE
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("id", "segment", "name", "distance")
    assert [row[0] for row in rows[1:]] == [901, 902]


@pytest.mark.parametrize("accept", ["text/csv", XLSX_TYPE])
def test_a_refusal_is_a_problem_whatever_was_asked_for(accept: str, api: Api, trained: ModelVersion) -> None:
    response = api("POST", PREDICT, {"rows": []}, headers={"Accept": accept})
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["errors"][0]["location"] == "rows"


def test_another_type_of_answer_is_refused(api: Api, trained: ModelVersion) -> None:
    assert api("POST", PREDICT, AS_JSON, headers={"Accept": "image/png"}).status_code == 406
