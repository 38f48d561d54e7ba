"""Requests to a model, and its answers."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import OutsideBin
from contract.asking import PREDICT
from jobs.models import ENDED, Job, Status
from language.fields import SentencesField
from predictions.contacts.models import Contact
from predictions.learning.models import Session, SessionStep
from training.models import ModelVersion

__all__ = [
    "Contact",
    "Prediction",
    "PredictionJob",
    "PredictionLog",
    "Session",
    "SessionStep",
]


class PredictionLog(models.Model):
    """One request and the version that answered it."""

    version = models.ForeignKey(
        ModelVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="prediction_logs"
    )
    ask = models.CharField(_("ask"), max_length=40, default=PREDICT)
    alias = models.CharField(
        _("alias"), max_length=40, blank=True, help_text=_("The name used in the request, if any.")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    rows = models.PositiveIntegerField(_("rows"))
    flags = models.PositiveIntegerField(
        _("flags"), default=0, help_text=_("How often the answer was marked as less reliable.")
    )
    seconds = models.FloatField(_("seconds"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("prediction log")
        verbose_name_plural = _("prediction logs")
        indexes = [
            models.Index(fields=["version", "-at"], name="prediction_log_version"),
            models.Index(fields=["-at", "-id"], name="prediction_log_at"),  # as lists are ordered
        ]

    def __str__(self) -> str:
        return f"{self.rows} predictions of {self.version}"


class Prediction(models.Model):
    """One predicted value: of what (``key``), for when (``at``), between which bounds."""

    log = models.ForeignKey(
        PredictionLog, verbose_name=_("request"), on_delete=models.CASCADE, related_name="predictions"
    )
    key = models.CharField(_("key"), max_length=200, help_text=_("Of what: a customer, an item, a row."))
    keys = models.JSONField(
        _("keys"), null=True, blank=True, help_text=_("If several columns name it: a customer and an item.")
    )
    at = models.DateTimeField(_("at"), null=True, blank=True)
    lag = models.IntegerField(
        _("lag"), null=True, blank=True, help_text=_("Steps between publication and the predicted date.")
    )
    value = models.FloatField(_("value"), null=True)
    low = models.FloatField(_("low"), null=True, blank=True)
    high = models.FloatField(_("high"), null=True, blank=True)

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        indexes = [models.Index(fields=["key", "at"], name="prediction_key_at")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class PredictionJobQuerySet(models.QuerySet["PredictionJob"]):
    def stale(self) -> PredictionJobQuerySet:
        """Running, but their worker has not been heard of."""
        silent = timezone.now() - PredictionJob.stale_after
        return self.filter(status=Status.RUNNING, heartbeat_at__lt=silent)

    def forgotten(self) -> PredictionJobQuerySet:
        """Ended so long ago that nobody will fetch their answer any more."""
        return self.filter(status__in=ENDED, finished_at__lt=timezone.now() - PredictionJob.KEPT_FOR)

    def for_list(self) -> PredictionJobQuerySet:
        return self.select_related("version__model", "requested_by").defer(
            "version__report", "version__manifest"
        )


class OfModelsOutsideBin(OutsideBin):
    paths = ("version__model__binned_at",)


PredictionJobManager = OfModelsOutsideBin.from_queryset(PredictionJobQuerySet)


def file_path(job: PredictionJob, filename: str) -> str:
    return f"jobs/{filename}"


class PredictionJob(Job):
    """A request of thousands of rows, answered by a worker of the default cluster, part by part."""

    stale_after = timedelta(seconds=30)
    """A heartbeat is written after each part, and the first one waits for the model to be loaded."""
    KEPT_FOR = timedelta(days=30)

    version = models.ForeignKey(
        ModelVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="prediction_jobs"
    )
    alias = models.CharField(
        _("alias"), max_length=40, blank=True, help_text=_("The name used in the request, if any.")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ask = models.CharField(_("ask"), max_length=40, default=PREDICT)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    request = models.FileField(_("request"), upload_to=file_path, max_length=200)
    result = models.FileField(_("answer"), upload_to=file_path, max_length=200, blank=True)
    flags = SentencesField(
        _("flags"), default=list, help_text=_("For the whole answer; those of single rows are next to them.")
    )
    log = models.OneToOneField(
        PredictionLog,
        verbose_name=_("request in the log"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="job",
    )

    objects = PredictionJobManager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("prediction job")
        verbose_name_plural = _("prediction jobs")
        indexes = [
            models.Index(fields=["status", "queued_at"], name="prediction_job_status"),
            models.Index(fields=["version", "-queued_at"], name="prediction_job_version"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} ({self.rows} rows for {self.version})"

    def get_absolute_url(self) -> str:
        return reverse("prediction-job", args=[self.pk])

    @property
    def owner_id(self) -> int | None:
        return self.requested_by_id
