"""Naming the segments of a version: the name everywhere, the made one back, kept by the next version."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from tests.conftest import Api
from training.models import ModelVersion

Train = Callable[..., ModelVersion]
ADDRESS = "/models/customers/1/group"
CUSTOMER = {"id": 1, "city": "Durban", "employees": 3, "total_sales": 30000}


def name(page: Client, words: str, group: str = "1") -> str:
    return page.post(ADDRESS, {"group": group, "name": words}, follow=True).content.decode()


def made(version: ModelVersion, group: int = 1) -> str:
    return str(version.report[0]["data"]["cards"][group - 1]["value"])


def test_a_card_says_what_to_do(page: Client, trained: ModelVersion) -> None:
    card = trained.report[0]["data"]["cards"][0]
    assert card["do"] == "Invite them first and look after them: total sales above the average."
    assert card["do"] in page.get("/models/customers/").content.decode()


def test_the_name_stands_everywhere(page: Client, api: Api, trained: ModelVersion) -> None:
    before = made(trained)
    assert "It is called “Best friends” now." in name(page, " Best friends ")
    for path in ("/models/customers/", "/models/customers/1/why", "/models", "/", "/models/customers/1/rows"):
        shown = page.get(path).content.decode()
        assert before not in shown
        assert path == "/models" or "Best friends" in shown
    assert page.get("/models/customers/1/rows?q=best+fr").context["page"].paginator.count > 0
    table = pd.read_csv(io.BytesIO(page.get("/models/customers/1/results.csv").getvalue()))
    assert set(table[table["segment"] == 1]["name"]) == {"Best friends"}
    assert set(table[table["segment"] == 2]["name"]) == {made(trained, 2)}
    [best] = api("GET", "/models/customers/versions/1/results?limit=1").json()["results"]
    assert best["name"] == ("Best friends" if best["segment"] == 1 else made(trained, 2))


def test_an_answer_says_it(page: Client, api: Api, trained: ModelVersion) -> None:
    for group in ("1", "2"):
        name(page, f"Group {group}", group)
    [row] = api("POST", "/models/customers/predict", {"rows": [CUSTOMER]}).json()["predictions"]
    assert row["name"] == f"Group {row['segment']}"


@pytest.mark.parametrize("back", ["", "   ", None])
def test_the_made_name_comes_back(back: str | None, page: Client, trained: ModelVersion) -> None:
    before = trained.report
    name(page, "Best friends")
    assert "Best friends" not in name(page, made(trained) if back is None else back)
    trained.refresh_from_db()
    assert (trained.report, trained.given_names) == (before, {})


def test_the_way_back_is_said(page: Client, trained: ModelVersion) -> None:
    name(page, "Best friends")
    assert "It has its made name again." in name(page, "")


def test_every_change_is_written_down(page: Client, trained: ModelVersion) -> None:
    name(page, "Best friends")
    name(page, "Best friends")
    event = AuditEvent.objects.get(verb="named a group")
    assert event.data == {"group": "1", "before": made(trained), "name": "Best friends"}
    assert "named a group of the" in event.told()


def test_no_name_twice_and_none_too_long(page: Client, trained: ModelVersion) -> None:
    assert "another one is called" in name(page, made(trained, 2).upper())
    assert "a name has at most 80 characters" in name(page, "x" * 81)
    assert page.post(ADDRESS, {"group": "9", "name": "Nobody"}).status_code == 404
    assert ModelVersion.objects.get().given_names == {}


def test_who_may(client: Client, viewer: User, colleague: User, trained: ModelVersion) -> None:
    for user in (viewer, colleague):
        client.force_login(user)
        assert ADDRESS not in client.get("/models/customers/").content.decode()
        assert client.post(ADDRESS, {"group": "1", "name": "Mine"}).status_code == 403
    assert client.get(ADDRESS).status_code == 405


def test_a_name_is_text(page: Client, trained: ModelVersion) -> None:
    assert "<script>alert" not in name(page, "<script>alert(1)</script>")


def test_the_next_version_keeps_it(page: Client, trained: ModelVersion, train_again: Train) -> None:
    name(page, "Best friends")
    later = train_again()
    assert later.given_names["1"]["given"] == "Best friends"
    assert made(later) == "Best friends"
    assert "Best friends" in later.summary["label"]


def test_a_segment_unlike_it_has_its_own_name(
    page: Client, trained: ModelVersion, train_again: Train
) -> None:
    name(page, "Best friends")
    trained.refresh_from_db()
    for card in trained.report[0]["data"]["cards"]:
        card["profile"] = {column: strength + 2 for column, strength in card["profile"].items()}
    trained.save()
    assert train_again().given_names == {}
