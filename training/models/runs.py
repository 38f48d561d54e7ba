"""Training runs: how they go from the wish to the result."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language.fields import SentenceField, SentencesField
from language.sentences import say
from training import registry
from training.families import Family

if TYPE_CHECKING:
    from training.models.trained import ModelVersion

MAX_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=20)
LOG_LINES = 200


class Status(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ENDED = (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)


class Trigger(models.TextChoices):
    USER = "user", _("on the pages")
    API = "api", _("over the API")
    SAMPLE = "sample", _("as a sample")


class RunQuerySet(models.QuerySet["TrainingRun"]):
    def stale(self) -> RunQuerySet:
        """Running, but their supervisor has not been heard of."""
        return self.filter(status=Status.RUNNING, heartbeat_at__lt=timezone.now() - STALE_AFTER)

    def for_list(self) -> RunQuerySet:
        # The report and the manifest are large, and no list shows them.
        return (
            self.select_related("requested_by", "version__model")
            .defer("version__report", "version__manifest")
            .prefetch_related("run_tables")
        )

    def on_dataset(self, reference: str) -> RunQuerySet:
        """On any version of ``sales``, or on ``sales@3``, deleted or not; all, where it is empty."""
        if not reference:
            return self
        named = models.Q(run_tables__dataset_name=reference)
        versions = models.Q(run_tables__dataset_name__startswith=f"{reference}@")
        return self.filter(pk__in=TrainingRun.objects.filter(named | versions).values("pk"))

    def search(self, text: str) -> RunQuerySet:
        if not text:
            return self
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(family__icontains=text)
            | models.Q(run_tables__dataset_name__icontains=text)
        ).distinct()


class TrainingRun(models.Model):
    """One training, from the wish to the result.

    ::

        queued ──claim──> running ──> succeeded | failed | cancelled
          │  ^               │
          │  └───requeue─────┘   only when the supervisor was lost and attempts are left
          └──cancel──> cancelled

    An ended state is never left. Every transition is one conditional UPDATE; the caller looks at
    whether it changed a row. ``attempt`` counts the claims: what a child of an earlier attempt still
    writes, changes nothing.
    """

    name = models.CharField(_("name"), max_length=120, help_text=_("Of the model that the run trains."))
    family = models.CharField(_("family"), max_length=60)
    model = models.CharField(_("model"), max_length=60, default="auto")
    columns = models.JSONField(_("columns"), default=dict)
    settings = models.JSONField(_("settings"), default=dict)
    params = models.JSONField(_("parameters"), default=dict)
    effort = models.CharField(
        _("effort"), max_length=10, choices=[("fast", "fast"), ("best", "best")], default="fast"
    )
    seed = models.PositiveIntegerField(_("seed"), default=0)
    trigger = models.CharField(_("trigger"), max_length=20, choices=Trigger.choices, default=Trigger.USER)
    requested_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="runs",
        verbose_name=_("started by"),
    )

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0, help_text=_("Percent."))
    message = SentenceField(_("message"), blank=True)
    error = SentenceField(_("error"), blank=True)
    remedy = SentenceField(_("remedy"), blank=True, help_text=_("What to do after a failure."))
    problems = SentencesField(_("problems"), default=list)
    candidates = SentencesField(_("models tried"), default=list, help_text=_("The leaderboard."))
    reason = SentenceField(_("reason"), blank=True, help_text=_("Why the chosen model was chosen."))
    expected_seconds = models.FloatField(
        _("expected seconds"), null=True, blank=True, help_text=_("As said when it was started.")
    )
    log = models.TextField(_("log"), blank=True)

    queued_at = models.DateTimeField(_("ordered at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    child_started_at = models.DateTimeField(_("training process started at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last heard of at"), null=True, blank=True)
    cancel_requested_at = models.DateTimeField(_("cancel asked for at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    notified_at = models.DateTimeField(
        _("mailed at"), null=True, blank=True, help_text=_("When its end was told by mail.")
    )
    notice_failures = models.PositiveSmallIntegerField(_("mails that failed"), default=0)

    objects = RunQuerySet.as_manager()
    version: ModelVersion

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("training run")
        verbose_name_plural = _("training runs")
        indexes = [
            models.Index(fields=["status", "queued_at"], name="run_status_queued"),
            models.Index(fields=["-queued_at"], name="run_queued"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} ({self.name})"

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    # What it is

    @property
    def owner_id(self) -> int | None:
        return self.requested_by_id

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
            and timezone.now() - self.heartbeat_at > STALE_AFTER
        )

    @property
    def duration_seconds(self) -> float | None:
        """From the claim to the end, or until now."""
        if self.started_at is None:
            return None
        return round(((self.finished_at or timezone.now()) - self.started_at).total_seconds(), 3)

    def get_family(self) -> Family:
        return registry.find(self.family)

    @property
    def dataset_name(self) -> str:
        return next((t.dataset_name for t in self.run_tables.all() if t.table == "main"), "")

    def metrics_of(self, split: str) -> dict[str, float]:
        return {metric.name: metric.value for metric in self.metric_set.all() if metric.split == split}

    def log_tail(self, lines: int = 20) -> list[str]:
        return self.log.splitlines()[-lines:]

    # Transitions: each returns whether this call made it

    def claim(self) -> bool:
        """``queued`` -> ``running``; of all who try, one succeeds."""
        now = timezone.now()
        claimed = self._update(
            {"status": Status.QUEUED},
            status=Status.RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            child_started_at=None,
            progress=0,
            message=say("Starting"),
        )
        if claimed:
            self.refresh_from_db()
        return claimed

    def beat(self) -> bool:
        """Say that the supervisor lives. False when the run is no longer its own, or is to be cancelled."""
        return self._update({**self._mine, "cancel_requested_at": None}, heartbeat_at=timezone.now())

    def advance(self, progress: int, message: str, log: str) -> bool:
        return self._update(self._mine, progress=progress, message=message, log=log)

    def child_started(self) -> bool:
        return self._update(self._mine, child_started_at=timezone.now())

    def succeed(self, **fields: Any) -> bool:
        return self._end(Status.SUCCEEDED, progress=100, message=say("Done"), **fields)

    def fail(self, error: str, remedy: str = "", **fields: Any) -> bool:
        return self._end(Status.FAILED, error=error, remedy=remedy, message=say("Failed"), **fields)

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
        """``running`` -> ``queued``, when the supervisor was lost and attempts are left."""
        return self.attempt < MAX_ATTEMPTS and self._update(
            {**self._mine, "heartbeat_at": self.heartbeat_at},
            status=Status.QUEUED,
            started_at=None,
            heartbeat_at=None,
            queued_at=timezone.now(),
            progress=0,
            message=say("The worker was lost; waiting to be tried again"),
        )

    @property
    def _mine(self) -> dict[str, Any]:
        return {"status": Status.RUNNING, "attempt": self.attempt}

    def _end(self, status: Status, **fields: Any) -> bool:
        return self._update(self._mine, status=status, finished_at=timezone.now(), **fields)

    def _update(self, where: dict[str, Any], **fields: Any) -> bool:
        changed = TrainingRun.objects.filter(pk=self.pk, **where).update(**fields) == 1
        if changed:
            for name, value in fields.items():
                if not isinstance(value, Combinable):
                    setattr(self, name, value)
        return changed
