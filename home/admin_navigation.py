"""The admin's sidebar: every list under the word a person would look for, if they may see it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Heading -> model, icon
GROUPS = {
    _("Data"): {
        "datasets.Dataset": "table",
        "datasets.DatasetVersion": "history",
        "datasets.Expectation": "rule",
        "datasets.SourceMemory": "bookmark_manager",
        "datasets.Import": "upload_file",
        "datasets.Derivation": "account_tree",
    },
    _("Training"): {
        "training.TrainingRun": "schedule",
        "training.Draft": "edit_note",
        "training.TrainedModel": "category",
        "training.ModelVersion": "layers",
        "training.Alias": "bookmark",
        "training.Metric": "monitoring",
        "training.FamilySource": "input",
    },
    _("Predictions"): {
        "predictions.PredictionLog": "receipt_long",
        "predictions.Prediction": "query_stats",
        "predictions.PredictionJob": "pending_actions",
        "predictions.Contact": "call",
        "predictions.Session": "experiment",
        "predictions.SessionStep": "footprint",
    },
    _("People and access"): {
        "auth.User": "person",
        "auth.Group": "group",
        "accounts.Preferences": "tune",
        "accounts.ApiToken": "key",
        "axes.AccessAttempt": "lock",
        "axes.AccessLog": "login",
        "axes.AccessFailureLog": "gpp_bad",
    },
    _("Audit"): {"audit.AuditEvent": "fact_check", "api.IdempotentCall": "repeat"},
    _("Queue"): {
        "training.Worker": "memory",
        "django_q.OrmQ": "hourglass_empty",
        "django_q.Success": "check_circle",
        "django_q.Failure": "error",
        "django_q.Schedule": "event_repeat",
    },
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """unfold's SIDEBAR navigation."""
    front = {"title": _("Dashboard"), "icon": "dashboard", "link": reverse("admin:index")}
    groups = [
        {
            "title": title,
            "items": [_item(label, icon) for label, icon in models.items() if _seen(request, label)],
        }
        for title, models in GROUPS.items()
    ]
    return [{"items": [front]}, *(group for group in groups if group["items"])]


def _seen(request: HttpRequest, label: str) -> bool:
    """With Redis as the broker, the queue has no table to list."""
    model = apps.get_model(label)
    return admin.site.is_registered(model) and admin.site.get_model_admin(model).has_view_permission(request)


def _item(label: str, icon: str) -> dict[str, Any]:
    options = apps.get_model(label)._meta
    link = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return {"title": capfirst(options.verbose_name_plural), "icon": icon, "link": link}
