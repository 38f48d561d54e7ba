from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import json_cell
from audit.admin_classes import ReadOnlyAdmin
from training.models import FamilySource


@admin.register(FamilySource)
class FamilySourceAdmin(ReadOnlyAdmin):
    list_display = ["family", "dataset", "set_by", "set_at"]
    list_filter = ["family", ("set_by", admin.RelatedOnlyFieldListFilter), "set_at"]
    list_select_related = ["set_by"]
    search_fields = ["family", "dataset", "set_by__username"]
    fields = ["family", "dataset", "shown_tables", "shown_columns", "shown_settings", "set_by", "set_at"]
    shown_tables = json_cell("tables", _("side tables"))
    shown_columns = json_cell("columns", _("columns"))
    shown_settings = json_cell("settings", _("settings"))
