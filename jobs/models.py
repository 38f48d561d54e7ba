"""What all work in the background has in common: its state, and the transitions between states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language.fields import SentenceField
from language.sentences import say

MAX_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=20)


class Status(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)


class JobLost(Exception):
    """The job is no longer this worker's: it is to be cancelled, or was given to another one."""


class Job(models.Model):
    """Work that a queue worker does, from request to end.

    ::

        queued ──claim──> running ──> succeeded | failed | cancelled
          │  ^               │
          │  └───requeue─────┘   only when the worker was lost and attempts are left
          └──cancel──> cancelled

    An ended state is never left. Every transition is one conditional UPDATE; the caller looks at
    whether it changed a row. ``attempt`` counts the claims: what a worker of an earlier attempt still
    writes, changes nothing.
    """

    stale_after: ClassVar[timedelta] = STALE_AFTER
    """After how long without a heartbeat the worker counts as lost."""

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    message = SentenceField(_("message"), blank=True)
    error = SentenceField(_("error"), blank=True)
    remedy = SentenceField(_("remedy"), blank=True, help_text=_("What to do after a failure."))
    queued_at = models.DateTimeField(_("requested at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last heartbeat at"), null=True, blank=True)
    cancel_requested_at = models.DateTimeField(_("cancel requested at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        abstract = True

    # What it is

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def cancelling(self) -> bool:
        return self.status == Status.RUNNING and self.cancel_requested_at is not None

    @property
    def stale(self) -> bool:
        return (
            self.status == Status.RUNNING
            and self.heartbeat_at is not None
            and timezone.now() - self.heartbeat_at > self.stale_after
        )

    @property
    def duration_seconds(self) -> float | None:
        """From the claim to the end, or until now."""
        if self.started_at is None:
            return None
        return round(((self.finished_at or timezone.now()) - self.started_at).total_seconds(), 3)

    # Transitions: each returns whether this call made it

    def claim(self, **fields: Any) -> bool:
        """``queued`` -> ``running``; of all who try, one succeeds."""
        now = timezone.now()
        claimed = self._update(
            {"status": Status.QUEUED},
            status=Status.RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            progress=0,
            message=say("Starting"),
            **fields,
        )
        if claimed:
            self.refresh_from_db()
        return claimed

    def beat(self, **fields: Any) -> bool:
        """Say that the worker lives. False when the job is no longer its own, or is to be cancelled."""
        return self._update(
            {**self._mine, "cancel_requested_at": None}, heartbeat_at=timezone.now(), **fields
        )

    def succeed(self, **fields: Any) -> bool:
        return self._end(Status.SUCCEEDED, progress=100, message=say("Done"), **fields)

    def fail(self, error: str, remedy: str = "", **fields: Any) -> bool:
        return self._end(Status.FAILED, error=error, remedy=remedy, message=say("Failed"), **fields)

    def crash(self, failure: Exception) -> bool:
        """``fail``, on an error of the program itself."""
        return self.fail(
            say("Almanac stopped on an error ({kind}).", kind=type(failure).__name__),
            say("This is a bug in Almanac, not your mistake: report it to whoever maintains Almanac."),
        )

    def cancel(self) -> bool:
        return self._end(Status.CANCELLED, message=say("Cancelled"))

    def cancel_queued(self) -> bool:
        now = timezone.now()
        return self._update(
            {"status": Status.QUEUED},
            status=Status.CANCELLED,
            cancel_requested_at=now,
            finished_at=now,
            message=say("Cancelled before it started"),
        )

    def request_cancel(self) -> bool:
        return self._update(
            {"status": Status.RUNNING, "cancel_requested_at": None},
            cancel_requested_at=timezone.now(),
            message=say("Cancelling"),
        )

    def requeue(self) -> bool:
        """``running`` -> ``queued``, when the worker was lost and attempts are left."""
        return self.attempt < MAX_ATTEMPTS and self._update(
            {**self._mine, "heartbeat_at": self.heartbeat_at},
            status=Status.QUEUED,
            started_at=None,
            heartbeat_at=None,
            queued_at=timezone.now(),
            progress=0,
            message=say("The worker was lost; waiting to retry"),
        )

    @property
    def _mine(self) -> dict[str, Any]:
        return {"status": Status.RUNNING, "attempt": self.attempt}

    def _end(self, status: Status, **fields: Any) -> bool:
        return self._update(self._mine, status=status, finished_at=timezone.now(), **fields)

    def _update(self, where: dict[str, Any], **fields: Any) -> bool:
        # Not the default manager: what a worker does is written down whatever lists leave out.
        changed = type(self)._base_manager.filter(pk=self.pk, **where).update(**fields) == 1
        if changed:
            for name, value in fields.items():
                if not isinstance(value, Combinable):
                    setattr(self, name, value)
        return changed


# --- Which queue workers are alive ---

BEAT_SECONDS = 5
ALIVE_FOR = timedelta(seconds=25)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> WorkerQuerySet:
        return self.filter(seen_at__gte=timezone.now() - ALIVE_FOR)

    def in_cluster(self, cluster: str) -> WorkerQuerySet:
        return self.filter(cluster=cluster)


class Worker(models.Model):
    """One worker process of a cluster. It says every few seconds that it lives."""

    cluster = models.CharField(_("cluster"), max_length=40)
    host = models.CharField(_("host"), max_length=120)
    pid = models.PositiveIntegerField(_("process"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "host", "pid"]
        app_label = "training"  # where its table and its pages in the admin have always been
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints = [models.UniqueConstraint(fields=["cluster", "host", "pid"], name="one_row_per_worker")]

    def __str__(self) -> str:
        return f"{self.cluster} worker {self.pid} on {self.host}"

    @property
    def alive(self) -> bool:
        return self.seen_at >= timezone.now() - ALIVE_FOR
