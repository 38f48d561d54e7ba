from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import json_cell
from audit.admin_classes import ReadOnlyAdmin, ReadOnlyInline, delete_and_record
from training.admin_actions import may_manage
from training.models import Draft, DraftTable, FamilySource


class DraftTableInline(ReadOnlyInline):
    model = DraftTable
    fields = ["table", "version", "shown_columns"]
    shown_columns = json_cell("columns", _("columns"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("draft", "version__dataset")


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    """Somebody's answers so far: theirs to change, and for administrators to clear away."""

    deletion = staticmethod(delete_and_record)
    list_display = ["__str__", "owner", "version", "family", "reached", "run", "updated_at"]
    list_filter = ["family", ("run", admin.EmptyFieldListFilter), "updated_at"]
    list_select_related = ["owner", "version__dataset", "run"]
    search_fields = ["owner__username", "version__dataset__name", "name"]
    date_hierarchy = "updated_at"
    inlines = [DraftTableInline]
    fields = [
        "owner",
        "version",
        "family",
        "shown_columns",
        "shown_filters",
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
    shown_filters = json_cell("filters", _("filters"))
    shown_settings = json_cell("settings", _("settings"))
    shown_params = json_cell("params", _("parameters"))

    def has_delete_permission(self, request: HttpRequest, obj: Draft | None = None) -> bool:
        return may_manage(request)


# --- What the shortcuts train on ---


@admin.register(FamilySource)
class FamilySourceAdmin(ReadOnlyAdmin):
    list_display = ["family", "dataset", "set_by", "set_at"]
    list_filter = ["family", ("set_by", admin.RelatedOnlyFieldListFilter), "set_at"]
    list_select_related = ["set_by"]
    search_fields = ["family", "dataset", "set_by__username"]
    fields = [
        "family",
        "dataset",
        "shown_tables",
        "shown_columns",
        "shown_filters",
        "shown_settings",
        "set_by",
        "set_at",
    ]
    shown_tables = json_cell("tables", _("side tables"))
    shown_columns = json_cell("columns", _("columns"))
    shown_filters = json_cell("filters", _("filters"))
    shown_settings = json_cell("settings", _("settings"))
