"""Who did what, to which object, when. Written by services with an explicit call to ``record``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "created": gettext_noop("{who} created the {type} {name}"),
    "changed": gettext_noop("{who} changed the {type} {name}"),
    "deleted": gettext_noop("{who} deleted the {type} {name}"),
    "binned": gettext_noop("{who} moved the {type} {name} to the bin"),
    "restored": gettext_noop("{who} brought the {type} {name} back from the bin"),
    "took up again": gettext_noop("{who} took the {type} {name} up again from an earlier version"),
    "renamed": gettext_noop("{who} renamed the {type} {name}"),
    "named a group": gettext_noop("{who} named a group of the {type} {name}"),
    "pinned": gettext_noop("{who} pinned the {type} {name}"),
    "unpinned": gettext_noop("{who} unpinned the {type} {name}"),
    "archived": gettext_noop("{who} archived the {type} {name}"),
    "unarchived": gettext_noop("{who} brought the {type} {name} back from the archive"),
    "repaired": gettext_noop("{who} repaired the {type} {name}"),
    "derived": gettext_noop("{who} derived the {type} {name}"),
    "uploaded": gettext_noop("{who} uploaded the {type} {name}"),
    "started": gettext_noop("{who} started the {type} {name}"),
    "cancelled": gettext_noop("{who} cancelled the {type} {name}"),
    "trained": gettext_noop("{who} trained the {type} {name}"),
    "promoted": gettext_noop("{who} put the {type} {name} into use"),
    "removed alias of": gettext_noop("{who} removed an alias from the {type} {name}"),
    "proposed": gettext_noop("{who} asked the {type} {name} for a proposal"),
    "observed": gettext_noop("{who} recorded the result of a proposal for the {type} {name}"),
    "marked": gettext_noop("{who} marked a contact of the {type} {name}"),
    "stopped": gettext_noop("{who} stopped the {type} {name}"),
    "revoked": gettext_noop("{who} revoked the {type} {name}"),
}
"""The sentence for each verb. A verb that is not here is shown as written."""
UNKNOWN = "{who} {verb} {type} {name}"


class AuditEvent(models.Model):
    """One line of the audit trail. Never changed, never deleted by the program."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True, help_text=_("Kept when the user is deleted."))
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_name = models.CharField(max_length=200)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["object_type", "object_name"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'the system'} {self.verb} {self.object_type} {self.object_name}"

    @property
    def type_word(self) -> str:
        """The type in the reader's language: it is kept as the English name of the model."""
        return gettext(self.object_type)

    def told(self) -> SafeString:
        """The line as a sentence in the reader's language, the name in bold."""
        known = SENTENCES.get(self.verb)
        return format_html(
            gettext(known) if known else UNKNOWN,
            who=self.actor_name or "Almanac",
            verb=self.verb,
            type=self.type_word,
            name=format_html("<strong>{}</strong>", self.object_name),
        )


def record(actor: Any, verb: str, obj: models.Model, **data: Any) -> None:
    """Write one line, in English. ``actor`` is a user, or None where the program itself acted."""
    with translation.override("en"):
        object_type, object_name = str(obj._meta.verbose_name), str(obj)[:200]
    AuditEvent.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        actor_name=actor.get_username() if actor else "",
        verb=verb,
        object_type=object_type,
        object_name=object_name,
        data=data,
    )
