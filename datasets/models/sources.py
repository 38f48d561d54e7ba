"""The choices people made for their sheets."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SourceMemory(models.Model):
    """The reading options that somebody chose for sheets with one header."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="source_memories",
    )
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, help_text=_("Of the names in the header.")
    )
    options = models.JSONField(_("reading options"), default=dict)
    used_at = models.DateTimeField(_("last used at"), default=timezone.now)

    class Meta:
        ordering = ["-used_at", "-pk"]
        verbose_name = _("source memory")
        verbose_name_plural = _("source memories")
        constraints = [
            models.UniqueConstraint(fields=["owner", "fingerprint"], name="one_memory_per_header"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {', '.join(f'{name}={value}' for name, value in self.options.items())}"
