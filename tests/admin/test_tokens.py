"""API tokens: shown once, stored hashed, revoked by deleting."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from accounts.models import ApiToken, hashed
from audit.models import AuditEvent
from tests.admin.test_lists import address

SECRET = re.compile(r"alm_[\w-]{43}")


def add(client: Client, user: User, **more: Any) -> Any:
    data = {"user": user.pk, "name": "web shop", "expires_at_0": "", "expires_at_1": "", **more}
    return client.post(address(ApiToken, "add"), data)


def test_secret_is_shown_once_and_stored_hashed(desk: Client, analyst: User) -> None:
    assert desk.get(address(ApiToken, "add")).status_code == 200
    response = add(desk, analyst, read_only="on", expires_at_0="2099-01-01", expires_at_1="12:00")
    assert response.status_code == 302
    (secret,) = SECRET.findall(desk.get(response.url).content.decode())
    token = ApiToken.objects.get()
    assert token.digest == hashed(secret)
    assert (token.user, token.name, token.read_only) == (analyst, "web shop", True)
    assert token.expires_at is not None and token.expires_at.year == 2099
    assert ApiToken.objects.for_secret(secret) == token
    for page in (response.url, address(ApiToken, "change", token.pk), "/admin/"):
        assert not SECRET.search(desk.get(page).content.decode()), page
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_name, event.data["user"]) == ("created", "ada", "ann")


def test_never_changed(office: Client, analyst: User) -> None:
    token, _ = ApiToken.issue(analyst, "shop")
    path = address(ApiToken, "change", token.pk)
    assert office.get(path).status_code == 200
    assert office.post(path, {"user": analyst.pk, "name": "other"}).status_code == 403
    token.refresh_from_db()
    assert token.name == "shop"


def test_delete_is_revoke(desk: Client, analyst: User) -> None:
    token, secret = ApiToken.issue(analyst, "shop")
    assert desk.post(address(ApiToken, "delete", token.pk), {"post": "yes"}).status_code == 302
    assert ApiToken.objects.for_secret(secret) is None
    assert AuditEvent.objects.get().verb == "revoked"


def test_name_is_asked_for(desk: Client, analyst: User) -> None:
    response = add(desk, analyst, name="")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"name"}
    assert not ApiToken.objects.exists()


def test_administrator_gets_no_token_of_a_superuser(desk: Client, office: Client, superuser: User) -> None:
    assert add(desk, superuser).context["adminform"].form.errors.keys() == {"user"}
    assert not ApiToken.objects.exists()
    assert add(office, superuser).status_code == 302
    assert ApiToken.objects.get().user == superuser
