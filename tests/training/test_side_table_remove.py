"""A side table is taken away again."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import DatasetVersion
from tests.training.asking import EFFORT, at, both, deliveries_of, given
from training.models import Draft, TrainingRun

pytestmark = pytest.mark.usefixtures("deliveries")


@pytest.fixture
def draft(sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion) -> Draft:
    return deliveries_of(sales, both(routes, closures))


def test_an_optional_one_is_left_out_and_its_data_set_stays(page: Client, draft: Draft) -> None:
    assert page.post(at(draft, "tables/closures/remove"))["Location"] == at(draft, "tables")
    assert list(given(draft)) == ["routes"]
    assert DatasetVersion.objects.filter(dataset__slug="closures").exists()
    assert page.get(at(draft, "effort")).status_code == 200, "what was reached stays so"


def test_a_run_is_started_without_it(page: Client, draft: Draft, sent: list[int]) -> None:
    page.post(at(draft, "tables/closures/remove"))
    page.post(at(draft, "effort"), EFFORT)
    run = TrainingRun.objects.get()
    assert set(run.run_tables.values_list("table", flat=True)) == {"main", "routes"}
    assert not any(role.startswith("closures.") for role in run.columns)


def test_a_required_one_is_asked_for_again(page: Client, draft: Draft) -> None:
    page.post(at(draft, "tables/routes/remove"))
    assert page.get(at(draft, "effort"))["Location"] == at(draft, "tables")


def test_looking_removes_nothing(page: Client, draft: Draft) -> None:
    assert page.get(at(draft, "tables/closures/remove"))["Location"] == at(draft, "tables")
    assert set(given(draft)) == {"routes", "closures"}


def test_twice_is_once(page: Client, draft: Draft) -> None:
    for _ in range(2):
        assert page.post(at(draft, "tables/closures/remove")).status_code == 302
    assert list(given(draft)) == ["routes"]
