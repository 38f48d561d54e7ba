"""Language, numbers and mail: chosen on the account page, at once in effect."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import Preferences
from audit.models import AuditEvent
from config.environment import MailServer

ALL = {"language": "fr", "numbers": "de", "mail": "ended"}
SERVER = MailServer("mail", 25, "", "", False, False, "almanac@example.com")


@pytest.fixture
def mail_on(settings: Any, analyst: User) -> None:
    settings.MAIL = SERVER
    User.objects.filter(pk=analyst.pk).update(email="ann@example.com")


def test_they_are_kept_and_in_effect_at_once(page: Client, analyst: User, mail_on: None) -> None:
    answer = page.post("/account/preferences", ALL, follow=True)
    assert '<html lang="fr" data-numbers="de">' in answer.content.decode()
    kept = Preferences.objects.get(user=analyst)
    assert (kept.language, kept.numbers, kept.mail) == ("fr", "de", "ended")


def test_saving_says_so_and_is_in_the_audit_trail(page: Client, analyst: User) -> None:
    answer = page.post("/account/preferences", {**ALL, "language": "en"}, follow=True)
    assert "Preferences saved." in answer.content.decode()
    event = AuditEvent.objects.get(verb="changed")
    assert (event.object_type, event.object_name) == ("preferences", "ann")
    assert event.data["numbers"] == "de"


def test_going_back_to_the_browser_and_the_usual(page: Client, analyst: User) -> None:
    Preferences.objects.create(user=analyst, language="fr", numbers="de")
    page.post("/account/preferences", {"language": "", "numbers": "", "mail": "never"})
    kept = Preferences.objects.get(user=analyst)
    assert (kept.language, kept.numbers) == ("", "")


def test_number_formats_are_said_by_examples(page: Client) -> None:
    text = page.get("/account").content.decode()
    for example in ("1,234.5", "1\u202f234,5", "1.234,5", "1’234.5"):
        assert example in text


@pytest.mark.parametrize("field", ["language", "numbers"])
def test_what_is_not_offered_is_refused(field: str, page: Client, analyst: User) -> None:
    assert page.post("/account/preferences", {**ALL, field: "xx"}).status_code == 422
    assert not Preferences.objects.filter(user=analyst).exists()


def test_without_a_mail_server_mail_cannot_be_chosen(page: Client, analyst: User, settings: Any) -> None:
    settings.MAIL = None
    assert "Email is off" in page.get("/account").content.decode()
    page.post("/account/preferences", {**ALL, "mail": "never"})
    assert Preferences.objects.get(user=analyst).mail == Preferences.Mail.FAILED


def test_without_an_address_mail_cannot_be_chosen(page: Client, settings: Any) -> None:
    settings.MAIL = SERVER
    assert "no email address" in page.get("/account").content.decode()


def test_where_mail_goes_is_said(page: Client, mail_on: None) -> None:
    assert "ann@example.com" in page.get("/account").content.decode()


def test_they_are_saved_by_post_only(page: Client) -> None:
    assert page.get("/account/preferences").status_code == 405


# --- The switch on every page -------------------------------------------------------------------


def test_the_switch_changes_the_language_alone_and_goes_back(page: Client, analyst: User) -> None:
    Preferences.objects.create(user=analyst, numbers="de", mail="never")
    answer = page.post("/account/language", {"language": "fr", "next": "/runs?q=a"})
    assert answer["Location"] == "/runs?q=a"
    kept = Preferences.objects.get(user=analyst)
    assert (kept.language, kept.numbers, kept.mail) == ("fr", "de", "never")


def test_the_switch_stands_on_every_page(page: Client) -> None:
    text = page.get("/runs?q=a").content.decode()
    assert 'action="/account/language"' in text
    assert 'name="next" value="/runs?q=a"' in text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_to_no_other_site(back: str, page: Client) -> None:
    assert page.post("/account/language", {"language": "fr", "next": back})["Location"] == "/account"


def test_an_unknown_language_changes_nothing(page: Client, analyst: User) -> None:
    page.post("/account/language", {"language": "xx", "next": "/"})
    assert not Preferences.objects.filter(user=analyst).exists()
