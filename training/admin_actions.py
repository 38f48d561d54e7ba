from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.permissions import CHANGE_OTHERS, may

REPORT_FIELDS = ["manifest", "report", "metrics", "baseline"]
"""Of a model version. Too large to be read for every row of a list."""
CONFIRMATION = "admin/training/confirmation.html"


def may_manage(request: HttpRequest) -> bool:
    """Actions on many rows at once, whoever owns them."""
    return may(request.user, CHANGE_OTHERS) and may(request.user, "training.add_trainingrun")


def confirmed(request: HttpRequest) -> bool:
    return "confirmed" in request.POST


def ask_first(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    chosen: QuerySet[Any],
    title: str,
    question: str,
    lines: Iterable[str],
) -> TemplateResponse:
    """The page that asks before the action of ``request`` is done; ``lines`` name the chosen records."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "question": question,
        "lines": list(lines),
        "keys": [record.pk for record in chosen],
        "action": request.POST.get("action", ""),
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, CONFIRMATION, context)
