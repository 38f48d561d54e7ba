"""Predict requests that come as a sheet, and answers that leave as one."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User

from tests.api.problems import assert_problem, strict_json
from tests.conftest import Api, sales_csv, upload
from tests.datasets.uploads import PNG
from tests.helpers import train_here
from training.models import ModelVersion
from training.runs.orders import RunOrder

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = ("id", "city", "employees", "total_sales")
ROWS = [(901, "Durban", 82, 30100), (902, "Paarl", 9, 3200)]
SHEET = "\n".join(",".join(map(str, row)) for row in [HEADER, *ROWS]).encode()
PREDICT = "/models/customers/predict"


@pytest.fixture
def expected(trained: ModelVersion, api: Api) -> list[dict[str, Any]]:
    """The answer to the same rows as JSON."""
    rows = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    answer = api("POST", PREDICT, {"rows": rows})
    assert answer.status_code == 200, answer.content
    predictions: list[dict[str, Any]] = answer.json()["predictions"]
    assert [(row["id"], row["segment"]) for row in predictions] == [(901, 1), (902, 2)]
    return predictions


def test_csv(expected: list[dict[str, Any]], api: Api) -> None:
    answer = api("POST", PREDICT, SHEET, content_type=CSV)
    assert answer.status_code == 200
    assert answer.json()["predictions"] == expected


def test_other_dialects_are_read_as_an_upload_is(expected: list[dict[str, Any]], api: Api) -> None:
    body = b"\xef\xbb\xbf" + SHEET.replace(b",", b";").replace(b"\n", b"\r\n")
    assert api("POST", PREDICT, body, content_type=CSV).json()["predictions"] == expected


def test_a_workbook(expected: list[dict[str, Any]], api: Api) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    assert api("POST", PREDICT, target.getvalue(), content_type=XLSX).json()["predictions"] == expected
    sent = api("POST", PREDICT, {}, files={"file": ("rows.xlsx", target.getvalue())})
    assert sent.json()["predictions"] == expected


def test_a_file_of_a_form(expected: list[dict[str, Any]], api: Api) -> None:
    answer = api("POST", PREDICT, {}, files={"file": ("rows.csv", SHEET)})
    assert answer.status_code == 200, answer.content
    assert answer.json()["predictions"] == expected


def test_the_answer_as_csv_and_xlsx(expected: list[dict[str, Any]], api: Api) -> None:
    answer = api("POST", PREDICT, SHEET, headers={"Accept": CSV}, content_type=CSV)
    assert answer["Content-Type"].startswith(CSV)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == list(expected[0])
    assert [line[0] for line in lines[1:]] == ["901", "902"]
    answer = api("POST", PREDICT, SHEET, headers={"Accept": XLSX}, content_type=CSV)
    assert answer["Content-Type"] == XLSX
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["id", 901, 902]


@pytest.mark.parametrize(
    ("body", "said", "column", "row"),
    [
        (PNG, "is a PNG picture", None, None),
        (b"id,city\n", "no rows below it", None, 1),
    ],
)
def test_a_sheet_that_cannot_be_read(
    body: bytes, said: str, column: str | None, row: int | None, trained: ModelVersion, api: Api
) -> None:
    problem = assert_problem(api("POST", PREDICT, body, content_type=CSV), 422)
    assert said in problem["detail"]
    (entry,) = problem["errors"]
    assert entry["location"] == {"table": "rows", "column": column, "row": row, "series": None}


def test_unknown_options_and_bodies(trained: ModelVersion, api: Api) -> None:
    problem = assert_problem(api("POST", f"{PREDICT}?colour=red", SHEET, content_type=CSV), 422)
    assert problem["errors"][0]["location"] == "colour"
    assert_problem(api("POST", PREDICT, "[1, 2]"), 400)
    assert_problem(api("POST", PREDICT, "{", content_type="application/json"), 400)
    assert_problem(api("POST", PREDICT, "x", content_type="text/plain"), 415)
    assert_problem(api("POST", PREDICT, b"", content_type=CSV), 422)


def test_a_family_without_rows_takes_no_sheet(
    trained: ModelVersion, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(trained.model.get_family().ask()), "tables", ())
    problem = assert_problem(api("POST", PREDICT, SHEET, content_type=CSV), 415)
    assert "takes no sheet: send JSON" in problem["detail"]


@pytest.fixture
def forecaster(analyst: User) -> ModelVersion:
    lines = sales_csv(days=40, items=("=1+1", "South", "West")).decode().splitlines()
    rows = [f"{line},{4 + number % 5}" for number, line in enumerate(lines[1:])]
    version = upload(analyst, "\n".join([f"{lines[0]},price", *rows]).encode())
    columns = {"time": "date", "target": "amount", "item": "store", "features": ["price"]}
    order = RunOrder(
        family="forecasting",
        dataset=version.reference,
        columns=columns,
        settings={"horizon": 2},
        model="seasonal_naive",
        name="stores",
    )
    return train_here(analyst, order)


def test_options_beside_a_sheet_of_known_drivers(forecaster: ModelVersion, api: Api) -> None:
    """One value or several of a list, in the query string or as parts of the form."""
    future = b"item,date,price\nSouth,2025-02-10,5\nWest,2025-02-10,6\n"
    path = "/models/stores/predict"
    sheet = {"file": ("future.csv", future)}
    for given in (
        api("POST", f"{path}?horizon=3&items=South&levels=80", future, content_type=CSV),
        api(
            "POST",
            path,
            {"horizon": "3", "items": "South", "levels": "80"},
            files=sheet,
        ),
    ):
        assert given.status_code == 200, given.content
        rows = strict_json(given.content)["predictions"]
        assert [row["item"] for row in rows] == ["South"] * 3
        assert set(rows[0]) == {"item", "date", "value", "lower_80", "upper_80"}
    several = api("POST", f"{path}?items=South&items=West&horizon=1", future, content_type=CSV).json()
    assert [row["item"] for row in several["predictions"]] == ["South", "West"]


def test_what_a_sheet_says_runs_in_no_export(forecaster: ModelVersion, api: Api, page: Any) -> None:
    results = api("GET", "/models/stores/versions/1/results?format=csv")
    asked = api("POST", "/models/stores/predict", {"horizon": 1}, headers={"Accept": CSV})
    for content in (results.content, asked.content):
        assert b"\n'=1+1," in content
        assert b"\n=1+1" not in content
    book = api("GET", "/models/stores/versions/1/results?format=xlsx").content
    first = openpyxl.load_workbook(io.BytesIO(book)).active["A2"]
    assert (first.value, first.data_type) == ("'=1+1", "s")


def test_a_row_that_cannot_be_read_is_not_left_out_in_silence(trained: ModelVersion, api: Api) -> None:
    rows = [(number, "Durban", 82, 30100) for number in range(100)]
    lines = [",".join(map(str, row)) for row in [HEADER, *rows]]
    lines[50] += ",one too many"
    answer = api("POST", PREDICT, "\n".join(lines).encode(), content_type=CSV)
    (problem,) = assert_problem(answer, 422)["errors"]
    assert (problem["code"], problem["location"]["row"]) == ("unread_row", 51)
    assert "Row 51" in answer.json()["detail"]


def test_two_sheets_of_a_workbook_are_not_one_table(trained: ModelVersion, api: Api) -> None:
    book = openpyxl.Workbook()
    book.active.title = "rows"
    for sheet in (book.active, book.create_sheet("Customers")):
        for row in (HEADER, *ROWS):
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    (problem,) = assert_problem(api("POST", PREDICT, target.getvalue(), content_type=XLSX), 422)["errors"]
    assert (problem["location"], problem["code"]) == ("file", "table_twice")
