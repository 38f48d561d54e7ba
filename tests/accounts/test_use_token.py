"""Calling with a token: who is refused, and what is remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiToken


def call(client: Client, authorization: str, method: str = "get") -> Any:
    return getattr(client, method)("/api/v1/runs", headers={"Authorization": authorization})


@pytest.mark.parametrize(("seconds", "status"), [(60, 200), (-1, 401)])
def test_an_expired_token_is_refused(seconds: int, status: int, analyst: User, client: Client) -> None:
    expires_at = timezone.now() + timedelta(seconds=seconds)
    _, secret = ApiToken.issue(analyst, "web shop", expires_at=expires_at)
    assert call(client, f"Bearer {secret}").status_code == status


def test_the_account_page_says_that_it_expired(analyst: User, page: Client) -> None:
    ApiToken.issue(analyst, "web shop", expires_at=timezone.now() - timedelta(days=1))
    assert "expired" in page.get("/account").content.decode()


def test_the_token_of_an_inactive_user_is_refused(analyst: User, client: Client) -> None:
    _, secret = ApiToken.issue(analyst, "web shop")
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert call(client, f"Bearer {secret}").status_code == 401


@pytest.mark.parametrize("authorization", ["Bearer", "Bearer ", "Bearer alm_wrong", "Bearer é", "Basic YTpi"])
def test_what_is_no_token_is_refused(authorization: str, db: None, client: Client) -> None:
    answer = call(client, authorization)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_refused_in_a_logged_in_browser_too(page: Client) -> None:
    assert call(page, "Bearer alm_wrong").status_code == 401


def test_the_stored_hash_is_no_token(analyst: User, client: Client) -> None:
    token, _ = ApiToken.issue(analyst, "web shop")
    assert call(client, f"Bearer {token.digest}").status_code == 401


def test_a_read_only_token_reads_and_is_told_why_it_may_not_change(analyst: User, client: Client) -> None:
    _, secret = ApiToken.issue(analyst, "report", read_only=True)
    assert call(client, f"Bearer {secret}").status_code == 200
    refused = call(client, f"Bearer {secret}", "post")
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This token is read-only."


def test_the_last_use_is_remembered(analyst: User, client: Client) -> None:
    token, secret = ApiToken.issue(analyst, "web shop")
    never_used = ApiToken.objects.filter(pk=token.pk, last_used_at=None)
    assert never_used.exists()
    call(client, f"Bearer {secret}")
    assert not never_used.exists()
    token = ApiToken.objects.get(pk=token.pk)
    assert token.last_used_at is not None
    assert timezone.now() - token.last_used_at < timedelta(seconds=30)


@pytest.mark.parametrize(("seconds_ago", "writes"), [(30, 0), (61, 1)])
def test_the_last_use_is_written_at_most_once_a_minute(
    seconds_ago: int, writes: int, analyst: User, client: Client
) -> None:
    used = timezone.now() - timedelta(seconds=seconds_ago)
    token, secret = ApiToken.issue(analyst, "web shop", last_used_at=used)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call(client, f"Bearer {secret}")
    assert len([q for q in queries.captured_queries if q["sql"].startswith("UPDATE")]) == writes
    token.refresh_from_db()
    assert (token.last_used_at != used) is bool(writes)


def test_a_refused_token_counts_as_no_use(analyst: User, client: Client) -> None:
    token, secret = ApiToken.issue(analyst, "old", expires_at=timezone.now() - timedelta(seconds=1))
    call(client, f"Bearer {secret}")
    token.refresh_from_db()
    assert token.last_used_at is None


def test_a_browser_session_needs_the_csrf_token(analyst: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(analyst)
    assert browser.get("/api/v1/runs").status_code == 200
    refused = browser.post("/api/v1/runs", {}, content_type="application/json")
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
