from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import json_cell, long_cell
from audit.admin_classes import ReadOnlyAdmin
from audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The trail. Nobody adds to it, changes it or deletes from it here, whatever their permissions."""

    list_display = ["at", "who", "verb", "object_type", "what"]
    list_filter = ["verb", "object_type", "at"]
    search_fields = ["actor_name", "object_name", "verb"]
    date_hierarchy = "at"
    fields = ["at", "actor_name", "actor", "verb", "object_type", "object_name", "shown_data"]
    shown_data = json_cell("data", _("data"))
    what = long_cell("object_name", _("name"))

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, event: AuditEvent) -> str:
        return event.actor_name or gettext("the system")
