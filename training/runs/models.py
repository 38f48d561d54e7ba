"""Training runs: how they go from request to result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import Binnable, OutsideBin, references_to
from contract import registry
from contract.family import Family
from jobs.models import ENDED, MAX_ATTEMPTS, STALE_AFTER, Job, Status
from language.fields import SentenceField, SentencesField
from language.formats import shown

__all__ = [
    "ENDED",
    "LOG_LINES",
    "MAX_ATTEMPTS",
    "STALE_AFTER",
    "RunQuerySet",
    "Status",
    "TrainingRun",
    "Trigger",
]

LOG_LINES = 200


class Trigger(models.TextChoices):
    USER = "user", _("on the pages")
    API = "api", _("over the API")
    SAMPLE = "sample", _("as a sample")
    FOLLOW_UP = "follow_up", _("after a fast answer")


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


RunManager = OutsideBin.from_queryset(RunQuerySet)


class TrainingRun(Binnable, Job):
    """One training, from request to result. Its worker is a supervisor that watches a child."""

    name = models.CharField(_("name"), max_length=120, help_text=_("Of the model that the run trains."))
    family = models.CharField(_("family"), max_length=60)
    model = models.CharField(_("model"), max_length=60, default="auto")
    columns = models.JSONField(_("columns"), default=dict)
    settings = models.JSONField(_("settings"), default=dict)
    filters = models.JSONField(
        _("filters"), default=list, blank=True, help_text=_("Which rows count; empty: all.")
    )
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

    then_best = models.BooleanField(
        _("then the best"),
        default=False,
        help_text=_("Whether a search for the best follows if it succeeds."),
    )
    followed_up_at = models.DateTimeField(_("search started at"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="follow_ups",
        verbose_name=_("follows"),
    )
    problems = SentencesField(_("problems"), default=list)
    candidates = SentencesField(_("models tried"), default=list, help_text=_("The leaderboard."))
    reason = SentenceField(_("reason"), blank=True, help_text=_("Why the chosen model was chosen."))
    expected_seconds = models.FloatField(
        _("expected seconds"), null=True, blank=True, help_text=_("As estimated at the start.")
    )
    log = models.TextField(_("log"), blank=True)

    child_started_at = models.DateTimeField(_("training process started at"), null=True, blank=True)
    notified_at = models.DateTimeField(
        _("mailed at"), null=True, blank=True, help_text=_("When its end was announced by email.")
    )
    notice_failures = models.PositiveSmallIntegerField(_("failed emails"), default=0)

    objects = RunManager()
    everything = RunQuerySet.as_manager()
    """With what is in the bin."""

    address = "runs"
    lookup = "pk"
    deleted_by = "training.delete_trainingrun"

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

    def references(self) -> Iterable[tuple[models.QuerySet[Any], str]]:
        return references_to(TrainingRun, pk=self.pk)

    def may_be_binned(self) -> models.Q:
        return models.Q(status__in=ENDED)

    @property
    def owner_id(self) -> int | None:
        return self.requested_by_id

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

    def claim(self, **fields: Any) -> bool:
        return super().claim(child_started_at=None, **fields)

    def advance(self, progress: int, message: str, log: str) -> bool:
        return self._update(self._mine, progress=progress, message=message, log=log)

    def child_started(self) -> bool:
        return self._update(self._mine, child_started_at=timezone.now())


# --- What belongs to a run: the tables it trains on, and the numbers that say how good it is ---


class RunTable(models.Model):
    """A data set version that a run trains on, as the main table or as a side table."""

    run = models.ForeignKey(
        TrainingRun, on_delete=models.CASCADE, related_name="run_tables", verbose_name=_("run")
    )
    table = models.CharField(_("table"), max_length=60, default="main")
    version = models.ForeignKey(
        "datasets.DatasetVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="run_tables",
        verbose_name=_("version"),
    )
    dataset_name = models.CharField(
        _("data"), max_length=160, help_text=_("Kept when the data set is deleted: sales@3.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("table of a run")
        verbose_name_plural = _("tables of a run")
        constraints = [models.UniqueConstraint(fields=["run", "table"], name="run_table")]

    def __str__(self) -> str:
        return f"{self.run} on {self.dataset_name}"


class Metric(models.Model):
    """One number that says how good a run is. ``split`` is "evaluation" or "baseline": same rows."""

    run = models.ForeignKey(TrainingRun, on_delete=models.CASCADE, verbose_name=_("run"))
    name = models.CharField(_("name"), max_length=60)
    split = models.CharField(_("split"), max_length=20)
    value = models.FloatField(_("value"))

    class Meta:
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        constraints = [models.UniqueConstraint(fields=["run", "name", "split"], name="run_metric")]

    def __str__(self) -> str:
        return f"{self.name} ({self.split}) = {shown(self.value)}"
