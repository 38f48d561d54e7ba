from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.permissions import may_change
from audit.admin_cells import json_cell, link, long_cell, long_text, page_link, preformatted
from audit.admin_classes import ReadOnlyAdmin, ReadOnlyInline
from language.formats import duration as as_people_say
from language.formats import shown
from training.admin_actions import REPORT_FIELDS, ask_first, confirmed, may_manage
from training.models import Metric, RunTable, TrainingRun
from training.runs.models import Status
from training.runs.services import bin_run, cancel_run
from training.templatetags.pages import STATUSES

STATUS_COLOURS = {
    Status.QUEUED: "info",
    Status.RUNNING: "primary",
    Status.SUCCEEDED: "success",
    Status.FAILED: "danger",
    Status.CANCELLED: "warning",
}
STATE = ["status", "progress", "message", "error", "reason", "attempt"]
MOMENTS = [
    "queued_at",
    "started_at",
    "child_started_at",
    "heartbeat_at",
    "cancel_requested_at",
    "finished_at",
]
LARGE = ["log", "problems", "candidates"]
"""Of a run. Too large to be read for every row of a list."""


class RunTableInline(ReadOnlyInline):
    model = RunTable
    fields = ["table", "version", "dataset_name", "sha256"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("run", "version__dataset")


class MetricInline(ReadOnlyInline):
    model = Metric
    fields = ["split", "name", "value"]
    ordering = ["name", "split"]


@admin.register(TrainingRun)
class TrainingRunAdmin(ReadOnlyAdmin):
    list_display = [
        "number",
        "shown_name",
        "family",
        "shown_status",
        "data",
        "requested_by",
        "queued_at",
        "duration",
        page_link,
    ]
    list_display_links = ["number", "shown_name"]
    list_filter = [
        "status",
        "family",
        "effort",
        "trigger",
        ("requested_by", admin.RelatedOnlyFieldListFilter),
        "queued_at",
    ]
    search_fields = ["=pk", "name", "family", "run_tables__dataset_name", "requested_by__username", "error"]
    date_hierarchy = "queued_at"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "family",
                    "model",
                    "effort",
                    "then_best",
                    "seed",
                    "trigger",
                    "follows",
                    "requested_by",
                ]
            },
        ),
        (_("State"), {"fields": [*STATE, "shown_version"]}),
        (_("Times"), {"fields": [*MOMENTS, "duration", "expected"]}),
        (_("Order"), {"fields": ["shown_columns", "shown_filters", "shown_settings", "shown_params"]}),
        (_("Findings"), {"fields": ["shown_problems", "shown_candidates", "shown_log"]}),
    ]
    inlines = [RunTableInline, MetricInline]
    actions = ["cancel_chosen"]
    deletion = staticmethod(bin_run)
    deleted_along = {_("metrics"): "metric"}
    shown_name = long_cell("name", _("name"))
    shown_columns = json_cell("columns", _("columns"))
    shown_filters = json_cell("filters", _("filters"))
    shown_settings = json_cell("settings", _("settings"))
    shown_params = json_cell("params", _("parameters"))
    shown_problems = json_cell("problems", _("problems"))
    shown_candidates = json_cell("candidates", _("models tried"))

    def get_queryset(self, request: HttpRequest) -> Any:
        large = [*LARGE, *(f"version__{name}" for name in REPORT_FIELDS)]
        return super().get_queryset(request).for_list().defer(*large)

    def has_delete_permission(self, request: HttpRequest, obj: TrainingRun | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, "training.delete_trainingrun", obj))

    def reason_to_keep(self, obj: TrainingRun) -> str:
        if obj.ended:
            return ""
        return gettext("%(run)s is %(status)s: cancel it first") % {"run": obj, "status": obj.status}

    @admin.display(description=_("run"), ordering="pk")
    def number(self, run: TrainingRun) -> int:
        return run.pk

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def shown_status(self, run: TrainingRun) -> tuple[str, str]:
        word = STATUSES[run.status][2]
        return run.status, f"{word}, {run.progress} %" if run.status == Status.RUNNING else str(word)

    @admin.display(description=_("data"))
    def data(self, run: TrainingRun) -> SafeString:
        return long_text(run.dataset_name)

    @admin.display(description=_("took"))
    def duration(self, run: TrainingRun) -> str:
        return as_people_say(run.duration_seconds)

    @admin.display(description=_("expected to take"))
    def expected(self, run: TrainingRun) -> str:
        return as_people_say(run.expected_seconds)

    @admin.display(description=_("model version"))
    def shown_version(self, run: TrainingRun) -> SafeString | None:
        version = getattr(run, "version", None)
        return version and link(reverse("admin:training_modelversion_change", args=[version.pk]), version)

    @admin.display(description=_("log"))
    def shown_log(self, run: TrainingRun) -> SafeString:
        return preformatted(run.log)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return may_manage(request)

    @admin.action(description=_("Cancel selected runs"), permissions=["cancel"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> TemplateResponse | None:
        if not confirmed(request):
            question = gettext(
                "Cancel these runs? What they have trained so far is lost. Runs that have ended are not "
                "affected."
            )
            lines = [f"{run}: {self.shown_status(run)[1]}" for run in queryset]
            return ask_first(self, request, queryset, gettext("Cancel runs"), question, lines)
        outcomes = [cancel_run(request.user, run) for run in queryset]
        cancelled = sum(outcomes)
        ended = len(outcomes) - cancelled
        words = gettext("Runs cancelled: %(count)d.") % {"count": cancelled}
        if ended:
            words += " " + gettext("Already ended: %(count)d.") % {"count": ended}
        self.message_user(request, words, messages.SUCCESS if cancelled else messages.WARNING)
        return None


@admin.register(Metric)
class MetricAdmin(ReadOnlyAdmin):
    outside_bin = ["run"]
    list_display = ["run", "name", "split", "shown_value"]
    list_filter = ["split", "name", "run__family"]
    list_select_related = ["run"]
    search_fields = ["name", "run__name"]
    date_hierarchy = "run__queued_at"
    ordering = ["-run", "name", "split"]
    fields = ["run", "name", "split", "value"]

    def get_queryset(self, request: HttpRequest) -> Any:
        large = [f"run__{name}" for name in LARGE]
        return super().get_queryset(request).defer(*large)

    @admin.display(description=_("value"), ordering="value")
    def shown_value(self, metric: Metric) -> str:
        return shown(metric.value)
