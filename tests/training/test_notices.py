"""The end of a run is mailed once, to who wants it, in their language."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from accounts.models import Preferences
from config.environment import MailServer
from language.sentences import say
from training import tasks
from training.models import ModelVersion, TrainingRun
from training.runs import notices
from training.runs.models import Status
from training.runs.notices import send_notices


@pytest.fixture(autouse=True)
def server(settings: Any) -> None:
    settings.MAIL = MailServer("mail", 25, "", "", False, False, "almanac@example.com")
    settings.BASE_URL = "https://almanac.example.com"


@pytest.fixture
def ann(analyst: User) -> User:
    User.objects.filter(pk=analyst.pk).update(email="ann@example.com")
    return analyst


def wants(user: User, mail: str, **fields: str) -> None:
    Preferences.objects.update_or_create(user=user, defaults={"mail": mail, **fields})


def ended(user: User | None, status: str = Status.FAILED, hours_ago: int = 0, **fields: Any) -> TrainingRun:
    error = say("Only {rows:integer} rows are left.", rows=12_345) if status == Status.FAILED else ""
    then = timezone.now() - timedelta(hours=hours_ago)
    fields = {"name": "Store sales", "error": error, "finished_at": then, **fields}
    return TrainingRun.objects.create(family="forecasting", status=status, requested_by=user, **fields)


def test_a_failure_is_mailed_with_its_reason_and_where_to_look(ann: User) -> None:
    run = ended(ann, remedy=say("Upload more rows."))
    assert send_notices() == 1
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.com"]
    assert sent.subject == "“Store sales” has failed"
    assert "Only 12,345 rows are left." in sent.body
    assert "Upload more rows." in sent.body
    assert f"https://almanac.example.com/runs/{run.pk}" in sent.body
    assert "https://almanac.example.com/account" in sent.body


def test_an_answer_is_mailed_with_what_it_says(ann: User, trained: ModelVersion) -> None:
    assert trained.run is not None
    wants(ann, "ended")
    assert send_notices() == 1
    assert mail.outbox[0].subject == "“customers” is ready"
    assert str(trained.headline) in mail.outbox[0].body


def test_it_is_in_the_words_and_numbers_of_who_asked(ann: User) -> None:
    wants(ann, "failed", language="fr", numbers="de")
    ended(ann)
    send_notices()
    assert "12.345" in mail.outbox[0].body


def test_one_end_is_mailed_once(ann: User) -> None:
    ended(ann)
    assert [send_notices(), send_notices()] == [1, 0]
    assert len(mail.outbox) == 1


def test_of_two_processes_one_mails(ann: User) -> None:
    run = ended(ann)
    same = list(notices._untold())
    TrainingRun.objects.filter(pk=run.pk).update(notified_at=timezone.now())
    assert [notices._send(one) for one in same] == [False]
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("chosen", "status", "told"),
    [
        (None, Status.FAILED, True),
        (None, Status.SUCCEEDED, False),
        ("failed", Status.FAILED, True),
        ("failed", Status.SUCCEEDED, False),
        ("ended", Status.SUCCEEDED, True),
        ("ended", Status.FAILED, True),
        ("ended", Status.CANCELLED, False),
        ("never", Status.FAILED, False),
    ],
)
def test_who_is_told_what(chosen: str | None, status: str, told: bool, ann: User) -> None:
    if chosen:
        wants(ann, chosen)
    ended(ann, status)
    assert send_notices() == told


def test_nobody_is_told_of_the_past(ann: User) -> None:
    ended(ann, hours_ago=25)
    assert send_notices() == 0


def test_nobody_is_told_without_an_address_or_an_account(ann: User, colleague: User) -> None:
    ended(colleague)
    ended(None)
    gone = ended(ann)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert send_notices() == 0
    gone.refresh_from_db()
    assert gone.notified_at is None


def test_without_a_mail_server_nothing_is_tried(ann: User, settings: Any) -> None:
    settings.MAIL = None
    run = ended(ann)
    assert send_notices() == 0
    run.refresh_from_db()
    assert run.notified_at is None


def test_without_an_address_of_its_own_the_path_is_named(ann: User, settings: Any) -> None:
    settings.BASE_URL = ""
    run = ended(ann)
    send_notices()
    assert f"View it: /runs/{run.pk}\n" in mail.outbox[0].body


def test_a_server_that_refuses_is_tried_three_times(
    ann: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def refuse(self: Any, **_: Any) -> None:
        calls.append(self)
        raise SMTPServerDisconnected("no")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    run = ended(ann)
    assert [send_notices() for _ in range(5)] == [0] * 5
    assert len(calls) == 3
    assert f"about run {run.pk} could not be sent" in caplog.text


def test_a_server_that_answers_again_gets_the_mail(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ended(ann)
    TrainingRun.objects.filter(pk=run.pk).update(notice_failures=2)
    assert send_notices() == 1


def test_a_name_with_a_line_break_adds_no_header(ann: User) -> None:
    ended(ann, name="Sales\nBcc: all@example.com")
    assert send_notices() == 1
    assert mail.outbox[0].subject == "“Sales Bcc: all@example.com” has failed"


def test_queries_are_few(ann: User, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        ended(ann)
    with django_assert_max_num_queries(2 + 4 * 2):
        assert send_notices() == 4


def test_the_tick_mails(ann: User) -> None:
    ended(ann)
    assert tasks.tick()["mailed"] == 1
