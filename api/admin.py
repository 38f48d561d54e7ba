from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from api.models import IdempotentCall
from audit.admin_cells import json_cell
from audit.admin_classes import ReadOnlyAdmin


@admin.register(IdempotentCall)
class IdempotentCallAdmin(ReadOnlyAdmin):
    list_display = ["key", "user", "status", "created_at"]
    list_filter = ["status", ("user", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["user"]
    search_fields = ["key", "user__username"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = ["key", "user", "status", "created_at", "fingerprint", "shown_headers", "shown_answer"]
    shown_headers = json_cell("headers")
    shown_answer = json_cell("answer")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("answer", "headers")
