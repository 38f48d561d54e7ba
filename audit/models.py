"""Who did what, to which object, when. Written by services with an explicit call to ``record``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One line of the audit trail. Never changed, never deleted by the program."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True, help_text="Kept when the user is deleted.")
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_name = models.CharField(max_length=200)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["object_type", "object_name"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'the system'} {self.verb} {self.object_type} {self.object_name}"


def record(actor: Any, verb: str, obj: models.Model, **data: Any) -> None:
    """Write one line. ``actor`` is a user, or None where the program itself acted."""
    AuditEvent.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        actor_name=actor.get_username() if actor else "",
        verb=verb,
        object_type=str(obj._meta.verbose_name),
        object_name=str(obj)[:200],
        data=data,
    )
