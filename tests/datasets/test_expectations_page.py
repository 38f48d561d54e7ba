"""The pages of what is expected of a data set."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion, Expectation
from tests.conftest import upload

AMOUNTS = b"city,amount\n" + b"".join(b"Paarl,%d\n" % (amount % 7) for amount in range(1, 41))
ADDRESS = "/datasets/shops/expectations"


@pytest.fixture
def shops(analyst: User) -> DatasetVersion:
    return upload(analyst, AMOUNTS, "shops.csv")


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_a_suggestion_is_accepted_with_one_click(page: Client, shops: DatasetVersion) -> None:
    assert "There are at least 20 rows." in text_of(page.get(ADDRESS))
    assert page.post(ADDRESS, {"accept": "rows|"})["Location"] == ADDRESS
    assert [(kept.kind, kept.params) for kept in Expectation.objects.all()] == [("rows", {"least": 20})]
    assert "as expected" in text_of(page.get(ADDRESS))


def test_all_are_accepted_at_once(page: Client, shops: DatasetVersion) -> None:
    count = len(page.get(ADDRESS).context["suggested"])
    page.post(ADDRESS, {"accept": "all"})
    assert Expectation.objects.count() == count > 2
    assert page.get(ADDRESS).context["suggested"] == []


@pytest.mark.parametrize(
    ("kind", "sent", "params"),
    [
        ("range", {"column": "amount", "min": "0", "max": "9.5"}, {"min": 0, "max": 9.5}),
        ("range", {"column": "amount", "max": "9"}, {"min": None, "max": 9}),
        ("categories", {"column": "city", "allowed": "Paarl\r\n Durban\n"}, {"allowed": ["Paarl", "Durban"]}),
        ("not_missing", {"column": "city", "share": "5"}, {"share": 0.05}),
        ("unique", {"column": "amount"}, {}),
        ("fresh", {"column": "city", "days": "7"}, {"days": 7}),
        ("rows", {"least": "10"}, {"least": 10}),
    ],
)
def test_each_kind_is_added(page: Client, shops: DatasetVersion, kind: str, sent: Any, params: Any) -> None:
    assert page.get(f"{ADDRESS}/add?kind={kind}").status_code == 200
    assert page.post(f"{ADDRESS}/add?kind={kind}", sent)["Location"] == ADDRESS
    kept = Expectation.objects.get()
    assert (kept.kind, kept.column, kept.params) == (kind, sent.get("column", ""), params)


def test_what_does_not_fit_is_said_beside_the_form(page: Client, shops: DatasetVersion) -> None:
    response = page.post(f"{ADDRESS}/add?kind=range", {"column": "amount", "min": "9", "max": "1"})
    assert response.status_code == 422
    assert "the smaller under 'min'" in text_of(response)
    assert page.post(f"{ADDRESS}/add?kind=rows", {"least": "0"}).status_code == 422
    assert page.get(f"{ADDRESS}/add?kind=magic").status_code == 404
    assert not Expectation.objects.exists()


def test_one_is_changed_and_deleted(page: Client, shops: DatasetVersion) -> None:
    page.post(f"{ADDRESS}/add?kind=not_missing", {"column": "city", "share": "5"})
    address = f"{ADDRESS}/{Expectation.objects.get().pk}"
    assert 'value="5.0"' in text_of(page.get(address))
    page.post(address, {"share": "10"})
    assert Expectation.objects.get().params == {"share": 0.1}
    response = page.post(f"{address}/delete", follow=True)
    assert "This is no longer expected" in text_of(response)
    assert not Expectation.objects.exists()


def test_a_broken_one_shows_on_every_page_of_the_data(page: Client, shops: DatasetVersion) -> None:
    page.post(f"{ADDRESS}/add?kind=range", {"column": "amount", "min": "0", "max": "5"})
    broken = "'amount' holds something else in 5 rows (6)"
    for address in (ADDRESS, "/datasets/shops/1"):
        assert broken in text_of(page.get(address))
        assert "not as expected" in text_of(page.get(address))
    assert "not as expected" in text_of(page.get("/datasets"))


def test_only_the_owner_changes_them(client: Client, shops: DatasetVersion, colleague: User) -> None:
    kept = Expectation.objects.create(dataset=shops.dataset, kind="rows", params={"least": 5})
    client.force_login(colleague)
    assert "Accept all" not in text_of(client.get(ADDRESS))
    for path in (ADDRESS, f"{ADDRESS}/add?kind=rows", f"{ADDRESS}/{kept.pk}", f"{ADDRESS}/{kept.pk}/delete"):
        assert client.post(path, {"accept": "all", "least": "9"}).status_code == 403
    kept.refresh_from_db()
    assert kept.params == {"least": 5}
