"""Whose draft it is, and who may use whose sheets: every data set can be seen by everybody with a role."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import upload
from tests.side_tables import CLOSURES, ROUTES_COLUMNS
from tests.training.asking import at, deliveries_of, given
from training.models import Draft

pytestmark = pytest.mark.usefixtures("deliveries")
PLACES = ["tables", "tables/closures", "tables/closures/columns", "tables/routes/remove"]


@pytest.fixture
def draft(sales: DatasetVersion, routes: DatasetVersion) -> Draft:
    return deliveries_of(sales, {"routes": (routes, ROUTES_COLUMNS)})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["colleague", "administrator"])
def test_somebody_elses_draft_is_not_found(
    who: str, place: str, draft: Draft, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(draft, place)).status_code == 404
    assert client.post(at(draft, place), {"dataset": "sales", "start": "date"}).status_code == 404
    assert given(draft) == {"routes": ("routes@1", ROUTES_COLUMNS)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_who_may_not_ask_is_refused(
    who: str, place: str, draft: Draft, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(draft, place)).status_code == 403
    assert client.post(at(draft, place), {"dataset": "sales"}).status_code == 403
    assert list(given(draft)) == ["routes"]


def test_nobody_is_led_to_the_login(draft: Draft, client: Client) -> None:
    for place in PLACES:
        assert client.post(at(draft, place))["Location"].startswith("/login")


def test_a_colleagues_sheet_may_be_read_as_the_main_one_may(
    draft: Draft, page: Client, colleague: User
) -> None:
    upload(colleague, CLOSURES, "theirs.csv")
    page.post(at(draft, "tables/closures"), {"dataset": "theirs"})
    assert given(draft)["closures"][0] == "theirs@1"
