"""Starting a run over HTTP: what is asked is checked before it is queued."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from datasets.models import DatasetVersion
from jobs import waiting
from tests.conftest import Api, sales_csv, upload
from training.models import ModelVersion, RunTable, TrainingRun
from training.runs.models import Status

FORECAST = {"family": "forecasting", "dataset": "sales"}
SEGMENTS = {"family": "segmentation", "dataset": "customers"}


def nothing_written() -> bool:
    rows = (TrainingRun.objects, RunTable.objects, AuditEvent.objects.filter(verb="started"))
    return not any(found.exists() for found in rows)


def errors_by_location(response: Any) -> dict[str, dict[str, Any]]:
    assert response["Content-Type"].startswith("application/problem+json")
    return {error["location"]: error for error in response.json()["errors"]}


def test_a_run_is_accepted(
    api: Api, sales: DatasetVersion, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = api("POST", "/runs", {**FORECAST, "settings": {"horizon": 7}, "seed": 5})
    run = TrainingRun.objects.get()
    assert response.status_code == 202
    assert response["Location"] == f"/api/v1/runs/{run.pk}"
    assert response["Retry-After"] == "1"
    answer = response.json()
    assert answer["id"] == run.pk
    assert answer["status"] == "queued"
    assert answer["dataset"] == "sales@1"
    assert answer["columns"] == {"time": "date", "target": "amount"}
    assert answer["settings"]["horizon"] == 7
    assert (answer["seed"], answer["trained_model"], answer["error"]) == (5, None, None)
    assert sent == [run.pk]
    assert run.trigger == "api"
    assert run.run_tables.get().sha256 == sales.sha256
    assert AuditEvent.objects.get(verb="started").data == {"family": "forecasting", "dataset": "sales@1"}


def test_the_run_can_be_followed_at_its_location(api: Api, sales: DatasetVersion, sent: list[int]) -> None:
    started = api("POST", "/runs", FORECAST)
    assert api("GET", started["Location"].removeprefix("/api/v1")).json() == started.json()


def test_columns_given_are_taken(api: Api, sales: DatasetVersion, sent: list[int]) -> None:
    columns = {"time": "date", "target": ["amount"], "item": "", "features": []}
    answer = api("POST", "/runs", {**FORECAST, "dataset": "sales@1", "columns": columns}).json()
    assert answer["columns"] == {"time": "date", "target": "amount"}


def test_a_column_may_be_called_as_in_the_sheet(
    api: Api, analyst: User, sales: DatasetVersion, sent: list[int]
) -> None:
    upload(analyst, sales_csv(90).replace(b"date,amount", b"DATE,Amount"), dataset=sales.dataset)
    columns = {"time": "DATE", "target": "Amount"}
    answer = api("POST", "/runs", {**FORECAST, "columns": columns}).json()
    assert answer["columns"] == {"time": "date", "target": "amount"}
    assert "columns.time" in errors_by_location(
        api("POST", "/runs", {**FORECAST, "dataset": "sales@1", "columns": columns})
    )


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ("store", "store"),
        (["store"], "store"),
        (["store", "town"], ["store", "town"]),
        (["store", "town", "store"], ["store", "town"]),
    ],
)
def test_an_item_is_named_by_one_column_or_by_several(
    api: Api, analyst: User, sent: list[int], item: Any, kept: Any
) -> None:
    lines = sales_csv(40, ("A", "B")).decode().splitlines()
    upload(analyst, "\n".join([f"{lines[0]},town", *(f"{line},X" for line in lines[1:])]).encode())
    columns = {"time": "date", "target": "amount", "item": item}
    answer = api("POST", "/runs", {**FORECAST, "columns": columns}).json()
    assert answer["columns"]["item"] == kept


def test_the_newest_version_is_taken_unless_one_is_named(
    api: Api, sales: DatasetVersion, analyst: User, sent: list[int]
) -> None:
    upload(analyst, sales_csv(90), dataset=sales.dataset)
    assert api("POST", "/runs", FORECAST).json()["dataset"] == "sales@2"
    assert api("POST", "/runs", {**FORECAST, "dataset": "sales@1"}).json()["dataset"] == "sales@1"


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "family": ({"family": "astrology"}, "family", "there are .*forecasting"),
    "data set": ({"dataset": "nothing"}, "dataset", "no data set 'nothing'"),
    "version": ({"dataset": "sales@9"}, "dataset", "no data set 'sales@9'"),
    "no number": ({"dataset": "sales@x"}, "dataset", "no data set 'sales@x'"),
    "table": ({"tables": {"weather": "sales"}}, "tables.weather", "has no table 'weather'"),
    "model": ({"model": "oracle"}, "model", "no model 'oracle'; it has auto, .*prophet"),
    "role": ({"columns": {"where": "date"}}, "columns.where", "no role 'where'; there are time, target"),
    "column": ({"columns": {"time": "day"}}, "columns.time", "no column 'day'; it has date, amount"),
    "two columns": ({"columns": {"weight": ["date", "amount"]}}, "columns.weight", "takes one column, not 2"),
    "setting": ({"settings": {"speed": 1}}, "settings.speed", "speed"),
    "setting out of range": ({"settings": {"horizon": 0}}, "settings.horizon", "greater than or equal to 1"),
    "setting of wrong type": ({"settings": {"horizon": "soon"}}, "settings.horizon", "integer"),
    "params": ({"model": "prophet", "params": {"x": 1}}, "params.x", "x"),
    "params of auto": ({"params": {"trees": 100}}, "params.trees", "trees"),
    "effort": ({"effort": "much"}, "effort", "'fast' or 'best'"),
    "seed": ({"seed": -1}, "seed", "greater than or equal to 0"),
    "field": ({"colour": "red"}, "colour", "not permitted"),
    "long name": ({"name": "n" * 121}, "name", "at most 120"),
    "no data set": ({"dataset": None}, "dataset", "string"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_named(case: str, api: Api, sales: DatasetVersion, sent: list[int]) -> None:
    changes, location, sentence = REFUSED[case]
    response = api("POST", "/runs", {**FORECAST, **changes})
    assert response.status_code == 422
    error = errors_by_location(response)[location]
    assert error["code"]
    assert re.search(sentence, error["message"]), error["message"]
    assert re.search(sentence, response.json()["detail"])
    assert nothing_written()
    assert sent == []


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_body_that_is_no_object_is_refused(body: Any, api: Api) -> None:
    assert api("POST", "/runs", body).status_code in {400, 422}
    assert nothing_written()


def test_all_that_is_wrong_is_named_at_once(api: Api, sales: DatasetVersion) -> None:
    columns = {"time": "day", "target": "sum", "where": "date"}
    response = api("POST", "/runs", {**FORECAST, "columns": columns})
    assert set(errors_by_location(response)) == {"columns.time", "columns.target", "columns.where"}


def test_a_column_of_the_wrong_kind_is_named_with_its_row(api: Api, analyst: User, sent: list[int]) -> None:
    rows = "".join(f"2025-01-{day:02},{'many' if day > 1 else ''}\n" for day in range(1, 31))
    upload(analyst, f"date,amount\n{rows}".encode())
    columns = {"time": "date", "target": "amount"}
    response = api("POST", "/runs", {**FORECAST, "columns": columns})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert error["code"] == "wrong_kind"
    assert error["location"] == {"table": "main", "column": "amount", "row": 3, "series": None}
    assert "'many'" in error["message"]
    assert "needs numbers" in error["message"]
    assert nothing_written()


def test_a_role_left_empty_is_a_problem_of_the_data(api: Api, sales: DatasetVersion) -> None:
    response = api("POST", "/runs", {**FORECAST, "columns": {"time": "date"}})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["code"]) == (422, "missing_role")
    assert "Amount to forecast" in error["message"]
    assert nothing_written()


def test_too_few_rows_are_counted(api: Api, analyst: User) -> None:
    upload(analyst, sales_csv(9))
    response = api("POST", "/runs", FORECAST)
    assert response.status_code == 422
    assert "9 rows" in response.json()["detail"]
    assert nothing_written()


def test_the_name_of_another_question_is_taken(
    api: Api, sales: DatasetVersion, trained: ModelVersion, sent: list[int]
) -> None:
    before = TrainingRun.objects.count()
    response = api("POST", "/runs", {**FORECAST, "name": "  Customers "})
    assert response.status_code == 422
    error = errors_by_location(response)["name"]
    assert error["code"] == "taken"
    assert "'customers' answers another question" in error["message"]
    assert TrainingRun.objects.count() == before


def test_the_name_of_the_same_question_is_free(api: Api, trained: ModelVersion, sent: list[int]) -> None:
    assert api("POST", "/runs", {**SEGMENTS, "name": "customers"}).status_code == 202


def test_a_name_is_made_where_none_is_given(api: Api, sales: DatasetVersion, sent: list[int]) -> None:
    assert api("POST", "/runs", FORECAST).json()["name"] == "sales forecasting"


@pytest.fixture
def while_waiting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock whose every sleep takes ten seconds, in which something else may happen."""
    clock = SimpleNamespace(now=0.0, happens=lambda: None)

    def sleep(seconds: float) -> None:
        clock.now += 10
        clock.happens()

    clock.sleep, clock.monotonic = sleep, lambda: clock.now
    monkeypatch.setattr(waiting, "time", clock)
    return clock


def test_a_call_may_wait_for_the_end(
    api: Api, sales: DatasetVersion, sent: list[int], while_waiting: Any
) -> None:
    while_waiting.happens = lambda: TrainingRun.objects.update(status=Status.FAILED, error="It broke.")
    response = api("POST", "/runs", FORECAST, headers={"Prefer": "wait=60"})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["error"]) == ("failed", "It broke.")
    assert while_waiting.now == 10


@pytest.mark.parametrize(("preference", "waited"), [("wait=30", 30), ("wait=9999", 120), ("wait=x", 0)])
def test_a_call_waits_no_longer_than_it_said(
    preference: str, waited: int, api: Api, sales: DatasetVersion, sent: list[int], while_waiting: Any
) -> None:
    response = api("POST", "/runs", FORECAST, headers={"Prefer": preference})
    assert response.status_code == 202
    assert response["Retry-After"]
    assert while_waiting.now == waited
