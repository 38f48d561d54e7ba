"""``manage.py create_token``: a script captures its output as the token."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiToken


def create(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_the_token_and_nothing_else(analyst: User) -> None:
    printed = create("ann", "--name", "cron")
    assert printed.count("\n") == 1
    token = ApiToken.objects.for_secret(printed.strip())
    assert token is not None
    assert (token.user, token.name, token.read_only, token.expires_at) == (analyst, "cron", False, None)


def test_it_takes_read_only_and_days(analyst: User) -> None:
    token = ApiToken.objects.for_secret(create("ann", "--name", "cron", "--read-only", "--days", "3").strip())
    assert token is not None
    assert token.read_only
    assert token.expires_at is not None
    assert abs(token.expires_at - timezone.now() - timedelta(days=3)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody", "--name", "cron"], "no user 'nobody'"),
        (["ann", "--name", " "], "0 characters"),
        (["ann", "--name", "x" * 101], "101 characters"),
        (["ann", "--name", "cron", "--days", "0"], "not 0"),
        (["ann", "--name", "cron", "--days", "-2"], "not -2"),
        (["ann", "--name", "cron", "--days", "999999999"], "not 999999999"),
    ],
)
def test_it_refuses_and_makes_nothing(arguments: list[str], message: str, analyst: User) -> None:
    with pytest.raises(CommandError, match=message):
        create(*arguments)
    assert not ApiToken.objects.exists()


def test_it_refuses_a_user_whose_token_would_not_work(analyst: User) -> None:
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    with pytest.raises(CommandError, match="not active"):
        create("ann", "--name", "cron")
