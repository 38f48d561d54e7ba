"""The step of the side tables: what is given and what is left out, at a glance."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from datasets.services import delete_dataset
from tests.side_tables import ROUTES_COLUMNS
from tests.training.asking import as_menus, at, both, deliveries_of, draft_of
from training.questions import drafts

pytestmark = pytest.mark.usefixtures("deliveries")


def test_it_follows_the_columns(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales, columns=None, reached="")
    assert page.post(at(draft, "columns"), as_menus(sales, target="amount"))["Location"] == at(
        draft, "tables"
    )
    steps = [step["key"] for step in page.get(at(draft, "tables")).context["steps"]]
    assert steps == ["data", "question", "columns", "tables", "settings", "checks", "effort"]


def test_a_family_without_side_tables_has_no_such_step(page: Client, customers: DatasetVersion) -> None:
    draft = draft_of(customers, family="segmentation", columns={"features": ["city"]}, settings={})
    assert "tables" not in drafts.steps_of(draft)
    assert page.get(at(draft, "tables"))["Location"] == at(draft, "effort")


def test_each_table_is_a_card_with_its_help_and_left_out_at_first(
    page: Client, sales: DatasetVersion
) -> None:
    draft = deliveries_of(sales, reached="")
    response = page.get(at(draft, "tables"))
    content = response.content.decode()
    assert [(card.table.key, card.side) for card in response.context["cards"]] == [
        ("routes", None),
        ("closures", None),
    ]
    assert "The roads that are driven." in content and "When a road was closed." in content
    assert "not added" in content and "needed" in content
    assert f'href="{at(draft, "tables/closures")}"' in content


def test_what_is_given_is_shown_with_version_columns_and_examples(
    page: Client, sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, both(routes, closures))
    content = page.get(at(draft, "tables")).content.decode()
    assert f'<a href="{routes.get_absolute_url()}">routes</a>, version 1, 3 rows.' in content
    assert "<dt>First day</dt><dd>from" in content and "3 Jan 2025, 1 Feb 2025" in content
    assert "<dt>What describes a route</dt><dd>driver" in content


def test_going_on_is_kept(page: Client, sales: DatasetVersion, routes: DatasetVersion) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)}, reached="")
    assert page.get(at(draft, "settings"))["Location"] == at(draft, "tables"), "not yet"
    assert page.post(at(draft, "tables"))["Location"] == at(draft, "settings")
    assert page.get(at(draft, "settings")).status_code == 200


def test_going_back_to_it_loses_no_later_step(
    page: Client, sales: DatasetVersion, routes: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)}, reached="checks")
    page.post(at(draft, "tables"))
    draft.refresh_from_db()
    assert draft.reached == "checks"


def test_another_main_sheet_keeps_them(
    page: Client, sales: DatasetVersion, customers: DatasetVersion, routes: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})
    page.post(at(draft, "data"), {"dataset": "customers"})
    draft.refresh_from_db()
    assert draft.columns is None
    assert draft.side_tables.get().columns == ROUTES_COLUMNS


def test_another_question_forgets_them(page: Client, sales: DatasetVersion, routes: DatasetVersion) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})
    page.post(at(draft, "question"), {"family": "forecasting"})
    assert not draft.side_tables.exists()


@pytest.mark.parametrize("table", ["routes", "closures"])
def test_a_data_set_deleted_since_is_said_and_asked_for_again(
    table: str,
    page: Client,
    analyst: User,
    sales: DatasetVersion,
    routes: DatasetVersion,
    closures: DatasetVersion,
) -> None:
    draft = deliveries_of(sales, both(routes, closures))
    delete_dataset(analyst, {"routes": routes, "closures": closures}[table].dataset)
    assert page.get(at(draft, "effort"))["Location"] == at(draft, "tables")
    assert "has since been deleted" in page.get(at(draft, "tables")).content.decode()
    page.post(at(draft, f"tables/{table}/remove"))
    assert page.get(at(draft, "effort")).status_code == (302 if table == "routes" else 200)
