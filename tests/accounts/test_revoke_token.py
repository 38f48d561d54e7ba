"""Revoking a token: one's own, at once, for good."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from accounts.models import ApiToken
from audit.models import AuditEvent


def test_a_revoked_token_opens_nothing(page: Client, analyst: User, client: Client) -> None:
    token, secret = ApiToken.issue(analyst, "web shop")
    answer = page.post(f"/account/tokens/{token.pk}/revoke", follow=True)
    assert "web shop” no longer works" in answer.content.decode()
    client.logout()
    call = client.get("/api/v1/datasets", headers={"Authorization": f"Bearer {secret}"})
    assert call.status_code == 401
    assert AuditEvent.objects.get(verb="revoked").object_name.startswith("web shop")


def test_somebody_elses_token_is_not_found_and_stays(page: Client, colleague: User) -> None:
    token, _ = ApiToken.issue(colleague, "hers")
    assert page.post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()
    assert "hers" not in page.get("/account").content.decode()


def test_an_administrator_revokes_no_others_here(
    client: Client, administrator: User, colleague: User
) -> None:
    token, _ = ApiToken.issue(colleague, "hers")
    client.force_login(administrator)
    assert client.post(f"/account/tokens/{token.pk}/revoke").status_code == 404


def test_first_it_is_said_what_stops_working(page: Client, analyst: User) -> None:
    token, _ = ApiToken.issue(analyst, "web shop")
    text = page.get(f"/account/tokens/{token.pk}/revoke").content.decode()
    assert "web shop" in text
    assert "will be refused" in text
    assert "never used" in text
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_asking_about_somebody_elses_token_finds_nothing(page: Client, colleague: User) -> None:
    token, _ = ApiToken.issue(colleague, "hers")
    assert page.get(f"/account/tokens/{token.pk}/revoke").status_code == 404


def test_another_method_revokes_nothing(page: Client, analyst: User) -> None:
    token, _ = ApiToken.issue(analyst, "web shop")
    assert page.put(f"/account/tokens/{token.pk}/revoke").status_code == 405
    assert ApiToken.objects.filter(pk=token.pk).exists()
