"""``Idempotency-Key`` with real orders: files and runs."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.models import Dataset, DatasetVersion
from tests.api.urls import Work
from tests.conftest import Api, sales_csv
from training.models import TrainingRun

KEY = {"Idempotency-Key": "order-17"}
SHEET = sales_csv(days=30)


def upload(api: Api, content: bytes = SHEET, name: str = "sales.csv", **fields: Any) -> Any:
    return api("POST", "/datasets", fields, headers=KEY, files={"file": (name, content)})


def test_an_upload_sent_twice_is_answered_the_same(api: Api) -> None:
    first, second = upload(api), upload(api)
    assert (first.status_code, second.status_code) == (201, 201)  # Without the key it would be 200.
    assert second.content == first.content
    assert DatasetVersion.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"content": SHEET.replace(b"2025", b"2024")}, {"name": "other.csv"}, {"decimal": "."}],
    ids=["content", "file name", "option"],
)
def test_another_upload_with_the_same_key_is_refused(other: dict[str, Any], api: Api) -> None:
    upload(api)
    assert upload(api, **other).status_code == 422
    assert Dataset.objects.count() == 1


@pytest.mark.urls("tests.api.urls")
def test_every_value_of_a_field_counts(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Work, "during", lambda: None, raising=False)
    statuses = [
        api("POST", "/work", {"column": columns}, headers=KEY, files={"file": ("a.csv", b"a")}).status_code
        for columns in (["a", "b"], ["a", "b"], ["c", "b"])
    ]
    assert statuses == [201, 201, 422]


def test_a_run_ordered_twice_runs_once(api: Api, customers: DatasetVersion) -> None:
    order = {"family": "segmentation", "dataset": customers.reference, "settings": {"segments": 2}}
    first, second = (api("POST", "/runs", order, headers=KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert second["Retry-After"] == first["Retry-After"]
    assert TrainingRun.objects.count() == 1


def test_a_refused_order_may_be_corrected(api: Api, customers: DatasetVersion) -> None:
    order = {"family": "segmentation", "dataset": customers.reference, "settings": {"segments": 2}}
    assert api("POST", "/runs", {**order, "model": "unheard_of"}, headers=KEY).status_code == 422
    assert api("POST", "/runs", order, headers=KEY).status_code == 202
