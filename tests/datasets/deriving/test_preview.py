"""What a table would be: found while one waits, or by a worker, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from datasets.deriving import jobs, making
from datasets.models import DatasetVersion, Derivation
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import PEOPLE, TILL
from tests.datasets.deriving.tools import body, done, preview
from tests.datasets.uploads import stored_files

ROLES = {
    "transactions.customer": "client",
    "transactions.day": "day",
    "transactions.amount": "paid",
}


def test_it_is_the_table(api: Api, till: DatasetVersion) -> None:
    found = preview(api).json()
    assert found["rows"] == 3
    assert found["columns"] == [
        {"name": "customer", "kind": "category"},
        {"name": "purchases", "kind": "number"},
        {"name": "spent", "kind": "number"},
        {"name": "last", "kind": "date"},
    ]
    abe = {"customer": "Abe", "purchases": 2, "spent": 15.5, "last": "2025-01-05"}
    assert found["first"][0] == abe
    assert [(one["code"], one["count"]) for one in found["warnings"]] == [("no_customer", 1)]
    assert [block["kind"] for block in found["blocks"]] == ["cards"]
    assert found["roles"] == ROLES
    assert found["tables"] == {"transactions": "till@1"}
    assert found["settings"] == {"least": 1, "currency": None}


def test_nothing_is_kept(api: Api, till: DatasetVersion) -> None:
    files, lines = stored_files(), AuditEvent.objects.count()
    assert preview(api).status_code == 200
    assert stored_files() == files
    assert AuditEvent.objects.count() == lines
    assert DatasetVersion.objects.get() == till
    assert not Derivation.objects.exists()


def test_settings_and_columns_are_taken(api: Api, analyst: User) -> None:
    upload(analyst, TILL.replace(b"client", b"who"), "till.csv")
    columns = {**ROLES, "transactions.customer": "who"}
    found = preview(api, body(columns=columns, settings={"least": 2})).json()
    assert [row["customer"] for row in found["first"]] == ["Abe"]
    assert found["roles"] == columns


def test_a_second_table_joins(api: Api, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, PEOPLE, "people.csv")
    found = preview(api, {"tables": {"transactions": "till", "people": "people@latest"}}).json()
    assert [row["town"] for row in found["first"]] == ["Paarl", "Durban", "Paarl"]
    assert found["roles"]["people.town"] == "town"
    assert found["tables"] == {"transactions": "till@1", "people": "people@1"}


def test_at_most_twenty_rows_are_shown(api: Api, analyst: User) -> None:
    rows = "".join(f"C{number},2025-01-02,1\n" for number in range(30))
    upload(analyst, f"client,day,paid\n{rows}".encode(), "till.csv")
    found = preview(api).json()
    assert (found["rows"], len(found["first"])) == (30, 20)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any table is."""
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 4)


def test_of_many_rows_a_worker_finds_it(api: Api, till: DatasetVersion, large: None) -> None:
    answer = preview(api)
    job = Derivation.objects.get()
    assert (answer.status_code, answer["Location"]) == (202, f"/api/v1/derivation-jobs/{job.pk}")
    assert (answer["Retry-After"], answer.json()["preview_only"]) == ("1", True)
    assert done(job).status == "succeeded"
    found = api("GET", f"/derivation-jobs/{job.pk}").json()
    assert (found["status"], found["dataset"], found["version"]) == ("succeeded", None, None)
    assert (found["result"]["rows"], len(found["result"]["first"])) == (3, 3)
    assert DatasetVersion.objects.get() == till


def test_who_waits_long_enough_has_the_preview_itself(
    api: Api, till: DatasetVersion, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = preview_of_small(api, monkeypatch)
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 4)
    real = jobs._queued

    def queued(*args: Any) -> Derivation:
        return done(real(*args))

    monkeypatch.setattr(jobs, "_queued", queued)
    answer = preview(api, Prefer="wait=5")
    assert (answer.status_code, answer.json()) == (200, at_once)
    refused = preview(api, body(settings={"least": 9}), Prefer="wait=5")
    assert assert_problem(refused, 422)["errors"][0]["code"] == "empty_table"


def preview_of_small(api: Api, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 200_000)
    return preview(api).json()


