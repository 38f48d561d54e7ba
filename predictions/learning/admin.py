from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import json_cell, link, page_link
from audit.admin_classes import ReadOnlyAdmin
from predictions.learning.models import Session, SessionStep


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "status", "step", "owner", "created_at", "stopped_at", "reason", page_link]
    list_filter = [
        "status",
        "version__model__family",
        ("owner", admin.RelatedOnlyFieldListFilter),
        "created_at",
    ]
    list_select_related = ["version__model", "owner"]
    search_fields = ["version__model__name", "version__model__slug", "owner__username", "reason"]
    date_hierarchy = "created_at"
    fields = [
        "version",
        "owner",
        "status",
        "step",
        "steps",
        "seed",
        "created_at",
        "stopped_at",
        "reason",
        "shown_settings",
        "shown_state",
    ]
    shown_settings = json_cell("settings", _("settings"))
    shown_state = json_cell("state", _("state"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("version__report", "version__manifest")

    @admin.display(description=_("steps"))
    def steps(self, session: Session) -> SafeString:
        return link(
            f"{reverse('admin:predictions_sessionstep_changelist')}?session__id__exact={session.pk}",
            gettext("Show"),
        )


@admin.register(SessionStep)
class SessionStepAdmin(ReadOnlyAdmin):
    outside_bin = ["session__version__model"]
    list_display = ["__str__", "why", "proposed_by", "proposed_at", "observed_by", "observed_at"]
    list_filter = ["session__version__model__family", "proposed_at", "observed_at"]
    list_select_related = ["session", "proposed_by", "observed_by"]
    search_fields = ["session__version__model__slug", "proposed_by__username", "observed_by__username"]
    show_full_result_count = False
    ordering = ["-pk"]
    fields = [
        "session",
        "number",
        "seed",
        "shown_proposal",
        "why",
        "proposed_by",
        "proposed_at",
        "shown_result",
        "observed_by",
        "observed_at",
    ]
    shown_proposal = json_cell("proposal", _("proposal"))
    shown_result = json_cell("result", _("result"))
