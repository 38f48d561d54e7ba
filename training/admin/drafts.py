from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import json_cell
from audit.admin_classes import ReadOnlyAdmin
from training.models import Draft


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "owner", "version", "family", "reached", "run", "updated_at"]
    list_filter = ["family", ("run", admin.EmptyFieldListFilter), "updated_at"]
    list_select_related = ["owner", "version__dataset", "run"]
    search_fields = ["owner__username", "version__dataset__name", "name"]
    date_hierarchy = "updated_at"
    fields = [
        "owner",
        "version",
        "family",
        "shown_columns",
        "shown_settings",
        "model",
        "shown_params",
        "effort",
        "then_best",
        "name",
        "seed",
        "reached",
        "run",
        "updated_at",
    ]
    shown_columns = json_cell("columns", _("columns"))
    shown_settings = json_cell("settings", _("settings"))
    shown_params = json_cell("params", _("parameters"))
