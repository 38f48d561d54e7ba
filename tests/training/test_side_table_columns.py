"""Which column of a side table plays which role: guessed, shown with examples, changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import DatasetVersion
from tests.side_tables import CLOSURES_COLUMNS, DELIVERIES_COLUMNS, ROUTES_COLUMNS
from tests.training.asking import as_menus, at, both, deliveries_of, given, roles_shown

pytestmark = pytest.mark.usefixtures("deliveries")


def test_the_guess_is_chosen_with_examples(
    page: Client, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales)
    page.post(at(draft, "tables/closures"), {"dataset": "closures"})
    response = page.get(at(draft, "tables/closures/columns"))
    form = response.context["form"]
    assert roles_shown(form) == {"from": "start", "until": "end", "reason": ""}
    assert "3 Jan 2025, 1 Feb 2025" in response.content.decode()


def test_what_is_left_fits_the_role_of_many_columns(
    page: Client, sales: DatasetVersion, routes: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})
    shown = roles_shown(page.get(at(draft, "tables/routes/columns")).context["form"])
    assert shown["driver"] == "features"


def test_a_change_is_kept_and_touches_no_other_table(
    page: Client, sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, both(routes, closures))
    response = page.post(at(draft, "tables/closures/columns"), as_menus(closures, start="until"))
    assert response["Location"] == at(draft, "tables")
    assert given(draft)["closures"] == ("closures@1", {"start": "until"})
    assert given(draft)["routes"] == ("routes@1", ROUTES_COLUMNS)
    draft.refresh_from_db()
    assert draft.columns == DELIVERIES_COLUMNS
    form = page.get(at(draft, "tables/closures/columns")).context["form"]
    assert roles_shown(form) == {"from": "", "until": "start", "reason": ""}, "not guessed again"


@pytest.mark.parametrize("said", [{}, {"start": "reason"}])
def test_what_is_missing_or_unfit_is_refused(
    said: dict[str, Any], page: Client, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"closures": (closures, CLOSURES_COLUMNS)})
    response = page.post(at(draft, "tables/closures/columns"), as_menus(closures, **said))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert given(draft) == {"closures": ("closures@1", CLOSURES_COLUMNS)}


def test_without_a_sheet_there_is_nothing_to_say(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    response = page.post(at(draft, "tables/closures/columns"), {"column-0": "start"})
    assert response["Location"] == at(draft, "tables/closures")
    assert given(draft) == {}