@pytest.mark.parametrize(
    ("change", "location", "code", "said"),
    [
        ({"tables": {"transactions": "none@1"}}, "tables.transactions", "unknown", "no data set 'none@1'"),
        ({"tables": {"transactions": "till@9"}}, "tables.transactions", "unknown", "no data set 'till@9'"),
        ({"tables": {}}, "tables.transactions", "required", "needs the table 'Transactions'"),
        (
            {"tables": {"transactions": "till", "sales": "till"}},
            "tables.sales",
            "unknown",
            "reads transactions, people",
        ),
        ({"settings": {"least": 0}}, "settings.least", "greater_than_equal", "greater than or equal to 1"),
        ({"settings": {"most": 3}}, "settings.most", "extra_forbidden", "most"),
        ({"columns": {"transactions.shop": "x"}}, "columns.transactions.shop", "unknown", "no role"),
        (
            {"columns": {"transactions.customer": "who"}},
            "columns.transactions.customer",
            "unknown",
            "no column 'who'",
        ),
        ({"columns": {"people.town": "x"}}, "columns.people.town", "no_table", "no data set is named"),
        ({"rows": 3}, "rows", "extra_forbidden", "rows"),
    ],
)
def test_bad_orders_are_refused(
    change: dict[str, Any], location: str, code: str, said: str, api: Api, till: DatasetVersion
) -> None:
    problem = assert_problem(preview(api, {**body(), **change}), 422)
    assert (location, code) in [(one["location"], one["code"]) for one in problem["errors"]]
    assert said in problem["detail"]


@pytest.mark.parametrize("sent", ["[]", '"till"', "{", '{"tables": "till"}'])
def test_bodies_that_are_none(sent: str, api: Api, till: DatasetVersion) -> None:
    assert preview(api, sent).status_code in {400, 422}


def test_a_role_without_a_column_is_named(api: Api, analyst: User) -> None:
    upload(analyst, b"client,day\nAbe,2025-01-02\nBea,2025-01-03\n", "till.csv")
    problem = assert_problem(preview(api), 422)
    assert "No column is chosen as 'Amount'." in problem["detail"]
    found = problem["errors"][0]
    assert (found["code"], found["location"]["table"]) == ("missing_role", "transactions")
    assert "What was paid." in found["message"]


def test_a_column_of_the_wrong_kind_is_named(api: Api, till: DatasetVersion) -> None:
    problem = assert_problem(preview(api, body(columns={**ROLES, "transactions.amount": "client"})), 422)
    assert "The column 'client' holds categories, but 'Amount' needs numbers." in problem["detail"]
    assert problem["errors"][0]["location"] == {
        "table": "transactions",
        "column": "client",
        "row": 2,
        "series": None,
    }


def test_data_that_cannot_be_derived(api: Api, analyst: User) -> None:
    upload(analyst, TILL.replace(b"5.5", b"-5.5"), "till.csv")
    problem = assert_problem(preview(api), 422)
    assert problem["detail"] == "The amount in row 4 is negative."
    assert problem["errors"][0]["location"]["row"] == 4


def test_a_table_of_nothing_is_refused(api: Api, till: DatasetVersion) -> None:
    problem = assert_problem(preview(api, body(settings={"least": 9})), 422)
    assert problem["detail"] == "The table would have no rows."


def test_a_table_that_is_too_large_is_refused(api: Api, till: DatasetVersion, settings: Any) -> None:
    settings.MAX_ROWS = 2
    assert "at most 2 are allowed" in assert_problem(preview(api), 422)["detail"]


def test_a_table_that_is_gone_from_the_disk(api: Api, till: DatasetVersion) -> None:
    Path(till.table.path).unlink()
    assert "till@1 is no longer on the disk" in assert_problem(preview(api), 410)["detail"]


def test_an_unknown_recipe(api: Api, till: DatasetVersion) -> None:
    answer = api("POST", "/derivations/labels/preview", body())
    assert assert_problem(answer, 404)["detail"] == (
        "There is no derivation 'labels'; there are till_customers."
    )


def test_who_may_not_upload_may_not_preview(
    till: DatasetVersion, api_as: Callable[..., Api], viewer: User, stranger: User, analyst: User
) -> None:
    for caller in (api_as(viewer), api_as(stranger), api_as(analyst, read_only=True)):
        assert_problem(preview(caller), 403)
    assert preview(api_as()).status_code == 401
    assert api_as(analyst)("GET", "/derivations/till_customers/preview").status_code == 405
