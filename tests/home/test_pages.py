"""The home page, unknown addresses, and the headers that every page carries."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape

from training.models import ModelVersion


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


def test_a_new_product_shows_the_first_steps(page: Client) -> None:
    text = page.get("/").content.decode()
    assert "Three steps to your first answer" in text
    assert 'href="/ask"' in text
    assert "Models in use" not in text


def test_who_may_only_look_is_not_led_to_a_refusal(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    text = client.get("/").content.decode()
    assert "Your role is view-only" in text
    assert 'href="/ask"' not in text


def test_a_model_in_use_is_shown_with_what_it_says(page: Client, trained: ModelVersion) -> None:
    text = page.get("/").content.decode()
    assert "Three steps" not in text
    assert trained.model.get_absolute_url() in text
    assert escape(trained.summary["label"]) in text


def test_recent_activity_is_told_in_sentences(page: Client, trained: ModelVersion) -> None:
    text = page.get("/").content.decode()
    assert "ann trained the model version <strong>customers 1.0.0</strong>" in text


def test_what_people_set_for_themselves_is_no_news(page: Client) -> None:
    page.post("/account/language", {"language": "en"})
    page.post("/account/tokens", {"name": "web shop"})
    assert "Recent activity" not in page.get("/").content.decode()


def test_the_frame_leads_everywhere(page: Client) -> None:
    text = page.get("/").content.decode()
    for label in ("Home", "Data sets", "Ask a question", "Runs", "Models", "API docs"):
        assert re.search(rf"</svg>\s*{label}</a>", text), label
    assert 'href="#main"' in text
    assert 'id="request-problem"' in text
