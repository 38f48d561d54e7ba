"""Emails about ended runs, to those who want them, in their language."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Preferences
from accounts.reader import preferences_of, reader_with, said_to
from datasets.values import reference_in_words
from training.models import TrainingRun
from training.runs.models import Status

logger = logging.getLogger(__name__)
TOLD_FOR = timedelta(days=1)
MOST_TRIES = 3
AT_A_TIME = 10
"""Mails in one go: with a mail server that does not answer, each takes ``EMAIL_TIMEOUT`` seconds."""


def send_notices() -> int:
    """Mail the ends of runs that nobody was told of yet. Returns how many mails went out.

    Safe to call from several processes: each end is taken by one conditional UPDATE before it is mailed,
    and given back where the mail server refuses it, for two more tries.
    """
    if settings.MAIL is None:
        return 0
    return sum(_send(run) for run in _untold()[:AT_A_TIME])


def _untold() -> QuerySet[TrainingRun]:
    """Ended within the last day, not by a cancel, and somebody with an address wants to know."""
    Mail = Preferences.Mail
    chosen = "requested_by__preferences__mail"
    wants_failures = Q(**{chosen: None}) | Q(**{f"{chosen}__in": [Mail.FAILED, Mail.ENDED]})
    wanted = Q(status=Status.FAILED) & wants_failures | Q(status=Status.SUCCEEDED, **{chosen: Mail.ENDED})
    return (
        TrainingRun.objects.filter(wanted, notified_at=None, notice_failures__lt=MOST_TRIES)
        .filter(finished_at__gt=timezone.now() - TOLD_FOR, requested_by__is_active=True)
        .exclude(requested_by__email="")
        .select_related("requested_by", "version")
        .defer("version__report", "version__manifest", "log", "candidates")
        .prefetch_related("run_tables")
        .order_by("finished_at")
    )


def _send(run: TrainingRun) -> bool:
    mine = TrainingRun.objects.filter(pk=run.pk)
    if not mine.filter(notified_at=None).update(notified_at=timezone.now()):
        return False
    try:
        _mail(run).send()
    except OSError as failure:  # All that smtplib raises is one, too.
        mine.update(notified_at=None, notice_failures=F("notice_failures") + 1)
        logger.warning("The email about run %s could not be sent: %s", run.pk, failure)
        return False
    return True


def _mail(run: TrainingRun) -> EmailMessage:
    person = run.requested_by
    assert person is not None  # noqa: S101  (who asked for the run is part of the filter)
    with said_to(reader_with(preferences_of(person), settings.LANGUAGE_CODE)):
        return EmailMessage(_subject(run), _text(run), to=[person.email])


def _subject(run: TrainingRun) -> str:
    subject = _("“%(name)s” has failed") if run.status == Status.FAILED else _("“%(name)s” is ready")
    return subject % {"name": " ".join(run.name.split())}  # A line break would end the header.


def _text(run: TrainingRun) -> str:
    parts = [
        _("Your question “%(name)s” about %(data)s has been processed.")
        % {"name": run.name, "data": reference_in_words(run.dataset_name)},
        *_outcome(run),
        _("View it: %(address)s") % {"address": settings.BASE_URL + run.get_absolute_url()},
        _("Choose which emails you get in your account: %(address)s")
        % {"address": settings.BASE_URL + reverse("account")},
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _outcome(run: TrainingRun) -> list[str]:
    if run.status == Status.FAILED:
        return [_("It failed: %(error)s") % {"error": run.error}, str(run.remedy)]
    version = getattr(run, "version", None)  # None where it was deleted meanwhile.
    return [_("The answer: %(answer)s") % {"answer": version.headline}] if version else []
