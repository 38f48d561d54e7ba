from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import display

from accounts.permissions import may_change
from audit.admin_cells import json_cell, link, page_link, preformatted
from audit.admin_classes import ReadOnlyAdmin, ReadOnlyInline
from training.admin.common import REPORT_FIELDS, may_manage
from training.models import Metric, RunTable, TrainingRun
from training.models.runs import Status
from training.services.runs import cancel_run, delete_run

STATUS_COLOURS = {
    Status.QUEUED: "info",
    Status.RUNNING: "primary",
    Status.SUCCEEDED: "success",
    Status.FAILED: "danger",
    Status.CANCELLED: "warning",
}
CONFIRMATION = "admin/training/trainingrun/cancel_confirmation.html"


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
        "name",
        "family",
        "shown_status",
        "progress",
        "dataset_name",
        "requested_by",
        "queued_at",
        "duration",
        "shown_version",
        page_link,
    ]
    list_display_links = ["number", "name"]
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
        (None, {"fields": ["name", "family", "model", "effort", "seed", "trigger", "requested_by"]}),
        ("State", {"fields": ["shown_status", "progress", "message", "error", "attempt", "shown_version"]}),
        (
            "Times",
            {
                "fields": [
                    "queued_at",
                    "started_at",
                    "child_started_at",
                    "heartbeat_at",
                    "cancel_requested_at",
                    "finished_at",
                    "duration",
                ]
            },
        ),
        ("Order", {"fields": ["shown_columns", "shown_settings", "shown_params"]}),
        ("Findings", {"fields": ["shown_problems", "shown_candidates", "shown_log"]}),
    ]
    inlines = [RunTableInline, MetricInline]
    actions = ["cancel_chosen"]
    deletion = staticmethod(delete_run)
    deleted_along = {"metrics": "metric"}
    shown_columns = json_cell("columns")
    shown_settings = json_cell("settings")
    shown_params = json_cell("params")
    shown_problems = json_cell("problems")
    shown_candidates = json_cell("candidates")

    def get_queryset(self, request: HttpRequest) -> Any:
        large = ["log", "problems", "candidates", *(f"version__{name}" for name in REPORT_FIELDS)]
        return super().get_queryset(request).for_list().defer(*large)

    def has_delete_permission(self, request: HttpRequest, obj: TrainingRun | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, "training.delete_trainingrun", obj))

    def reason_to_keep(self, obj: TrainingRun) -> str:
        return "" if obj.ended else f"{obj} is {obj.status}: cancel it first"

    @admin.display(description="run", ordering="pk")
    def number(self, run: TrainingRun) -> int:
        return run.pk

    @display(description="status", ordering="status", label=STATUS_COLOURS)
    def shown_status(self, run: TrainingRun) -> str:
        return run.status

    @admin.display(description="seconds taken")
    def duration(self, run: TrainingRun) -> float | None:
        return run.duration_seconds

    @admin.display(description="model version")
    def shown_version(self, run: TrainingRun) -> SafeString | None:
        version = getattr(run, "version", None)
        return version and link(reverse("admin:training_modelversion_change", args=[version.pk]), version)

    @admin.display(description="log")
    def shown_log(self, run: TrainingRun) -> SafeString:
        return preformatted(run.log)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return may_manage(request)

    @admin.action(description="Cancel the chosen runs", permissions=["cancel"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[TrainingRun]) -> TemplateResponse | None:
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": "Cancel runs",
                "opts": self.opts,
                "runs": queryset,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, CONFIRMATION, context)
        outcomes = [cancel_run(request.user, run) for run in queryset]
        cancelled = sum(outcomes)
        ended = len(outcomes) - cancelled
        words = f"Runs cancelled: {cancelled}." + (f" Ended already: {ended}." if ended else "")
        self.message_user(request, words, messages.SUCCESS if cancelled else messages.WARNING)
        return None


@admin.register(Metric)
class MetricAdmin(ReadOnlyAdmin):
    list_display = ["run", "name", "split", "value"]
    list_filter = ["split", "name", "run__family"]
    list_select_related = ["run"]
    search_fields = ["name", "run__name"]
    ordering = ["-run", "name", "split"]
