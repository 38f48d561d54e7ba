"""A session ends while a page asks for a part of itself: the page goes to the login, and back."""

from __future__ import annotations

from django.test import Client

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/models/sales/?part=2"}


def test_htmx_is_told_to_leave_the_page(client: Client, db: None) -> None:
    answer = client.get("/", headers=HTMX)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/login?next=/models/sales/%3Fpart%3D2"
    assert answer.content == b""


def test_without_a_page_to_return_to_it_is_the_first_one(client: Client, db: None) -> None:
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/login?next=/"


def test_a_page_is_redirected_as_ever(client: Client, db: None) -> None:
    answer = client.get("/runs")
    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/runs")


def test_the_api_docs_lead_to_the_login(client: Client, db: None) -> None:
    answer = client.get("/api/v1/docs")
    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/api/v1/docs")
    assert client.get("/api/v1/schema").status_code == 401
