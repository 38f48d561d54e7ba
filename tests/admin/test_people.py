"""Users, roles and failed logins."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from audit.models import AuditEvent
from tests.admin.conftest import make_dataset
from tests.admin.test_lists import address

PASSWORD = "correct horse battery"


def change(client: Client, user: User, **fields: Any) -> Any:
    data = {"username": user.username, "is_active": "on", **fields}
    return client.post(address(User, "change", user.pk), data)


def test_add_a_user_and_give_a_role(desk: Client) -> None:
    data = {"username": "nina", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert desk.post(address(User, "add"), data).status_code == 302
    nina = User.objects.get(username="nina")
    assert nina.check_password(PASSWORD)
    assert change(desk, nina, groups=[Group.objects.get(name="viewer").pk]).status_code == 302
    assert nina.has_perm("datasets.view_dataset")
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "object_name")) == [
        ("created", "nina"),
        ("changed", "nina"),
    ]


def test_administrator_makes_no_superuser(desk: Client, administrator: User, analyst: User) -> None:
    for user in (administrator, analyst):
        change(desk, user, is_superuser="on", is_staff="on", user_permissions=["1"])
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()


def test_administrator_touches_no_superuser(desk: Client, superuser: User) -> None:
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    assert desk.get(address(User, "change", superuser.pk)).status_code == 200
    assert change(desk, superuser, email="x@example.com").status_code == 403
    assert desk.post(password, sent).status_code == 403
    assert desk.post(address(User, "delete", superuser.pk), {"post": "yes"}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.check_password("a long password")


def test_set_a_password(desk: Client, analyst: User) -> None:
    path = reverse("admin:auth_user_password_change", args=[analyst.pk])
    assert desk.get(path).status_code == 200
    sent = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert desk.post(path, sent).status_code == 302
    analyst.refresh_from_db()
    assert analyst.check_password(PASSWORD)
    assert AuditEvent.objects.get().verb == "changed"


def test_delete_a_user(desk: Client, analyst: User) -> None:
    version = make_dataset(analyst)
    ApiToken.issue(analyst, "shop")
    assert desk.post(address(User, "delete", analyst.pk), {"post": "yes"}).status_code == 302
    version.dataset.refresh_from_db()
    assert version.dataset.owner is None
    assert not ApiToken.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_name, event.actor_name) == ("deleted", "ann", "ada")


def test_roles_are_seen_by_administrators_and_made_by_superusers(office: Client, desk: Client) -> None:
    assert desk.post(address(Group, "add"), {"name": "more"}).status_code == 403
    assert office.post(address(Group, "add"), {"name": "more"}).status_code == 302
    assert Group.objects.filter(name="more").exists()


def test_let_a_locked_out_user_in(office: Client) -> None:
    attempt = AccessAttempt.objects.create(username="ann", ip_address="10.0.0.1", failures_since_start=10)
    assert office.get(address(AccessAttempt, "change", attempt.pk)).status_code == 200
    assert office.post(address(AccessAttempt, "delete", attempt.pk), {"post": "yes"}).status_code == 302
    assert not AccessAttempt.objects.exists()
