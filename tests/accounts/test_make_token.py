"""A token made in the account page is shown once, and kept only as a hash."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, hashed
from audit.models import AuditEvent


def make(page: Client, **fields: str) -> Any:
    return page.post("/account/tokens", {"name": "web shop", "lifetime": "", **fields}, follow=True)


def shown_secret(response: Any) -> str:
    found = re.search(r"alm_[\w-]{43}", response.content.decode())
    assert found, "the page shows no token"
    return found.group()


def test_the_secret_is_shown_once(page: Client) -> None:
    secret = shown_secret(make(page))
    later = page.get("/account").content.decode()
    assert secret not in later
    assert "web shop" in later
    assert secret[:8] in later


def test_no_browser_or_proxy_keeps_the_page_that_shows_it(page: Client) -> None:
    assert "no-store" in make(page)["Cache-Control"]


def test_only_a_hash_is_stored(page: Client, analyst: User) -> None:
    secret = shown_secret(make(page))
    token = ApiToken.objects.get(user=analyst)
    assert token.digest == hashed(secret)
    assert secret not in {
        str(value) for value in ApiToken.objects.filter(pk=token.pk).values().get().values()
    }


def test_the_secret_opens_the_api(page: Client, client: Client) -> None:
    secret = shown_secret(make(page))
    client.logout()
    answer = client.get("/api/v1/datasets", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_two_tokens_of_one_name_differ(page: Client) -> None:
    assert shown_secret(make(page)) != shown_secret(make(page))


def test_what_was_asked_for_is_kept(page: Client, analyst: User) -> None:
    make(page, read_only="on", lifetime="30")
    token = ApiToken.objects.get(user=analyst)
    assert token.read_only
    assert token.expires_at is not None
    assert abs(token.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_the_making_is_in_the_audit_trail_without_the_secret(page: Client, analyst: User) -> None:
    secret = shown_secret(make(page))
    event = AuditEvent.objects.get(verb="created", object_type="API token")
    assert event.actor == analyst
    assert secret not in f"{event.object_name} {event.data}"


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 101}, {"lifetime": "7000"}])
def test_bad_input_is_refused_on_the_same_page(fields: dict[str, str], page: Client, analyst: User) -> None:
    answer = make(page, **fields)
    assert answer.status_code == 422
    assert "analyst" in answer.content.decode(), "the page forgot the role"
    assert not ApiToken.objects.filter(user=analyst).exists()


def test_a_token_is_made_by_post_only(page: Client) -> None:
    assert page.get("/account/tokens").status_code == 405
