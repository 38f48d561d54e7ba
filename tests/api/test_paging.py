"""Lists: pages, order and filters, with whatever a caller may write there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User

from datasets.models import Dataset
from tests.api.problems import assert_problem, strict_json
from tests.conftest import Api
from training.models import RunTable, TrainedModel, TrainingRun


@pytest.fixture
def many(analyst: User) -> None:
    Dataset.objects.bulk_create(
        Dataset(name=f"Sheet {n:03}", slug=f"sheet-{n:03}", owner=analyst) for n in range(205)
    )


def listed(api: Api, query: str = "", path: str = "/datasets") -> dict[str, Any]:
    response = api("GET", f"{path}?{query}")
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = strict_json(response.content)
    assert set(answer) == {"count", "next", "previous", "results"}
    return answer


@pytest.mark.parametrize(
    ("query", "rows"),
    [("", 50), ("limit=3", 3), ("limit=200", 200), ("limit=201", 200), ("limit=999999999999999999999", 200)],
)
def test_a_page_has_at_most_200_rows(query: str, rows: int, many: None, api: Api) -> None:
    answer = listed(api, query)
    assert len(answer["results"]) == rows
    assert answer["count"] == 205


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-5", "limit=all", "offset=-5", "offset=x", "limit=&offset="]
)
def test_numbers_that_are_none_mean_the_default(query: str, many: None, api: Api) -> None:
    assert listed(api, query)["results"] == listed(api)["results"]


@pytest.mark.parametrize("offset", ["205", "9223372036854775807", "9" * 40])
def test_beyond_the_end_there_is_nothing(offset: str, many: None, api: Api) -> None:
    answer = listed(api, f"offset={offset}")
    assert (answer["count"], answer["results"], answer["next"]) == (205, [], None)


def test_following_next_and_previous_shows_every_row_once(many: None, api: Api) -> None:
    def follow(link: str) -> dict[str, Any]:
        return listed(api, urlsplit(link).query)

    answer = listed(api, "limit=90&ordering=slug")
    assert answer["previous"] is None
    slugs = [row["slug"] for row in answer["results"]]
    while answer["next"]:
        answer = follow(answer["next"])
        slugs += [row["slug"] for row in answer["results"]]
    assert slugs == [f"sheet-{n:03}" for n in range(205)]
    assert follow(answer["previous"])["results"][0]["slug"] == "sheet-090"


@pytest.mark.parametrize(("ordering", "first"), [("slug", "sheet-000"), ("-slug", "sheet-204")])
def test_ordering(ordering: str, first: str, many: None, api: Api) -> None:
    assert listed(api, f"ordering={ordering}")["results"][0]["slug"] == first


@pytest.mark.parametrize("ordering", ["colour", "--slug", "owner__password", "slug,name", "?", "-"])
def test_an_unknown_order_is_refused_with_what_there_is(ordering: str, api: Api) -> None:
    problem = assert_problem(api("GET", f"/datasets?ordering={ordering}"), 400)
    assert problem["errors"][0]["location"] == "ordering"
    assert "name, slug, created_at" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "count"), [("name=SHEET 00", 10), ("slug=sheet-007", 1), ("owner=ann", 205)]
)
def test_filters(query: str, count: int, many: None, api: Api) -> None:
    assert listed(api, query)["count"] == count


@pytest.mark.parametrize("garbage", ["nobody", "9" * 40, "%27%3B--", "%F0%9F%A6%94", "%25", "x" * 3000])
@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/datasets", ["name", "slug", "owner"]),
        ("/runs", ["status", "family", "name", "dataset", "trained_model"]),
        ("/models", ["name", "family", "owner"]),
    ],
)
def test_garbage_finds_nothing_and_breaks_nothing(
    path: str, parameters: list[str], garbage: str, api: Api, analyst: User
) -> None:
    Dataset.objects.create(name="Sales", slug="sales", owner=analyst)
    TrainingRun.objects.create(name="Sales", family="forecasting", requested_by=analyst)
    TrainedModel.objects.create(name="Sales", slug="sales", family="forecasting", owner=analyst)
    assert listed(api, "name=sales", path)["count"] == 1
    for parameter in parameters:
        assert listed(api, f"{parameter}={garbage}", path)["results"] == []


@pytest.mark.parametrize("path", ["/datasets", "/runs", "/models"])
def test_a_nul_which_postgresql_takes_in_no_text_is_refused(path: str, api: Api) -> None:
    assert_problem(api("GET", f"{path}?name=a%00b"), 400)


@pytest.mark.urls("tests.api.urls")
@pytest.mark.parametrize("query", ["id=one", "id=1.5", "since=yesterday", "since=2026-13-45"])
def test_a_filter_of_another_kind_is_refused_with_its_name(query: str, api: Api) -> None:
    parameter, _, value = query.partition("=")
    problem = assert_problem(api("GET", f"/filtered?{query}"), 400)
    assert problem["errors"][0]["location"] == parameter
    assert repr(value) in problem["detail"]


@pytest.mark.urls("tests.api.urls")
def test_a_filter_by_number_and_date(many: None, api: Api) -> None:
    last = Dataset.objects.order_by("pk").last()
    assert last is not None
    assert listed(api, f"id={last.pk}", "/filtered")["results"] == [{"id": last.pk}]
    Dataset.objects.filter(pk=last.pk).update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert listed(api, "since=2026-01-02T00:00:00Z", "/filtered")["count"] == 204


def test_a_run_of_two_tables_is_listed_once(api: Api, analyst: User) -> None:
    run = TrainingRun.objects.create(name="Sales", family="forecasting", requested_by=analyst)
    for table, name in (("main", "shop@1"), ("promotions", "shop@2")):
        RunTable.objects.create(run=run, table=table, dataset_name=name, sha256="0" * 64)
    answer = listed(api, "dataset=shop", "/runs")
    assert (answer["count"], len(answer["results"])) == (1, 1)
