"""Checking a version over the API, and repairing it: steps make the next version."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage

from audit.models import AuditEvent
from datasets import checks
from datasets.models import DatasetVersion
from datasets.services import append_version, read_again
from tests.conftest import Api, upload

GAPS = b"id,city,amount\n" + b"".join(
    f"{row},{'Paarl' if row % 2 else 'paarl'},{'' if row % 10 == 0 else row}\n".encode()
    for row in range(1, 61)
)
CHECK, STEPS = "/datasets/shops/versions/1/check", "/datasets/shops/versions/1/steps"
FILL = {"kind": "fill_missing", "columns": ["amount"], "params": {"with": "zero"}}
DROP = {"kind": "drop_column", "columns": ["city"], "params": {}}


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def shops(analyst: User) -> DatasetVersion:
    return upload(analyst, GAPS, "shops.csv")


def test_the_check_names_place_count_and_steps(api: Api, shops: DatasetVersion) -> None:
    answer = api("GET", f"{CHECK}?target=amount").json()
    gaps = next(found for found in answer["findings"] if found["code"] == "missing")
    assert (gaps["count"], gaps["severity"]) == (6, "warn")
    assert gaps["message"] and gaps["remedy"] and gaps["steps"]
    assert (answer["rows"], answer["of"]) == (60, 60)


def test_a_check_is_done_once(api: Api, shops: DatasetVersion, monkeypatch: Any) -> None:
    first = api("GET", CHECK).json()
    monkeypatch.setattr(checks, "_found", lambda *given: pytest.fail("checked again"))
    assert api("GET", CHECK).json() == first


def test_of_a_large_table_the_first_rows_are_checked(
    api: Api, shops: DatasetVersion, monkeypatch: Any
) -> None:
    monkeypatch.setattr(checks, "CHECKED_CELLS", 90)
    answer = api("GET", CHECK).json()
    assert (answer["rows"], answer["of"]) == (30, 60)
    assert next(found for found in answer["findings"] if found["code"] == "missing")["count"] == 3


def test_an_unknown_column_is_named(api: Api, shops: DatasetVersion) -> None:
    response = api("GET", f"{CHECK}?time=day")
    assert response.status_code == 422
    assert response.json()["errors"][0]["location"] == "time"
    assert "'day'" in response.json()["detail"]


def test_steps_make_the_next_version(api: Api, shops: DatasetVersion, analyst: User) -> None:
    response = api("POST", STEPS, {"steps": [FILL, DROP]})
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/datasets/shops/versions/2"
    described = response.json()
    assert (described["steps"], described["steps_of"]) == ([FILL, DROP], 1)
    made = DatasetVersion.objects.get(number=2)
    assert list(made.frame().columns) == ["id", "amount"]
    assert made.frame()["amount"].isna().sum() == 0
    assert made.created_by == analyst
    assert made.change is not None
    assert shops.frame()["amount"].isna().sum() == 6
    event = AuditEvent.objects.get(object_name="shops@2")
    assert (event.actor, event.verb, event.data["steps"]) == (analyst, "repaired", [FILL, DROP])


def test_the_same_steps_again_are_the_version_that_exists(api: Api, shops: DatasetVersion) -> None:
    assert api("POST", STEPS, {"steps": [FILL]}).status_code == 201
    again = api("POST", STEPS, {"steps": [FILL]})
    assert (again.status_code, again.json()["version"]) == (200, 2)


def test_its_file_is_its_own_and_can_be_read_again(shops: DatasetVersion, api: Api, analyst: User) -> None:
    api("POST", STEPS, {"steps": [DROP]})
    made = DatasetVersion.objects.get(number=2)
    assert made.original.name != shops.original.name
    assert made.original.read() == GAPS
    read, created = read_again(analyst, made, {"decimal": "."})
    assert created and "city" in read.kinds


def test_rows_of_several_files_are_repaired_together(shops: DatasetVersion, api: Api, analyst: User) -> None:
    more = File(io.BytesIO(b"id,city,amount\n61,Paarl,\n62,Paarl,9\n"), name="more.csv")
    append_version(analyst, shops.dataset, more)
    assert api("POST", "/datasets/shops/versions/2/steps", {"steps": [FILL]}).status_code == 201
    made = DatasetVersion.objects.get(number=3)
    assert (made.rows, made.earlier_parts) == (62, [])
    assert made.frame()["amount"].isna().sum() == 0
    before = pd.read_parquet(io.BytesIO(made.original.read()))
    assert (len(before), before["amount"].isna().sum()) == (62, 7)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [{"kind": "explode"}],
        [{"kind": "drop_column", "columns": ["colour"]}],
        [{"kind": "drop_column", "columns": ["id", "city", "amount"]}],
        [{"kind": "fill_missing", "columns": ["id"], "params": {"with": "zero"}}],
        [{"kind": "fill_missing", "columns": ["amount"], "params": {"with": ["zero"]}}],
        [{"kind": "merge_categories", "columns": ["city"], "params": {"into": {"Paarl": ["x"]}}}],
        [{"kind": "clip_outliers", "columns": ["amount"], "params": {"low": float("1e400"), "high": "x"}}],
        [{"kind": "set_missing", "columns": ["amount"], "params": {"values": [{}]}}],
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(api: Api, shops: DatasetVersion, steps: Any) -> None:
    response = api("POST", STEPS, {"steps": steps})
    assert response.status_code in {400, 422}
    assert response.json()["detail"]
    assert DatasetVersion.objects.count() == 1


def test_what_is_no_list_of_steps_is_refused(api: Api, shops: DatasetVersion) -> None:
    assert api("POST", STEPS, {"steps": "all"}).status_code == 400
    assert api("POST", STEPS, [1]).status_code == 400


def test_only_the_owner_repairs(
    shops: DatasetVersion, api_as: type[Api], colleague: User, viewer: User
) -> None:
    assert api_as(colleague)("POST", STEPS, {"steps": [DROP]}).status_code == 403
    assert api_as(viewer)("POST", STEPS, {"steps": [DROP]}).status_code == 403
    assert api_as(viewer)("GET", CHECK).status_code == 200
    assert DatasetVersion.objects.count() == 1


def test_a_table_that_is_gone(api: Api, shops: DatasetVersion) -> None:
    default_storage.delete(str(shops.table.name))
    assert api("GET", CHECK).status_code == 410
    assert api("POST", STEPS, {"steps": [DROP]}).status_code == 410
