"""A question that is being asked, step by step."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.runs import TrainingRun

KEPT_FOR = timedelta(days=30)


class Draft(models.Model):
    """What somebody has said so far of a run to be started: kept at every step, so that Back, a reload
    and a new login lose nothing."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    version = models.ForeignKey(
        "datasets.DatasetVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    family = models.CharField(max_length=60, blank=True)
    columns = models.JSONField(null=True, blank=True, help_text=_("By role; null: as guessed."))
    settings = models.JSONField(default=dict, blank=True)
    model = models.CharField(max_length=60, default="auto")
    params = models.JSONField(default=dict, blank=True)
    effort = models.CharField(max_length=10, default="fast")
    name = models.CharField(max_length=120, blank=True)
    seed = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(
        TrainingRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"draft {self.pk}"
