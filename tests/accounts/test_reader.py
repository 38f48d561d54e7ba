"""In whose words a page is made: what was chosen, else what the browser asks for; the API is English."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from accounts.models import Preferences
from accounts.reader import reader_with
from language.reader import NOBODY, Reader, current
from tests.conftest import Api

FRENCH_BROWSER = {"Accept-Language": "fr-CH, fr;q=0.9, en;q=0.5"}


def language_of(answer: Any) -> str:
    page = answer.content.decode()
    return page.split('<html lang="')[1].split('"')[0]


def test_the_browser_is_asked_where_nothing_was_chosen(page: Client) -> None:
    assert language_of(page.get("/", headers=FRENCH_BROWSER)) == "fr"
    assert language_of(page.get("/")) == "en"
    assert language_of(page.get("/", headers={"Accept-Language": "pt-BR"})) == "en"


def test_what_was_chosen_beats_the_browser(page: Client, analyst: User) -> None:
    Preferences.objects.create(user=analyst, language="en", numbers="de-CH")
    answer = page.get("/", headers=FRENCH_BROWSER)
    assert language_of(answer) == "en"
    assert 'data-numbers="de-CH"' in answer.content.decode()


def test_the_login_speaks_the_language_of_the_browser(client: Client, db: None) -> None:
    answer = client.get("/login", headers=FRENCH_BROWSER)
    assert language_of(answer) == "fr"
    # Django's own word for the field: no catalogue of ours is needed.
    assert "Nom d’utilisateur" in answer.content.decode()


def test_error_pages_are_in_the_language_too(page: Client) -> None:
    assert language_of(page.get("/no/such/page", headers=FRENCH_BROWSER)) == "fr"


def test_the_api_is_english_whoever_asks(analyst: User, api: Api) -> None:
    Preferences.objects.create(user=analyst, language="fr")
    answer = api("GET", "/datasets/nothing", headers=FRENCH_BROWSER)
    assert answer.status_code == 404
    answer = api("POST", "/runs", {"family": 3}, headers=FRENCH_BROWSER)
    assert "Input should be" in answer.json()["detail"]


def test_nothing_of_a_reader_is_left_after_the_answer(page: Client) -> None:
    page.get("/", headers=FRENCH_BROWSER)
    assert current() == NOBODY
    assert translation.get_language() == "en"


def test_the_texts_of_the_scripts_follow(client: Client, db: None) -> None:
    answer = client.get("/texts.js", headers=FRENCH_BROWSER)
    assert answer.status_code == 200
    assert "gettext" in answer.content.decode()


@pytest.mark.parametrize(
    ("chosen", "asked", "reader"),
    [
        (None, "fr", Reader("fr", "fr")),
        (None, "pt", Reader("en", "en")),
        (Preferences(language="fr"), "en", Reader("fr", "fr")),
        (Preferences(numbers="de"), "fr", Reader("fr", "de")),
        (Preferences(language="xx", numbers="yy"), "fr", Reader("en", "en")),
    ],
)
def test_choices_and_defaults(chosen: Preferences | None, asked: str, reader: Reader) -> None:
    assert reader_with(chosen, asked) == reader
