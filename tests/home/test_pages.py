"""The home page, unknown addresses, and the headers that every page carries."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client


def test_home_opens(page: Client) -> None:
    assert page.get("/").status_code == 200


def test_home_tells_who_has_no_role_what_to_do(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "administrator" in answer.content.decode()


def test_an_unknown_page_is_a_page(page: Client) -> None:
    answer = page.get("/no/such/page")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_pages_are_framed_by_nobody_and_sniffed_by_nobody(page: Client) -> None:
    for address in ("/", "/account", "/no/such/page"):
        answer = page.get(address)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_script_reads_the_session_cookie(page: Client) -> None:
    cookie = page.post("/account/tokens", {"name": "web shop"}).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
