from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.models import IdempotentCall
from audit.admin_cells import json_cell, long_cell
from audit.admin_classes import ReadOnlyAdmin


@admin.register(IdempotentCall)
class IdempotentCallAdmin(ReadOnlyAdmin):
    list_display = ["shown_key", "user", "status", "created_at"]
    list_filter = ["status", ("user", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["user"]
    search_fields = ["key", "user__username"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = [
        "shown_key",
        "user",
        "status",
        "created_at",
        "shown_fingerprint",
        "shown_headers",
        "shown_answer",
    ]
    shown_headers = json_cell("headers", _("headers"))
    shown_answer = json_cell("answer", _("answer"))
    shown_key = long_cell("key", _("key"))
    shown_fingerprint = long_cell("fingerprint", _("fingerprint"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("answer", "content", "headers")
