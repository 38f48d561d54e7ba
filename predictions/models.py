"""What was asked of a model, and what it answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models import ModelVersion


class PredictionLog(models.Model):
    """One request and the version that answered it."""

    version = models.ForeignKey(
        ModelVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="prediction_logs"
    )
    alias = models.CharField(
        _("alias"), max_length=40, blank=True, help_text=_("The name it was asked under, if any.")
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
        _("flags"), default=0, help_text=_("How often the answer was marked as to be trusted less.")
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
    at = models.DateTimeField(_("at"), null=True, blank=True)
    value = models.FloatField(_("value"), null=True)
    low = models.FloatField(_("low"), null=True, blank=True)
    high = models.FloatField(_("high"), null=True, blank=True)

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        indexes = [models.Index(fields=["key", "at"], name="prediction_key_at")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
