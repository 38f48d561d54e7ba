"""What people expect of every version of a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.versions import Dataset

if TYPE_CHECKING:
    from datasets.checking import expectations


class Kind(models.TextChoices):
    """The words of datasets.checking.expectations."""

    RANGE = "range", _("numbers within a range")
    CATEGORIES = "categories", _("one of several values")
    NOT_MISSING = "not_missing", _("not missing")
    UNIQUE = "unique", _("every value is unique")
    FRESH = "fresh", _("up to date")
    ROWS = "rows", _("enough rows")


class Expectation(models.Model):
    """One expectation of a data set, which each new version is checked against."""

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("data set"), on_delete=models.CASCADE, related_name="expectations"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    column = models.TextField(_("column"), blank=True, help_text=_("Empty for the number of rows."))
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("expectation")
        verbose_name_plural = _("expectations")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "kind", "column"], name="one_expectation_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.dataset.slug}: {self.kind} {self.column}".strip()

    @property
    def promise(self) -> expectations.Expectation:
        from datasets.checking.expectations import Expectation as Promise

        return Promise(self.kind, self.column or None, self.params)

    def as_dict(self) -> dict[str, Any]:
        return self.promise.as_dict()
