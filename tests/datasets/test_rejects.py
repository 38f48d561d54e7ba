"""What could not be read is kept, can be fetched, and comes back corrected as the next version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from datasets.models import DatasetVersion
from datasets.services import delete_dataset
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import SHEET, by_api, stored_files

DAYS = [f"2025-01-{day:02},{day}" for day in range(1, 31)]
ADDRESS = "/datasets/sales/versions/1/rejects"


def with_bad(*places: tuple[int, str]) -> bytes:
    rows = list(DAYS)
    for place, cell in places:
        rows[place] = f"2025-01-{place + 1:02},{cell}"
    return "\n".join(["date,amount", *rows, ""]).encode()


@pytest.fixture
def bad(analyst: User) -> DatasetVersion:
    return upload(analyst, with_bad((3, "many"), (7, "few")))


def send(api: Api, content: bytes, address: str = ADDRESS) -> Any:
    return api("POST", address, {}, files={"file": ("rejects.csv", content)})


def lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").splitlines()


def test_rejects_and_a_report_are_kept(api: Api, bad: DatasetVersion) -> None:
    assert bad.reject_count == 2
    body = api("GET", "/datasets/sales/versions/1").json()
    assert (body["reject_count"], body["to_correct"]) == (2, 2)
    assert (body["report"]["rows_read"], body["report"]["rows_kept"]) == (30, 30)


def test_they_are_fetched_as_csv(api: Api, bad: DatasetVersion) -> None:
    response = api("GET", ADDRESS)
    assert response["Content-Type"].startswith("text/csv")
    assert "sales-1-rejects.csv" in response["Content-Disposition"]
    header, first, second = lines(response.content)
    assert header == "row,column,value,reason"
    assert first.startswith("5,amount,many,")
    assert second.startswith("9,amount,few,")


def test_a_sheet_without_rejects_has_an_empty_list(api: Api, analyst: User) -> None:
    assert upload(analyst, SHEET).reject_count == 0
    assert lines(api("GET", ADDRESS).content) == ["row,column,value,reason"]
    assert len(stored_files()) == 2


def test_corrected_they_make_the_next_version(api: Api, bad: DatasetVersion, analyst: User) -> None:
    corrected = api("GET", ADDRESS).content.replace(b"many", b"400").replace(b"few", b"8")
    response = send(api, corrected)
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/datasets/sales/versions/2"
    body = response.json()
    assert (body["version"], body["reject_count"], body["columns"][1]["missing"]) == (2, 0, 0)
    version = DatasetVersion.objects.get(number=2)
    assert version.frame()["amount"].tolist()[3] == 400
    assert version.original.read() == with_bad((3, "many"), (7, "few"))
    assert DatasetVersion.objects.get(number=1).reject_count == 2
    assert AuditEvent.objects.filter(object_name="sales@2", verb="uploaded", actor=analyst).exists()


def test_corrections_may_come_one_after_the_other(api: Api, bad: DatasetVersion) -> None:
    send(api, b"row,column,value\n5,amount,400\n")
    assert len(lines(api("GET", "/datasets/sales/versions/2/rejects").content)) == 2
    body = send(api, b"row,column,value\n9,amount,8\n", "/datasets/sales/versions/2/rejects").json()
    assert (body["version"], body["reject_count"]) == (3, 0)
    assert DatasetVersion.objects.get(number=3).frame()["amount"].tolist()[3:8:4] == [400, 8]


def test_the_same_corrections_again_are_the_same_version(api: Api, bad: DatasetVersion) -> None:
    corrected = b"row,column,value\n5,amount,400\n"
    send(api, corrected)
    again = send(api, corrected)
    assert (again.status_code, again.json()["version"]) == (200, 2)


def test_the_sheet_is_read_as_it_was(api: Api, analyst: User) -> None:
    content = b"date,amount\n" + b"03/04/2025,5\n" * 20 + b"03/05/2025,many\n"
    upload(analyst, content, options={"date_order": "mdy"})
    upload(analyst, content, name="other.csv", options={"date_order": "dmy"})
    body = send(api, b"row,column,value\n22,amount,7\n").json()
    assert (body["columns"][0]["min"], body["columns"][1]["max"]) == ("2025-03-04", 7)


def test_appended_rows_are_completed_alone(api: Api, bad: DatasetVersion) -> None:
    more = b"date,amount\n" + b"".join(b"2025-02-%02d,%d\n" % (day, day) for day in range(1, 12))
    more += b"2025-02-12,lots\n"
    assert by_api(api, more, dataset="sales", mode="append").json()["reject_count"] == 1
    answer = send(api, b"row,column,value\n13,amount,12\n", "/datasets/sales/versions/2/rejects")
    assert (answer.json()["rows"], answer.json()["reject_count"]) == (42, 0)
    third = DatasetVersion.objects.get(number=3)
    assert (third.earlier_parts, third.frame()["amount"].max()) == ([1], 30)
    assert third.frame()["amount"].tolist()[-1] == 12


def test_what_fits_no_cell_is_refused(api: Api, bad: DatasetVersion) -> None:
    problem = assert_problem(send(api, b"row,column,value\n99,amount,4\n"), 422)
    assert problem["errors"][0]["code"] == "unknown_row"
    assert_problem(send(api, b"shop,amount\nA,4\n"), 422)
    assert assert_problem(api("POST", ADDRESS, {}, files={}), 400)["errors"][0]["location"] == "file"
    assert DatasetVersion.objects.count() == 1


def test_files_that_are_gone_are_asked_for_again(api: Api, bad: DatasetVersion) -> None:
    Path(bad.rejects.path).unlink()
    assert_problem(api("GET", ADDRESS), 410)
    Path(bad.original.path).unlink()
    assert_problem(send(api, b"row,column,value\n5,amount,400\n"), 410)


def test_only_the_owner_completes(
    bad: DatasetVersion, api_as: Callable[..., Api], colleague: User, viewer: User
) -> None:
    corrected = b"row,column,value\n5,amount,400\n"
    assert_problem(send(api_as(colleague), corrected), 403)
    assert_problem(send(api_as(viewer), corrected), 403)
    assert api_as(viewer)("GET", ADDRESS).status_code == 200
    assert DatasetVersion.objects.count() == 1


def test_deleting_takes_rejects_and_corrections_along(
    api: Api, bad: DatasetVersion, django_capture_on_commit_callbacks: Any
) -> None:
    send(api, b"row,column,value\n5,amount,400\n")
    assert len(stored_files()) == 7, "two originals, two tables, two lists of rejects, one of corrections"
    assert api("DELETE", "/datasets/sales").status_code == 204
    with django_capture_on_commit_callbacks(execute=True):
        delete_dataset(None, bad.dataset)
    assert stored_files() == []
