"""A question that is being asked, step by step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.runs.models import TrainingRun

if TYPE_CHECKING:
    from datasets.models import DatasetVersion

KEPT_FOR = timedelta(days=30)


class DraftQuerySet(models.QuerySet["Draft"]):
    def unfinished(self) -> DraftQuerySet:
        """Nothing was started from them yet."""
        return self.filter(run=None).select_related("version__dataset").prefetch_related("side_tables")

    def forgotten(self) -> DraftQuerySet:
        """Unfinished, and not touched for so long that nobody will go on with them."""
        return self.filter(run=None, updated_at__lt=timezone.now() - KEPT_FOR)


class Draft(models.Model):
    """A person's answers so far about a run to start: saved at every step, so that Back, a reload and a new
    login lose nothing.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("owner")
    )
    version = models.ForeignKey(
        "datasets.DatasetVersion",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="drafts",
        verbose_name=_("data"),
    )
    family = models.CharField(_("family"), max_length=60, blank=True)
    columns = models.JSONField(_("columns"), null=True, blank=True, help_text=_("By role; null: guessed."))
    left_out = models.JSONField(
        _("left out"), default=dict, blank=True, help_text=_("Why, by column: what a check found.")
    )
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    filters = models.JSONField(
        _("filters"), default=list, blank=True, help_text=_("Which rows count; empty: all.")
    )
    model = models.CharField(_("model"), max_length=60, default="auto")
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    effort = models.CharField(_("effort"), max_length=10, default="fast")
    then_best = models.BooleanField(_("then the best"), default=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    seed = models.PositiveIntegerField(_("seed"), default=0)
    reached = models.CharField(
        _("reached"), max_length=20, blank=True, help_text=_("The furthest step that was opened.")
    )
    run = models.ForeignKey(
        TrainingRun,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
        verbose_name=_("run"),
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def sheet(self) -> DatasetVersion:
        """The version of a draft that is past the data. Raises ValueError before."""
        if self.version is None:
            raise ValueError("No data has been chosen yet.")
        return self.version


class DraftTable(models.Model):
    """A side table of a draft: which version it reads, and which columns play its roles."""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="side_tables", verbose_name=_("draft")
    )
    table = models.CharField(_("table"), max_length=60)
    version = models.ForeignKey(
        "datasets.DatasetVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="draft_tables",
        verbose_name=_("version"),
        help_text=_("Empty if the data set has since been deleted."),
    )
    columns = models.JSONField(_("columns"), default=dict, blank=True, help_text=_("By role of the table."))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("side table of a draft")
        verbose_name_plural = _("side tables of a draft")
        constraints = [models.UniqueConstraint(fields=["draft", "table"], name="draft_table")]

    def __str__(self) -> str:
        return f"{self.draft}, {self.table}"


# --- The data that the shortcuts of a family train on ---


class FamilySource(models.Model):
    """The data of one family: what a call trains on that names the family only.

    ``dataset`` and ``tables`` are references as orders have them: "sales" means its newest version on the
    day of the training, "sales@3" always the third.
    """

    family = models.CharField(_("family"), max_length=60, unique=True)
    dataset = models.CharField(_("data"), max_length=160)
    tables = models.JSONField(_("side tables"), default=dict, blank=True)
    columns = models.JSONField(_("columns"), default=dict, help_text=_("By role."))
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    filters = models.JSONField(
        _("filters"), default=list, blank=True, help_text=_("Which rows count; empty: all.")
    )
    set_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("set at"), auto_now=True)

    class Meta:
        ordering = ["family"]
        verbose_name = _("source of a family")
        verbose_name_plural = _("sources of families")

    def __str__(self) -> str:
        return f"{self.family} from {self.dataset}"

    @property
    def dataset_slug(self) -> str:
        return self.dataset.partition("@")[0]
