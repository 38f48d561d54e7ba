from __future__ import annotations

from django.contrib import admin

from audit.admin_classes import ReadOnlyAdmin
from predictions.contacts.models import Contact


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    outside_bin = ["version__model"]
    list_display = ["customer", "version", "state", "outcome", "marked_by", "marked_at"]
    list_filter = ["state", "outcome", "version__model__family"]
    list_select_related = ["version__model", "marked_by"]
    search_fields = ["customer", "version__model__name"]
    date_hierarchy = "marked_at"
