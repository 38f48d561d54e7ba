"""Lists of data sets: page and API. The API's paging itself is tested in tests/api."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import Dataset, DatasetVersion
from tests.conftest import Api, upload
from tests.datasets.uploads import OTHER_SHEET, SHEET


def make(owner: User, count: int, start: int = 0) -> None:
    for n in range(start, start + count):
        dataset = Dataset.objects.create(name=f"Sheet {n:02}", slug=f"sheet-{n:02}", owner=owner)
        for number in (1, 2):
            DatasetVersion.objects.create(
                dataset=dataset,
                number=number,
                fingerprint=str(number),
                size=1,
                rows=number * 1000,
                columns=[],
            )


def test_a_line_tells_of_the_newest_version(api: Api, analyst: User) -> None:
    first = upload(analyst, SHEET)
    upload(analyst, OTHER_SHEET, dataset=first.dataset)
    (line,) = api("GET", "/datasets").json()["results"]
    assert {key: line[key] for key in ("slug", "name", "versions", "latest", "rows", "owner")} == {
        "slug": "sales",
        "name": "sales",
        "versions": 2,
        "latest": 2,
        "rows": 2,
        "owner": "ann",
    }
    assert line["url"].endswith("/datasets/sales/")


def test_newest_first(api: Api, page: Client, analyst: User) -> None:
    make(analyst, 3)
    slugs = [line["slug"] for line in api("GET", "/datasets").json()["results"]]
    assert slugs == ["sheet-02", "sheet-01", "sheet-00"]
    assert [row.slug for row in page.get("/datasets").context["page"]] == slugs


@pytest.mark.parametrize(
    ("query", "first", "rows"), [("", "29", 25), ("?page=2", "04", 5), ("?page=99", "04", 5)]
)
def test_the_page_shows_25_at_once(query: str, first: str, rows: int, page: Client, analyst: User) -> None:
    make(analyst, 30)
    response = page.get(f"/datasets{query}")
    shown = list(response.context["page"])
    assert (shown[0].slug, len(shown)) == (f"sheet-{first}", rows)
    assert "of 30" in response.content.decode()


def test_turning_the_page_keeps_the_search(page: Client, analyst: User) -> None:
    make(analyst, 30)
    response = page.get("/datasets?q=sheet")
    assert "?q=sheet&amp;page=2" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "count"), [("SHEET 0", 10), ("sheet-07", 1), (" 07 ", 1), ("%", 0), ("", 12)]
)
def test_searching(text: str, count: int, page: Client, analyst: User) -> None:
    make(analyst, 12)
    response = page.get("/datasets", {"q": text})
    assert response.context["page"].paginator.count == count


def test_nothing_found_and_nothing_there(page: Client, client: Client, viewer: User) -> None:
    assert "No data set yet" in page.get("/datasets").content.decode()
    assert "No data set matches" in page.get("/datasets?q=x").content.decode()
    client.force_login(viewer)
    assert "An analyst can upload one." in client.get("/datasets").content.decode()


def test_a_data_set_whose_owner_has_left(api: Api, page: Client, analyst: User) -> None:
    make(analyst, 1)
    Dataset.objects.update(owner=None)
    assert api("GET", "/datasets").json()["results"][0]["owner"] is None
    assert page.get("/datasets").status_code == 200


@pytest.mark.parametrize("address", ["/datasets", "/api/v1/datasets"])
def test_the_number_of_queries_does_not_grow(address: str, page: Client, analyst: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = page.get(address)
        assert response.status_code == 200
        assert b"Sheet 00" in response.content or b"Sheet 29" in response.content
        return len(captured)

    make(analyst, 1)
    page.get(address)  # The first look may fill caches.
    one = queries()
    make(analyst, 29, start=1)
    assert queries() == one
