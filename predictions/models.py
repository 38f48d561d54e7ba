"""What was asked of a model, and what it answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from training.models import ModelVersion


class PredictionLog(models.Model):
    """One request and the version that answered it."""

    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="prediction_logs")
    alias = models.CharField(max_length=40, blank=True, help_text="The name it was asked under, if any.")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField()
    flags = models.PositiveIntegerField(default=0)
    seconds = models.FloatField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["version", "-at"], name="prediction_log_version")]

    def __str__(self) -> str:
        return f"{self.rows} predictions of {self.version}"


class Prediction(models.Model):
    """One predicted value: of what (``key``), for when (``at``), between which bounds."""

    log = models.ForeignKey(PredictionLog, on_delete=models.CASCADE, related_name="predictions")
    key = models.CharField(max_length=200)
    at = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="prediction_key_at")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
