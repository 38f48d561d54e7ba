"""The tables of the queue. Of a schedule, when and how often can be changed, and no more: another task or
cluster would stop the workers."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.admin_cells import long_text, preformatted
from audit.admin_classes import AuditedAdmin, ReadOnlyAdmin
from audit.models import record
from jobs.models import Worker
from language.formats import duration


class TaskAdmin(ReadOnlyAdmin):
    """Tasks that have ended. The manager of each model keeps the good and the failed apart."""

    list_display = ["name", "task", "started", "took", "cluster"]
    list_filter = ["cluster", "started"]
    search_fields = ["name", "func"]
    date_hierarchy = "started"
    ordering = ["-started"]
    fields = ["name", "func", "cluster", "started", "stopped", "took", "outcome"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("args", "kwargs", "result")

    @admin.display(description=_("task"), ordering="func")
    def task(self, task: Any) -> SafeString:
        return long_text(task.func)

    @admin.display(description=_("took"))
    def took(self, task: Any) -> str:
        return duration((task.stopped - task.started).total_seconds())

    @admin.display(description=_("outcome"))
    def outcome(self, task: Any) -> SafeString:
        return preformatted(str(task.result))


class ScheduleAdmin(AuditedAdmin):
    """Made by migrations, so neither added nor deleted here."""

    deletion = None
    readonly_fields = ["name", "func", "schedule_type", "repeats", "cluster"]
    actions = ["run_now"]
    list_display = ["name", "task", "schedule_type", "minutes", "next_run", "cluster"]
    list_filter = ["schedule_type", "cluster"]
    search_fields = ["name", "func"]
    date_hierarchy = "next_run"
    fields = ["name", "func", "schedule_type", "minutes", "repeats", "next_run", "cluster"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "minutes":
            field.min_value = 1
            field.validators.append(MinValueValidator(1))
        return field

    @admin.action(description=_("Run now"), permissions=["change"])
    def run_now(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """With the next look at the schedules, half a minute from now at most."""
        for schedule in queryset:
            record(request.user, "changed", schedule, next_run="now")
        due = queryset.update(next_run=timezone.now())
        self.message_user(request, gettext("Due now: %(count)d.") % {"count": due}, messages.SUCCESS)

    @admin.display(description=_("task"), ordering="func")
    def task(self, schedule: Any) -> SafeString:
        return long_text(schedule.func)


class MessageAdmin(ReadOnlyAdmin):
    """Messages not taken yet. A message is only a hint: the run's own row says whether it waits."""

    list_display = ["pk", "key", "lock"]
    list_filter = ["key"]
    search_fields = ["key"]
    date_hierarchy = "lock"
    fields = ["key", "lock"]


ADMINS = {"Success": TaskAdmin, "Failure": TaskAdmin, "Schedule": ScheduleAdmin, "OrmQ": MessageAdmin}

for name, kind in ADMINS.items():
    model = apps.get_model("django_q", name)
    # With Redis as the broker, the queue has no table to list.
    if admin.site.is_registered(model):
        admin.site.unregister(model)
        admin.site.register(model, kind)


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ["cluster", "host", "pid", "shown_alive", "started_at", "seen_at"]
    list_filter = ["cluster", "host"]
    date_hierarchy = "seen_at"
    search_fields = ["cluster", "host", "=pid"]
    fields = ["cluster", "host", "pid", "shown_alive", "started_at", "seen_at"]

    @admin.display(description=_("alive"), boolean=True, ordering="seen_at")
    def shown_alive(self, worker: Worker) -> bool:
        return worker.alive
