from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString

from audit.admin_cells import link
from audit.admin_classes import ReadOnlyAdmin
from predictions.models import Prediction, PredictionLog


@admin.register(PredictionLog)
class PredictionLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "shown_version", "alias", "requested_by", "rows", "flags", "seconds", "values"]
    list_filter = [
        ("version__model", admin.RelatedOnlyFieldListFilter),
        "alias",
        ("requested_by", admin.RelatedOnlyFieldListFilter),
        "at",
    ]
    list_select_related = ["version__model", "requested_by"]
    search_fields = ["version__model__name", "version__model__slug", "requested_by__username", "alias"]
    date_hierarchy = "at"
    fields = ["at", "version", "shown_version", "alias", "requested_by", "rows", "flags", "seconds", "values"]

    @admin.display(description="version's page", ordering="version")
    def shown_version(self, log: PredictionLog) -> SafeString:
        return link(log.version.get_absolute_url(), log.version)

    @admin.display(description="values")
    def values(self, log: PredictionLog) -> SafeString:
        return link(f"{reverse('admin:predictions_prediction_changelist')}?log__id__exact={log.pk}", "Show")


@admin.register(Prediction)
class PredictionAdmin(ReadOnlyAdmin):
    list_display = ["key", "at", "value", "low", "high", "log"]
    list_filter = [("log__version__model", admin.RelatedOnlyFieldListFilter), "at"]
    list_select_related = ["log__version__model"]
    # From the start of the key: there may be millions of rows.
    search_fields = ["^key"]
    search_help_text = "The beginning of the key"
    show_full_result_count = False
    ordering = ["-pk"]
    fields = ["log", "key", "at", "value", "low", "high"]
