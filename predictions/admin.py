from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import predictions.contacts.admin
import predictions.learning.admin  # noqa: F401  (registers)
from audit.admin_cells import link, long_cell, long_text
from audit.admin_classes import ReadOnlyAdmin
from language.formats import duration, shown
from predictions.models import Prediction, PredictionJob, PredictionLog


def number_cell(field: str, label: Any) -> Callable[[Any, Prediction], str]:
    """An admin method that shows the number in ``field`` as its reader writes numbers."""

    @admin.display(description=label, ordering=field)
    def cell(model_admin: Any, prediction: Prediction) -> str:
        return shown(getattr(prediction, field))

    return cell


@admin.register(PredictionLog)
class PredictionLogAdmin(ReadOnlyAdmin):
    outside_bin = ["version__model"]
    list_display = ["at", "shown_version", "ask", "alias", "requested_by", "rows", "flags", "took", "values"]
    list_filter = [
        "version__model__family",
        "alias",
        ("requested_by", admin.RelatedOnlyFieldListFilter),
        "at",
    ]
    list_select_related = ["version__model", "requested_by"]
    search_fields = ["version__model__name", "version__model__slug", "requested_by__username", "alias"]
    date_hierarchy = "at"
    fields = [
        "at",
        "version",
        "shown_version",
        "ask",
        "alias",
        "requested_by",
        "rows",
        "flags",
        "took",
        "values",
    ]

    @admin.display(description=_("version's page"), ordering="version")
    def shown_version(self, log: PredictionLog) -> SafeString:
        return link(log.version.get_absolute_url(), long_text(log.version))

    @admin.display(description=_("took"), ordering="seconds")
    def took(self, log: PredictionLog) -> str:
        return duration(log.seconds)

    @admin.display(description=_("values"))
    def values(self, log: PredictionLog) -> SafeString:
        return link(
            f"{reverse('admin:predictions_prediction_changelist')}?log__id__exact={log.pk}", gettext("Show")
        )


@admin.register(PredictionJob)
class PredictionJobAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "status", "progress", "requested_by", "file_name", "queued_at", "finished_at"]
    list_filter = [
        "status",
        "version__model__family",
        ("requested_by", admin.RelatedOnlyFieldListFilter),
        "queued_at",
    ]
    list_select_related = ["version__model", "requested_by"]
    search_fields = ["version__model__name", "version__model__slug", "requested_by__username", "file_name"]
    date_hierarchy = "queued_at"
    fields = [
        "version",
        "alias",
        "requested_by",
        "file_name",
        "rows",
        "status",
        "progress",
        "attempt",
        "error",
        "remedy",
        "log",
        "queued_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    ]


@admin.register(Prediction)
class PredictionAdmin(ReadOnlyAdmin):
    outside_bin = ["log__version__model"]
    list_display = ["shown_key", "at", "shown_value", "shown_low", "shown_high", "log"]
    list_filter = ["log__version__model__family", "at"]
    list_select_related = ["log__version__model"]
    # From the start of the key: there may be millions of rows.
    search_fields = ["^key"]
    search_help_text = _("The beginning of the key")
    show_full_result_count = False
    ordering = ["-pk"]
    fields = ["log", "shown_key", "keys", "at", "lag", "value", "low", "high"]
    shown_key = long_cell("key", _("key"))
    shown_value = number_cell("value", _("value"))
    shown_low = number_cell("low", _("low"))
    shown_high = number_cell("high", _("high"))
