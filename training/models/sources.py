"""The data that the shortcuts of a family train on."""

from __future__ import annotations

from django.conf import settings as django_settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
