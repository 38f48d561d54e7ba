"""Logging in: guessing passwords is stopped without locking out anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as product_settings
from django.contrib.auth.models import User
from django.test import Client

RIGHT = "a long password"
ATTEMPTS = product_settings.LOGIN_ATTEMPTS


@pytest.fixture
def people(db: None, settings: Any) -> None:
    """Two users with passwords, hashed quickly, and the throttle that tests do without otherwise."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = True
    for name in ("ann", "cleo"):
        User.objects.create_user(name, password=RIGHT)


def log_in(client: Client, name: str, password: str) -> Any:
    return client.post("/login", {"username": name, "password": password})


def guess(client: Client, times: int) -> None:
    for number in range(times):
        log_in(client, "ann", f"guess {number}")


def test_the_right_password_opens_the_home_page(people: None, client: Client) -> None:
    answer = log_in(client, "ann", RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_says_the_same_as_an_unknown_name(people: None, client: Client) -> None:
    wrong, unknown = log_in(client, "ann", "wrong"), log_in(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_too_many_guesses_lock_out_the_right_password_too(people: None, client: Client) -> None:
    guess(client, ATTEMPTS)
    answer = log_in(client, "ann", RIGHT)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_guess_less_does_not(people: None, client: Client) -> None:
    guess(client, ATTEMPTS - 1)
    assert log_in(client, "ann", RIGHT).status_code == 302


def test_the_next_desk_is_not_locked_out(people: None, client: Client) -> None:
    """Behind a proxy the whole company has one address."""
    guess(client, ATTEMPTS)
    assert log_in(client, "cleo", RIGHT).status_code == 302


def test_logging_in_does_not_lead_to_another_site(people: None, client: Client) -> None:
    answer = client.post("/login?next=https://evil.example/", {"username": "ann", "password": RIGHT})
    assert answer["Location"] == "/"
