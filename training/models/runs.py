"""Training runs and their metrics."""

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
from training import registry
from training.families import Family

if TYPE_CHECKING:
    from training.models.trained import ModelVersion

MAX_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=20)
LOG_LINES = 200


class Status(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)


class Trigger(models.TextChoices):
    USER = "user"
    API = "api"
    SAMPLE = "sample"


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
        tables = RunTable.objects.filter(
            models.Q(dataset_name=reference) | models.Q(dataset_name__startswith=f"{reference}@")
        )
        return self.filter(pk__in=tables.values("run"))

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

    name = models.CharField(max_length=120, help_text="Of the model that the run trains.")
    family = models.CharField(max_length=60)
    model = models.CharField(max_length=60, default="auto")
    columns = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    params = models.JSONField(default=dict)
    effort = models.CharField(max_length=10, choices=[("fast", "fast"), ("best", "best")], default="fast")
    seed = models.PositiveIntegerField(default=0)
    trigger = models.CharField(max_length=20, choices=Trigger.choices, default=Trigger.USER)
    requested_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="runs",
    )

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    message = SentenceField(blank=True)
    error = SentenceField(blank=True)
    problems = SentencesField(default=list)
    candidates = SentencesField(default=list, help_text=_("The leaderboard."))
    reason = SentenceField(blank=True, help_text=_("Why the chosen model was chosen."))
    expected_seconds = models.FloatField(null=True, blank=True, help_text=_("As said when it was started."))
    log = models.TextField(blank=True)

    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    child_started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()
    version: ModelVersion

    class Meta:
        ordering = ["-queued_at", "-pk"]
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
        return registry.get(self.family)

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
            message="Starting",
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
        return self._end(Status.SUCCEEDED, progress=100, message="Done", **fields)

    def fail(self, error: str, **fields: Any) -> bool:
        return self._end(Status.FAILED, error=error, message="Failed", **fields)

    def cancel(self) -> bool:
        return self._end(Status.CANCELLED, message="Cancelled")

    def cancel_queued(self) -> bool:
        now = timezone.now()
        return self._update(
            {"status": Status.QUEUED},
            status=Status.CANCELLED,
            cancel_requested_at=now,
            finished_at=now,
            message="Cancelled before it started",
        )

    def request_cancel(self) -> bool:
        return self._update(
            {"status": Status.RUNNING, "cancel_requested_at": None},
            cancel_requested_at=timezone.now(),
            message="Cancelling",
        )

    def requeue(self) -> bool:
        """``running`` -> ``queued``, when the supervisor was lost and attempts are left."""
        return self.attempt < MAX_ATTEMPTS and self._update(
            {**self._mine, "heartbeat_at": self.heartbeat_at},
            status=Status.QUEUED,
            heartbeat_at=None,
            queued_at=timezone.now(),
            progress=0,
            message="The worker was lost; waiting to be tried again",
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


class RunTable(models.Model):
    """A data set version that a run trains on, as the main table or as a side table."""

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE, related_name="run_tables")
    table = models.CharField(max_length=60, default="main")
    version = models.ForeignKey(
        "datasets.DatasetVersion", null=True, on_delete=models.SET_NULL, related_name="run_tables"
    )
    dataset_name = models.CharField(max_length=160, help_text="Kept when the data set is deleted: sales@3.")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "table of a run"
        constraints = [models.UniqueConstraint(fields=["run", "table"], name="run_table")]

    def __str__(self) -> str:
        return f"{self.run} on {self.dataset_name}"


class Metric(models.Model):
    """One number that says how good a run is. ``split`` is "evaluation" or "baseline": same rows."""

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    split = models.CharField(max_length=20)
    value = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name", "split"], name="run_metric")]

    def __str__(self) -> str:
        return f"{self.name} ({self.split}) = {self.value:.4g}"
