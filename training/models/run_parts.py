"""What belongs to a run: the tables it trains on, and the numbers that say how good it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.runs import TrainingRun


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
        return f"{self.name} ({self.split}) = {self.value:.4g}"
