"""Renaming a data set: the new name everywhere, references such as sales@1 still, and no name twice."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import OTHER_SHEET


def test_the_name_changes_and_references_stay(page: Client, api: Api, sales: DatasetVersion) -> None:
    response = page.post("/datasets/sales/rename", {"name": "Till of Oslo"}, follow=True)
    assert response.redirect_chain == [("/datasets/sales/1", 302)]
    text = response.content.decode()
    assert "It is called “Till of Oslo” now." in text
    assert "<h1>Till of Oslo" in text
    assert "Till of Oslo" in page.get("/datasets").content.decode()
    assert api("GET", "/datasets/sales").json()["name"] == "Till of Oslo"
    assert sales.reference == "sales@1"
    event = AuditEvent.objects.get(verb="renamed")
    assert (event.object_name, event.data) == ("Till of Oslo", {"before": "sales", "slug": "sales"})


def test_over_the_api(api: Api, sales: DatasetVersion) -> None:
    answer = api("PATCH", "/datasets/sales", {"name": "Till"})
    assert (answer.status_code, answer.json()["name"], answer.json()["slug"]) == (200, "Till", "sales")
    assert_problem(api("PATCH", "/datasets/sales", {}), 422)
    assert_problem(api("PATCH", "/datasets/sales", {"name": " "}), 422)
    assert_problem(api("PATCH", "/datasets/none", {"name": "x"}), 404)


def test_who_has_the_name_is_said(page: Client, api: Api, sales: DatasetVersion, colleague: User) -> None:
    upload(colleague, OTHER_SHEET, "Stock.csv")
    text = page.post("/datasets/sales/rename", {"name": "STOCK"}, follow=True).content.decode()
    assert "“STOCK” is the name of another data set, of cleo." in text
    assert (
        "of cleo: stock." in assert_problem(api("PATCH", "/datasets/sales", {"name": "stock"}), 409)["detail"]
    )
    assert Dataset.objects.filter(name="sales").exists()


def test_others_rename_nothing(client: Client, sales: DatasetVersion, colleague: User, viewer: User) -> None:
    for person in (colleague, viewer):
        client.force_login(person)
        assert client.post("/datasets/sales/rename", {"name": "x"}).status_code == 403
        assert Api(person)("PATCH", "/datasets/sales", {"name": "x"}).status_code == 403
        assert client.get("/datasets/sales/rename").status_code in {403, 405}
    assert "Rename" not in client.get("/datasets/sales/1").content.decode()
