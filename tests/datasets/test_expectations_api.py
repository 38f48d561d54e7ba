"""Expectations of a data set: saved over the API, checked on every version, however it is made."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import File

from audit.models import AuditEvent
from datasets import expectations
from datasets.checking import Step
from datasets.models import DatasetVersion, Expectation
from datasets.services import append_version, apply_steps, read_again
from tests.conftest import Api, upload
from tests.datasets.uploads import by_api

AMOUNTS = b"city,amount\n" + b"".join(b"Paarl,%d\n" % amount for amount in range(1, 21))
RANGE = {"kind": "range", "column": "amount", "params": {"min": 0, "max": 50}}
ROWS = {"kind": "rows", "column": None, "params": {"least": 15}}
ADDRESS = "/datasets/shops/expectations"


@pytest.fixture
def shops(analyst: User) -> DatasetVersion:
    return upload(analyst, AMOUNTS, "shops.csv")


def put(api: Api, *sent: Any) -> Any:
    return api("PUT", ADDRESS, {"expectations": list(sent)})


def newest() -> DatasetVersion:
    return DatasetVersion.objects.order_by("-number")[0]


def test_they_are_kept_and_the_newest_version_is_held_against_them(api: Api, shops: DatasetVersion) -> None:
    answer = put(api, RANGE, ROWS)
    assert answer.status_code == 200
    assert answer.json()["expectations"] == [RANGE, ROWS]
    assert (answer.json()["outcome"], answer.json()["version"]) == ("pass", 1)
    assert api("GET", ADDRESS).json() == answer.json()
    assert Expectation.objects.get(kind="range").created_by == shops.created_by


def test_putting_replaces_all_and_each_change_is_a_line(api: Api, shops: DatasetVersion) -> None:
    put(api, RANGE, ROWS)
    changed = {**RANGE, "params": {"min": None, "max": 10}}
    answer = put(api, changed).json()
    assert answer["expectations"] == [changed]
    assert answer["outcome"] == "fail"
    verbs = AuditEvent.objects.filter(object_type="expectation").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["created", "created", "deleted", "changed"]


def test_the_newest_version_suggests_some(api: Api, shops: DatasetVersion) -> None:
    suggested = api("GET", ADDRESS).json()["suggested"]
    assert {(one["kind"], one["column"]) for one in suggested} >= {("rows", None), ("unique", "amount")}
    put(api, *suggested)
    after = api("GET", ADDRESS).json()
    assert (after["suggested"], after["outcome"]) == ([], "pass")


def test_an_upload_that_breaks_them_is_kept_and_judged(api: Api, shops: DatasetVersion) -> None:
    put(api, RANGE, ROWS)
    answer = by_api(api, b"city,amount\nPaarl,5\nPaarl,99\n", dataset="shops")
    assert answer.status_code == 201
    assert answer.json()["outcome"] == "fail"
    broken, few = answer.json()["verdicts"]
    assert (broken["outcome"], broken["count"], broken["examples"]) == ("fail", 1, [99])
    assert "99" in broken["message"]
    assert few["expectation"] == ROWS
    assert shops.dataset.versions.get(number=1).outcome == "pass"
    listed = api("GET", "/datasets").json()
    assert listed["items" if "items" in listed else "results"][0]["outcome"] == "fail"


def test_appended_rows_are_judged_with_those_before(api: Api, shops: DatasetVersion, analyst: User) -> None:
    put(api, RANGE, ROWS)
    append_version(analyst, shops.dataset, File(io.BytesIO(b"city,amount\nPaarl,99\n"), name="more.csv"))
    broken, enough = newest().verdicts
    assert (broken["count"], broken["outcome"]) == (1, "fail")
    assert enough["outcome"] == "pass"


def test_a_file_read_again_and_steps_are_judged(api: Api, shops: DatasetVersion, analyst: User) -> None:
    put(api, RANGE)
    read_again(analyst, shops, {"missing": "20"})
    assert (newest().number, newest().outcome) == (2, "pass")
    apply_steps(analyst, shops, [Step("drop_column", ("amount",))])
    assert (newest().number, newest().outcome) == (3, "fail")
    assert "There is no column 'amount'" in str(newest().verdicts[0]["message"])


def test_a_completed_version_is_judged(api: Api, analyst: User) -> None:
    rows = b"".join(b"%d\n" % amount for amount in range(1, 41))
    upload(analyst, b"amount\n" + rows + b"many\n", "shops.csv")
    put(api, RANGE)
    corrected = api("GET", "/datasets/shops/versions/1/rejects").content.replace(b"many", b"99")
    answer = api(
        "POST", "/datasets/shops/versions/1/rejects", files={"file": ("rejects.csv", corrected)}
    ).json()
    assert (answer["version"], answer["outcome"]) == (2, "fail")


def test_what_cannot_be_verified_stops_no_upload(api: Api, shops: DatasetVersion, monkeypatch: Any) -> None:
    put(api, RANGE)

    def broken(*given: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(expectations, "_verdicts", broken)
    answer = by_api(api, b"city,amount\nPaarl,5\nPaarl,9\n", dataset="shops")
    assert (answer.status_code, answer.json()["verdicts"]) == (201, None)


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "magic"},
        {"kind": "range", "column": "amount", "params": {}},
        {"kind": "range", "column": "amount", "params": {"min": 5, "max": 1}},
        {"kind": "range", "column": "amount", "params": {"min": "a"}},
        {"kind": "range", "column": "amount", "params": [1]},
        {"kind": "categories", "column": "city", "params": {"allowed": "Paarl"}},
        {"kind": "not_missing", "column": "city", "params": {"share": 2}},
        {"kind": "fresh", "column": "city", "params": {"days": "x"}},
        {"kind": "rows", "params": {"least": True}},
        {"kind": "unique"},
    ],
)
def test_what_is_no_expectation_is_refused(api: Api, shops: DatasetVersion, sent: Any) -> None:
    put(api, ROWS)
    response = put(api, RANGE, sent)
    assert response.status_code == 422
    assert response.json()["errors"][0]["location"] == "expectations.1"
    assert [kept.kind for kept in Expectation.objects.all()] == ["rows"]


def test_what_is_no_list_is_refused(api: Api, shops: DatasetVersion) -> None:
    assert api("PUT", ADDRESS, {"expectations": "all"}).status_code == 400


def test_only_the_owner_changes_them(
    shops: DatasetVersion, api_as: type[Api], colleague: User, viewer: User
) -> None:
    assert put(api_as(colleague), RANGE).status_code == 403
    assert put(api_as(viewer), RANGE).status_code == 403
    assert api_as(viewer)("GET", ADDRESS).status_code == 200
    assert not Expectation.objects.exists()
