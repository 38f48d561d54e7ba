from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.admin_classes import ReadOnlyAdmin
from training.models import Worker


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
