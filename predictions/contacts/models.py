"""What came of contacting a person that a model named."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models import ModelVersion


class State(models.TextChoices):
    DONE = "done", _("Done")
    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")


class Outcome(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class Contact(models.Model):
    """One person of the call list of a version: how far the contact came, and what the person did then."""

    version = models.ForeignKey(
        ModelVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="contacts"
    )
    customer = models.CharField(_("customer"), max_length=200)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.UNKNOWN)
    note = models.CharField(_("note"), max_length=500, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    marked_at = models.DateTimeField(_("marked at"), auto_now=True)

    class Meta:
        ordering = ["-marked_at", "-pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [models.UniqueConstraint(fields=["version", "customer"], name="contact_once")]

    def __str__(self) -> str:
        return f"{self.customer} ({self.version})"
