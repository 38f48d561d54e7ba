"""POST /datasets: what is kept, and under which name and number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import (
    AMBIGUOUS,
    OTHER_SHEET,
    SHEET,
    assert_nothing_kept,
    by_api,
    stored_files,
    workbook,
)


def test_a_new_sheet_is_a_new_data_set(api: Api, analyst: User) -> None:
    response = by_api(api)
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/datasets/sales/versions/1"
    answer = response.json()
    assert (answer["slug"], answer["name"], answer["version"]) == ("sales", "sales", 1)
    assert answer["sha256"] == hashlib.sha256(SHEET).hexdigest()
    assert (answer["rows"], answer["size"], answer["original_name"]) == (3, len(SHEET), "sales.csv")
    date, amount = answer["columns"]
    assert (date["name"], date["kind"], date["min"], date["max"]) == (
        "date",
        "date",
        "2025-01-30",
        "2025-02-01",
    )
    assert (amount["name"], amount["kind"], amount["missing"], amount["unique"]) == ("amount", "number", 1, 2)
    assert (amount["min"], amount["max"], amount["mean"]) == (5, 6.5, 5.75)
    assert answer["url"].endswith("/datasets/sales/1")
    lineage = {"parents": [], "children": [], "derivation": None}
    assert api("GET", "/datasets/sales/versions/1").json() == {**answer, **lineage}
    assert Dataset.objects.get().owner == analyst
    assert len(stored_files()) == 2


def test_an_upload_leaves_a_line_in_the_audit(api: Api, analyst: User) -> None:
    by_api(api)
    line = AuditEvent.objects.get()
    assert (line.actor, line.verb, line.object_name) == (analyst, "uploaded", "sales@1")
    assert line.data == {"rows": 3, "sha256": hashlib.sha256(SHEET).hexdigest()}


def test_other_bytes_are_the_next_version(api: Api) -> None:
    by_api(api)
    response = by_api(api, OTHER_SHEET, dataset="sales")
    assert response.status_code == 201
    assert (response.json()["slug"], response.json()["version"], response.json()["rows"]) == ("sales", 2, 2)
    assert DatasetVersion.objects.get(number=1).rows == 3


@pytest.mark.parametrize("fields", [{}, {"dataset": "sales"}])
def test_the_same_bytes_are_the_same_version(fields: dict[str, str], api: Api) -> None:
    first = by_api(api).json()
    again = by_api(api, **fields)
    assert again.status_code == 200
    assert again.json() == first
    assert DatasetVersion.objects.count() == AuditEvent.objects.count() == 1
    assert len(stored_files()) == 2


def test_the_same_bytes_read_otherwise_are_another_version(api: Api) -> None:
    by_api(api, AMBIGUOUS, date_order="dmy")
    other = by_api(api, AMBIGUOUS, dataset="sales", date_order="mdy")
    assert (other.status_code, other.json()["version"]) == (201, 2)
    assert other.json()["columns"][0]["min"] == "2025-03-04"
    assert by_api(api, AMBIGUOUS, dataset="sales", date_order="dmy").json()["version"] == 1


@pytest.mark.parametrize(
    ("given", "name", "slug"),
    [
        ({"name": "Sales of Café “Zoë”"}, "Sales of Café “Zoë”", "sales-of-cafe-zoe"),
        ({"name": "  "}, "sales", "sales"),
        ({"name": "売上"}, "売上", "data"),
        ({"name": "x" * 200}, "x" * 120, "x" * 120),
        ({"name": "a\0b\n"}, "ab", "ab"),
    ],
)
def test_names_and_slugs(given: dict[str, str], name: str, slug: str, api: Api) -> None:
    answer = by_api(api, **given).json()
    assert (answer["name"], answer["slug"]) == (name, slug)
    assert api("GET", f"/datasets/{slug}").status_code == 200


def test_two_data_sets_of_one_name_have_slugs_of_their_own(api: Api) -> None:
    slugs = [by_api(api, b"a,b\n1,%d\n" % n).json()["slug"] for n in range(3)]
    assert slugs == ["sales", "sales-2", "sales-3"]


def test_the_same_bytes_of_two_people_are_two_data_sets(
    api: Api, api_as: Callable[..., Api], colleague: User
) -> None:
    by_api(api)
    other = by_api(api_as(colleague))
    assert (other.status_code, other.json()["slug"]) == (201, "sales-2")


def test_a_workbook_and_the_sheet_in_it(api: Api) -> None:
    content = workbook(("shop", "amount"), ("A", 5), ("B", 6))
    answer = by_api(api, content, "book.xlsx", sheet="Sales").json()
    assert (answer["rows"], answer["options"]["sheet"]) == (2, "Sales")
    assert [column["name"] for column in answer["columns"]] == ["shop", "amount"]


def test_reading_options_are_followed(api: Api) -> None:
    content = "Report\nshop;amount\nZoë;1.234,5\n".encode("cp1252")
    options = {
        "header_row": "2",
        "delimiter": "semicolon",
        "decimal": ",",
        "thousands": ".",
        "encoding": "cp1252",
    }
    answer = by_api(api, content, **options).json()
    shop, amount = answer["columns"]
    assert (shop["examples"], amount["examples"]) == (["Zoë"], [1234.5])
    assert answer["options"]["delimiter"] == ";"
    assert answer["options"]["header_row"] == 2


def test_a_wrong_option_says_what_is_allowed(api: Api) -> None:
    problem = assert_problem(by_api(api, decimal="x"), 422)
    assert "The reading option decimal is 'x'" in problem["detail"]
    assert_nothing_kept()


def test_a_date_that_fits_two_readings_is_asked_back(api: Api) -> None:
    problem = assert_problem(by_api(api, AMBIGUOUS), 422)
    assert problem["option"] == "date_order"
    assert {reading["value"]: reading["examples"][0] for reading in problem["readings"]} == {
        "dmy": {"text": "03/04/2025", "date": "2025-04-03"},
        "mdy": {"text": "03/04/2025", "date": "2025-03-04"},
    }
    (place,) = [entry["location"] for entry in problem["errors"]]
    assert place == {"table": "main", "column": "date", "row": None, "series": None}
    assert_nothing_kept()


@pytest.mark.parametrize(("order", "first"), [("dmy", "2025-04-03"), ("mdy", "2025-03-04")])
def test_the_answer_decides(order: str, first: str, api: Api) -> None:
    answer = by_api(api, AMBIGUOUS, date_order=order)
    assert answer.status_code == 201
    assert answer.json()["columns"][0]["min"] == first


def test_cells_that_could_not_be_read_are_named(api: Api) -> None:
    rows = [f"2025-01-{day:02},{day}" for day in range(1, 31)]
    rows[3] = "2025-01-04,many"
    answer = by_api(api, "\n".join(["date,amount", *rows]).encode()).json()
    (problem,) = answer["problems"]
    assert (problem["code"], problem["column"], problem["row"]) == ("not_a_number", "amount", 5)
    assert "'many'" in problem["message"]


def test_only_the_owner_adds_a_version(api: Api, api_as: Callable[..., Api], colleague: User) -> None:
    by_api(api)
    problem = assert_problem(by_api(api_as(colleague), OTHER_SHEET, dataset="sales"), 403)
    assert "Only the owner" in problem["detail"]
    assert DatasetVersion.objects.count() == 1


def test_an_administrator_may_add_a_version(
    api_as: Callable[..., Api], analyst: User, administrator: User
) -> None:
    upload(analyst, SHEET)
    assert by_api(api_as(administrator), OTHER_SHEET, dataset="sales").json()["version"] == 2
    assert Dataset.objects.get().owner == analyst


def test_what_a_call_may_get_wrong(api: Api) -> None:
    assert assert_problem(api("POST", "/datasets", {"name": "x"}, files={}), 400)["errors"][0] == {
        "location": "file",
        "code": "required",
        "message": "Send the sheet as the multipart field 'file'.",
    }
    assert_problem(by_api(api, dataset="no-such"), 404)
    assert_problem(api("POST", "/datasets", {"file": "sales.csv"}), 415)
    assert_nothing_kept()


def test_replace_is_the_mode_where_none_is_given(api: Api) -> None:
    assert by_api(api, mode="replace").status_code == 201


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(method: str, api: Api) -> None:
    assert_problem(api(method, "/datasets", {}), 405)
