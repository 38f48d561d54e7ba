"""From a draft with side tables to a run: the checks, the start, the page, and asking again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import DatasetVersion
from datasets.services import delete_dataset
from tests.conftest import upload
from tests.side_tables import CLOSURES, CLOSURES_COLUMNS, ROUTES_COLUMNS
from tests.training.asking import EFFORT, at, both, deliveries_of, given
from training.models import Draft, ModelVersion, TrainingRun
from training.questions import drafts
from training.runs import execution

pytestmark = pytest.mark.usefixtures("deliveries")


@pytest.fixture
def draft(sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion) -> Draft:
    return deliveries_of(sales, both(routes, closures))


@pytest.fixture
def run(draft: Draft, sent: list[int]) -> TrainingRun:
    return drafts.start(draft)


@pytest.fixture
def trained(run: TrainingRun) -> ModelVersion:
    assert run.claim()
    execution.train(run.pk, run.attempt)
    run.refresh_from_db()
    assert run.status == "succeeded", run.error
    return ModelVersion.objects.get(run=run)


def test_the_run_reads_them(page: Client, draft: Draft, sent: list[int]) -> None:
    page.post(at(draft, "effort"), EFFORT)
    run = TrainingRun.objects.get()
    assert dict(run.run_tables.values_list("table", "dataset_name")) == {
        "main": "sales@1",
        "routes": "routes@1",
        "closures": "closures@1",
    }
    assert run.columns == {
        "target": "amount",
        "routes.name": "route",
        "routes.length": "km",
        "routes.features": ["driver"],
        "closures.start": "from",
        "closures.end": "until",
    }


def test_a_role_left_empty_is_not_guessed_at_the_start(draft: Draft, sent: list[int]) -> None:
    draft.side_tables.filter(table="routes").update(columns={"name": "driver"})
    columns = drafts.start(draft).columns
    assert {key: names for key, names in columns.items() if key.startswith("routes.")} == {
        "routes.name": "driver"
    }


def test_nothing_found_says_what_was_looked_at(page: Client, draft: Draft) -> None:
    content = page.get(at(draft, "checks")).content.decode()
    assert "120 rows and 1 column were checked" in content
    assert "Routes: 3 rows and 3 columns were also checked." in content


def test_problems_stand_under_the_name_of_their_table(
    page: Client, analyst: User, sales: DatasetVersion
) -> None:
    wrong = upload(analyst, b"route,km\nN1,0\nN2,4\n", "wrong.csv")
    draft = deliveries_of(sales, {"routes": (wrong, {"name": "route", "length": "km"})}, reached="checks")
    response = page.get(at(draft, "checks"))
    content = response.content.decode()
    (found,) = response.context["found"]
    assert found.table == "Routes"
    assert '<h2 id="table-1">Routes</h2>' in content
    assert found.remedies[0] == (at(draft, "tables/routes/columns"), "Change the columns")
    assert at(draft, "tables/routes") in dict(found.remedies)
    assert page.post(at(draft, "checks")).status_code == 422


def test_a_column_that_is_gone_leads_to_the_further_sheets(page: Client, draft: Draft) -> None:
    draft.side_tables.filter(table="routes").update(columns={"name": "gone"})
    response = page.get(at(draft, "checks"))
    assert "gone" in response.content.decode()
    assert response.context["places"] == [(at(draft, "tables"), "Change the other sheets")]


def test_the_page_of_the_run_names_each_with_its_version(page: Client, run: TrainingRun) -> None:
    content = page.get(run.get_absolute_url()).content.decode()
    assert '<dt>Data</dt><dd><a href="/datasets/sales/1">sales, version 1</a></dd>' in content
    assert '<dt>Closures</dt><dd><a href="/datasets/closures/1">closures, version 1</a></dd>' in content
    assert "<dt>Closures: First day</dt><dd>from</dd>" in content


def test_the_page_of_the_model_names_each_with_its_version(page: Client, trained: ModelVersion) -> None:
    content = page.get(f"{trained.get_absolute_url()}/data").content.decode()
    assert '<dt>Routes</dt><dd><a href="/datasets/routes/1">routes, version 1</a>' in content
    assert '<dt>Closures</dt><dd><a href="/datasets/closures/1">closures, version 1</a>' in content
    assert "<dt>Routes: Length</dt><dd>km</dd>" in content


def test_the_page_of_the_data_set_names_the_model(page: Client, trained: ModelVersion) -> None:
    assert trained.get_absolute_url() in page.get("/datasets/closures/uses").content.decode()


def test_asking_again_keeps_them(
    page: Client, run: TrainingRun, analyst: User, closures: DatasetVersion
) -> None:
    upload(analyst, CLOSURES + b"2025-03-01,2025-03-02,flood\n", dataset=closures.dataset)
    response = page.post(f"/runs/{run.pk}/again")
    again = Draft.objects.get(run=None)
    assert response["Location"] == at(again, "effort")
    assert again.columns == {"target": "amount"}
    assert given(again) == {
        "routes": ("routes@1", ROUTES_COLUMNS),
        "closures": ("closures@1", CLOSURES_COLUMNS),
    }
    page.post(at(again, "effort"), EFFORT)
    second = TrainingRun.objects.latest("pk")
    assert second.pk != run.pk
    assert second.columns == run.columns


def test_asking_again_without_a_sheet_that_is_gone_stops_at_it(
    page: Client, run: TrainingRun, analyst: User, closures: DatasetVersion
) -> None:
    delete_dataset(analyst, closures.dataset)
    again = page.post(f"/runs/{run.pk}/again")["Location"]
    assert again.endswith("/tables")
    assert "has since been deleted" in page.get(again).content.decode()


def _queries(page: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("place", ["tables", "settings", "checks", "effort"])
def test_queries_do_not_grow_with_versions_and_drafts(
    place: str, page: Client, draft: Draft, analyst: User, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    page.get(at(draft, place))
    few = _queries(page, at(draft, place))
    for number in range(5):
        more = upload(analyst, CLOSURES + b"2025-03-0%d,,x\n" % (number + 1), dataset=closures.dataset)
        deliveries_of(sales, {"closures": (more, {})})
    assert _queries(page, at(draft, place)) == few


def test_the_list_of_drafts_asks_once_for_their_tables(
    page: Client, draft: Draft, sales: DatasetVersion, routes: DatasetVersion
) -> None:
    page.get("/ask")
    few: Any = _queries(page, "/ask")
    for _ in range(2):
        deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})
    assert _queries(page, "/ask") == few
