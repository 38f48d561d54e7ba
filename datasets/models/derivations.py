"""Tables that a worker makes of other tables, and what they were made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import OutsideBin
from contract import registry
from datasets.models.versions import Dataset, DatasetVersion
from jobs.models import ENDED, Job, Status
from language.fields import SentencesField
from language.formats import translated


class DerivationQuerySet(models.QuerySet["Derivation"]):
    def stale(self) -> DerivationQuerySet:
        """Running, but their worker has not been heard of."""
        return self.filter(status=Status.RUNNING, heartbeat_at__lt=timezone.now() - Derivation.stale_after)

    def makers(self) -> DerivationQuerySet:
        """Those to which a version owes its being: they are its origin."""
        return self.filter(created=True, version__isnull=False)

    def forgotten(self) -> DerivationQuerySet:
        """Ended so long ago that nobody will ask what became of them any more, but for makers."""
        long_ago = timezone.now() - Derivation.KEPT_FOR
        return self.filter(status__in=ENDED, finished_at__lt=long_ago, created=False)

    def unsettled(self) -> DerivationQuerySet:
        """Those that are under way, and those of the last day that want to be looked at, newest first."""
        under_way = Q(status__in=(Status.QUEUED, Status.RUNNING))
        telling = Q(status=Status.FAILED) | Q(status=Status.SUCCEEDED, preview_only=True)
        news = Q(finished_at__gt=timezone.now() - Derivation.NEWS_FOR)
        return self.filter(under_way | (telling & news)).order_by("-queued_at", "-pk")

    def for_list(self) -> DerivationQuerySet:
        """Without the tables and drawings of their results, which no list shows."""
        return (
            self.select_related("version__dataset", "dataset", "requested_by")
            .prefetch_related("inputs__version__dataset")
            .defer("result", *(f"version__{name}" for name in LARGE))
        )


LARGE = ("columns", "problems", "schema", "change", "report", "verdicts")
"""Of a version: no list shows them."""


class OfTablesOutsideBin(OutsideBin):
    paths = ("dataset__binned_at", "version__dataset__binned_at")


DerivationManager = OfTablesOutsideBin.from_queryset(DerivationQuerySet)


class Derivation(Job):
    """A recipe that is done on some tables, by a worker of the default cluster: a version, or its preview."""

    stale_after = timedelta(seconds=30)
    KEPT_FOR = timedelta(days=7)
    NEWS_FOR = timedelta(days=1)

    key = models.CharField(_("recipe"), max_length=60)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Of the data set."))
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("data set"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The data set that gets a version; empty for a new one."),
    )
    preview_only = models.BooleanField(
        _("preview only"), default=False, help_text=_("Works out the table without keeping it.")
    )
    settings = models.JSONField(_("settings"), default=dict)
    columns = models.JSONField(_("columns"), default=dict, help_text=_("By role."))
    requested_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, help_text=_("Of the recipe, its tables, columns and settings.")
    )
    version = models.ForeignKey(
        DatasetVersion,
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    created = models.BooleanField(
        _("made it"), default=False, help_text=_("Whether this made the version, or it already existed.")
    )
    problems = SentencesField(_("problems"), default=list, help_text=_("Why there is no table."))
    result = SentencesField(
        _("result"), null=True, help_text=_("The first rows of the table, warnings, and how it was made.")
    )

    objects = DerivationManager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("derivation")
        verbose_name_plural = _("derivations")
        indexes = [models.Index(fields=["status", "queued_at"], name="derivation_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "fingerprint", "name", "preview_only"],
                condition=Q(status__in=[Status.QUEUED, Status.RUNNING]),
                name="one_derivation_at_a_time",
            ),
            models.UniqueConstraint(fields=["version"], condition=Q(created=True), name="one_maker"),
        ]

    def __str__(self) -> str:
        return f"derivation {self.pk} ({self.name or self.key})"

    def get_absolute_url(self) -> str:
        return reverse("derivation", args=[self.pk])

    @property
    def owner_id(self) -> int | None:
        return self.requested_by_id

    @property
    def label(self) -> str:
        """What the recipe is called; its key where it is not installed any more."""
        try:
            return translated(registry.derivation(self.key).label)
        except registry.DerivationMissing:
            return self.key

    @property
    def tables(self) -> dict[str, str]:
        """What it is done on, by table: ``{"transactions": "sales@2"}``."""
        return {one.table: one.reference for one in self.inputs.all()}


class DerivationInput(models.Model):
    """A version that a derivation reads, as one of the tables of its recipe."""

    derivation = models.ForeignKey(
        Derivation, on_delete=models.CASCADE, related_name="inputs", verbose_name=_("derivation")
    )
    table = models.CharField(_("table"), max_length=60)
    version = models.ForeignKey(
        DatasetVersion,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("version"),
    )
    reference = models.CharField(
        _("data"), max_length=160, help_text=_("Kept when the data set is deleted: sales@3.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("table of a derivation")
        verbose_name_plural = _("tables of a derivation")
        constraints = [models.UniqueConstraint(fields=["derivation", "table"], name="derivation_table")]

    def __str__(self) -> str:
        return f"{self.derivation} of {self.reference}"

    @property
    def place(self) -> tuple[str, int]:
        """Slug and number of the version, which may be deleted."""
        slug, _, number = self.reference.rpartition("@")
        return slug, int(number)

    def as_dict(self) -> dict[str, Any]:
        slug, number = self.place
        return {"dataset": slug, "version": number, "table": self.table, "deleted": self.version_id is None}
