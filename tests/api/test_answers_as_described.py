"""Real answers are as the description says: those of every address that can be read, and of asks and orders.

The client of all tests (tests/calling.py) holds whatever is answered against the description.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import JsonResponse

from api.problems import plain_response
from tests.conftest import Api, customers_csv, sales_csv
from tests.test_routes import CALLS, filled
from tests.told import operation_at, wrong_with
from training.models import ModelVersion


def test_what_is_read(administrator: User, trained: ModelVersion) -> None:
    """Of all addresses, with whatever records there are."""
    api, read = Api(administrator), set()
    for path in CALLS:
        address = filled(path, trained).removeprefix("/api/v1")
        if api("GET", address).status_code == 200:
            read.add((operation_at("GET", f"/api/v1{address}") or {}).get("operationId"))
    assert len(read) >= 22


def test_what_is_uploaded_repaired_and_expected(api: Api) -> None:
    sheet = {"file": ("sales.csv", sales_csv())}
    assert api("POST", "/datasets", {"name": "Sales"}, files=sheet).status_code == 201
    more = {"dataset": "sales", "mode": "append"}
    assert api("POST", "/datasets", {**more, "preview": "true"}, files=sheet).status_code in (200, 422)
    steps = [{"kind": "rename", "columns": ["amount"], "params": {"to": "units"}}]
    assert api("POST", "/datasets/sales/versions/1/steps", {"steps": steps}).status_code in (201, 422)
    promises = [{"kind": "range", "column": "amount", "params": {"min": 0, "max": 1}}]
    assert api("PUT", "/datasets/sales/expectations", {"expectations": promises}).status_code in (200, 422)
    assert api("GET", "/datasets/sales/versions/1/check?target=amount&time=date").status_code == 200
    assert api("PATCH", "/datasets/sales", {"name": "Tills"}).status_code == 200
    assert api("DELETE", "/datasets/sales").status_code == 204
    assert api("GET", "/datasets/sales").status_code == 404
    assert api("POST", "/datasets/sales/restore").status_code == 200


def test_what_is_ordered_and_asked(api: Api, trained: ModelVersion) -> None:
    customers = {"file": ("customers.csv", customers_csv())}
    data = api("POST", "/datasets", {"name": "More customers"}, files=customers).json()["slug"]
    order = {"family": "segmentation", "dataset": data, "settings": {"segments": 2}}
    run = api("POST", "/runs", order)
    assert run.status_code == 202
    assert api("POST", f"/runs/{run.json()['id']}/cancel").status_code == 202
    assert api("POST", "/runs", {**order, "settings": {"segments": 1}}).status_code == 422
    slug = trained.model.slug
    row = {"id": "C1", "city": "Paarl", "employees": 9, "total_sales": 3100}
    assert api("POST", f"/models/{slug}/predict", {"rows": [row]}).status_code == 200
    assert api("POST", f"/models/{slug}/asks/predict", {"rows": []}).status_code == 422
    assert api("PUT", f"/models/{slug}/aliases/production", {"version": 1}).status_code == 200
    assert api("PATCH", f"/models/{slug}", {"pinned": True}).status_code == 200
    assert api("DELETE", f"/models/{slug}?preview=true").status_code == 200


# --- The comparison itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"count": 0, "next": None, "previous": None, "results": []}, 0),
        ({"count": "0", "next": None, "previous": None, "results": []}, 1),
        ({"count": 0, "next": None, "results": []}, 1),
        ({"count": 0, "next": None, "previous": None, "results": [], "more": 1}, 1),
    ],
    ids=["true", "another type", "something is missing", "something is not described"],
)
def test_an_answer_that_is_not_as_described_is_found(answer: Any, found: int) -> None:
    assert len(wrong_with("GET", "/api/v1/runs", JsonResponse(answer))) == found


def test_a_status_that_is_not_described_is_found(rf: Any) -> None:
    refused = plain_response(rf.get("/api/v1/runs"), 418, "Short and stout.")
    assert "418" in wrong_with("GET", "/api/v1/runs", refused)[0]
