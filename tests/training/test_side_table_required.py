"""A required side table must be given before it goes on."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import Api
from tests.side_tables import CLOSURES_COLUMNS, ROUTES_COLUMNS
from tests.training.asking import EFFORT, at, deliveries_of
from training.models import TrainingRun

pytestmark = pytest.mark.usefixtures("deliveries")


def test_without_it_nothing_goes_on(
    page: Client, sales: DatasetVersion, closures: DatasetVersion, sent: list[int]
) -> None:
    draft = deliveries_of(sales, {"closures": (closures, CLOSURES_COLUMNS)})
    content = page.get(at(draft, "tables")).content.decode()
    assert "This question needs more sheets" in content
    assert "Continue" not in content
    assert page.post(at(draft, "tables")).status_code == 422
    for step in ("settings", "checks", "effort"):
        assert page.post(at(draft, step), EFFORT)["Location"] == at(draft, "tables")
    assert not TrainingRun.objects.exists()


def test_with_it_it_goes_on(page: Client, sales: DatasetVersion, routes: DatasetVersion) -> None:
    draft = deliveries_of(sales, reached="")
    page.post(at(draft, "tables/routes"), {"dataset": "routes"})
    page.post(at(draft, "tables/routes/columns"), {"name": "route"})
    assert page.post(at(draft, "tables"))["Location"] == at(draft, "settings")


def test_a_second_tab_that_was_further_on_is_led_back(
    page: Client, sales: DatasetVersion, routes: DatasetVersion, sent: list[int]
) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})
    assert page.get(at(draft, "effort")).status_code == 200
    page.post(at(draft, "tables/routes/remove"))
    assert page.post(at(draft, "effort"), EFFORT)["Location"] == at(draft, "tables")
    assert not TrainingRun.objects.exists()


def test_over_the_api_it_is_named(api: Api, sales: DatasetVersion) -> None:
    response = api("POST", "/runs", {"family": "deliveries", "dataset": "sales"})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["location"]) == (422, "tables.routes")
    assert error["message"] == "'Deliveries' needs the table 'Routes'."
