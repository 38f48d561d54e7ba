"""The list of runs: searched, filtered, and as cheap with many runs as with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Api
from training.models import ModelVersion, RunTable, TrainingRun
from training.runs.models import Status, Trigger

MakeRun = Callable[..., TrainingRun]


@pytest.fixture
def runs(make_run: MakeRun) -> dict[str, TrainingRun]:
    found = {
        "spring": make_run(name="spring", family="forecasting", status=Status.FAILED),
        "autumn": make_run(name="autumn", family="segmentation", status=Status.QUEUED),
        "winter": make_run(name="winter", family="segmentation", status=Status.FAILED),
    }
    RunTable.objects.filter(run=found["spring"]).update(dataset_name="sales@3")
    # A run on two data sets is still one run.
    RunTable.objects.create(run=found["winter"], table="side", dataset_name="customers@2", sha256="")
    return found


def names_on_page(page: Client, query: str) -> list[str]:
    return [run.name for run in page.get(f"/runs{query}").context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["winter", "autumn", "spring"]),
        ("?q=WINT", ["winter"]),
        ("?q=sales", ["spring"]),
        ("?q=customers", ["winter", "autumn"]),
        ("?q=forecast", ["spring"]),
        ("?q=%20autumn%20", ["autumn"]),
        ("?q=nothing", []),
        ("?q=%25", []),
        ("?status=failed", ["winter", "spring"]),
        ("?status=failed&q=customers", ["winter"]),
        ("?status=unheard", ["winter", "autumn", "spring"]),
        ("?page=99", ["winter", "autumn", "spring"]),
    ],
)
def test_the_page(query: str, expected: list[str], page: Client, runs: dict[str, TrainingRun]) -> None:
    assert names_on_page(page, query) == expected


def test_what_finds_nothing_says_so(page: Client, runs: dict[str, TrainingRun]) -> None:
    assert "No run matches" in page.get("/runs?q=nothing").content.decode()


def test_the_list_says_who_asked_and_how(page: Client, make_run: MakeRun) -> None:
    make_run(trigger=Trigger.API)
    make_run(trigger=Trigger.USER, requested_by=None)
    content = page.get("/runs").content.decode()
    assert content.count("<td>ann <span") == 1
    assert content.count("over the API") == 1
    assert "<td>–</td>" in content


def test_runs_are_ticked_to_be_compared(page: Client, runs: dict[str, TrainingRun]) -> None:
    content = page.get("/runs").content.decode()
    assert '<form method="get" action="/runs/compare"' in content
    for run in runs.values():
        assert f'<input type="checkbox" name="run" value="{run.pk}"' in content
    assert 'name="run"' not in page.get("/").content.decode()


def test_search_and_status_keep_each_other(page: Client, runs: dict[str, TrainingRun]) -> None:
    content = page.get("/runs?q=customers&status=failed&page=1").content.decode()
    assert '<input type="hidden" name="status" value="failed">' in content
    assert 'href="?q=customers&amp;status=queued"' in content
    assert 'href="?q=customers"' in content


def test_no_run_yet(page: Client) -> None:
    assert "No run yet" in page.get("/runs").content.decode()


def test_a_long_list_has_pages(page: Client, make_run: MakeRun) -> None:
    for number in range(27):
        make_run(name=f"run {number}")
    assert len(names_on_page(page, "")) == 25
    assert names_on_page(page, "?page=2") == ["run 1", "run 0"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["winter", "autumn", "spring"]),
        ("?status=failed", ["winter", "spring"]),
        ("?family=segmentation", ["winter", "autumn"]),
        ("?name=INT", ["winter"]),
        ("?dataset=sales", ["spring"]),
        ("?dataset=customers", ["winter", "autumn"]),
        ("?trained_model=nothing", []),
        ("?ordering=name", ["autumn", "spring", "winter"]),
        ("?ordering=-name&limit=1", ["winter"]),
        ("?limit=1&offset=1", ["autumn"]),
    ],
)
def test_over_http(query: str, expected: list[str], api: Api, runs: dict[str, TrainingRun]) -> None:
    answer = api("GET", f"/runs{query}").json()
    assert [run["name"] for run in answer["results"]] == expected


def test_an_unknown_order_is_refused(api: Api) -> None:
    response = api("GET", "/runs?ordering=log")
    assert response.status_code == 400
    assert "queued_at" in response.json()["detail"]


def test_the_runs_of_a_model(api: Api, trained: ModelVersion, make_run: MakeRun) -> None:
    make_run()
    (run,) = api("GET", "/runs?trained_model=customers").json()["results"]
    assert (run["id"], run["metrics"]) == (trained.run_id, trained.metrics)


def queries(ask: Callable[[], Any]) -> int:
    ask()  # Content types and permissions are cached by the first call.
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ask().status_code == 200
    return len(asked)


def test_many_runs_take_no_more_queries(
    page: Client, api: Api, make_run: MakeRun, trained: ModelVersion
) -> None:
    one = queries(lambda: page.get("/runs")), queries(lambda: api("GET", "/runs"))
    for number in range(30):
        make_run(name=f"run {number}", status=Status.FAILED)
    many = queries(lambda: page.get("/runs")), queries(lambda: api("GET", "/runs"))
    assert many == one
