"""The front page of the admin: counts, current work, failures, disk use."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, F, Min, Model, Q, QuerySet, Sum, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from api.pages import is_partial
from datasets.models import Dataset, DatasetVersion
from home.admin_charts import DAYS, Chart, Series, bar_chart, per_day
from jobs.queue import TRAINING, messages_waiting
from predictions.models import PredictionLog
from training.models import ModelVersion, TrainedModel, TrainingRun, Worker
from training.runs.models import ENDED, Status

SHOWN = 8
FAILURES_FOR = timedelta(days=7)
ICONS = {Dataset: "table", TrainedModel: "category", TrainingRun: "schedule", User: "person"}
BLUE, RED, GREY = "var(--color-primary-500)", "var(--color-red-500)", "var(--color-base-400)"
# What rows of runs show; the log and the leaderboard may have megabytes.
RUN_FIELDS = (
    "name",
    "family",
    "status",
    "progress",
    "message",
    "error",
    "queued_at",
    "started_at",
    "heartbeat_at",
    "cancel_requested_at",
    "finished_at",
    "requested_by__username",
)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """unfold's DASHBOARD_CALLBACK: the figures that the user may see, or the plain index."""
    user = request.user
    if not user.has_perm("training.view_trainingrun"):
        return context
    partial = is_partial(request)
    wanted = {key: FIGURES[key] for key in NOW} if partial else FIGURES
    figures = {key: figure() for key, (permission, figure) in wanted.items() if user.has_perm(permission)}
    if not partial:
        figures["counts"] = counts(user)
    return {**context, "title": _("Dashboard"), "dashboard": figures, "partial": partial}


def counts(user: Any) -> list[dict[str, Any]]:
    """How many there are of what the user may see."""
    return [
        {
            "label": capfirst(model._meta.verbose_name_plural),
            "icon": icon,
            "number": model._default_manager.count(),
            "url": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        }
        for model, icon in ICONS.items()
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def _runs() -> QuerySet[TrainingRun]:
    return TrainingRun.objects.select_related("requested_by").only(*RUN_FIELDS)


def running() -> list[TrainingRun]:
    """The runs that train now, the longest first."""
    return list(_runs().filter(status=Status.RUNNING).order_by("started_at")[:SHOWN])


def queue() -> dict[str, Any]:
    """Runs that run and wait, seconds the oldest waits, messages not taken (None: no answer)."""
    waiting = Q(status=Status.QUEUED)
    found = TrainingRun.objects.filter(waiting | Q(status=Status.RUNNING)).aggregate(
        running=Count("pk", filter=Q(status=Status.RUNNING)),
        waiting=Count("pk", filter=waiting),
        oldest=Min("queued_at", filter=waiting),
    )
    seconds = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else None
    return {**found, "oldest_seconds": seconds, "messages": _messages()}


def _messages() -> int | None:
    """This page must open above all when Redis does not answer."""
    try:
        return messages_waiting()
    except RedisError:
        return None


def clusters() -> list[dict[str, Any]]:
    """Workers alive of each cluster, and how to start one."""
    alive = dict(Worker.objects.alive().order_by().values_list("cluster").annotate(Count("pk")))
    names = [settings.Q_CLUSTER["name"], *settings.Q_CLUSTER["ALT_CLUSTERS"]]
    return [
        {
            "name": name,
            "alive": alive.get(name, 0),
            "does": _("train models") if name == TRAINING else _("keep schedules, tidy up"),
            "command": f"Q_CLUSTER_NAME={name} python manage.py qcluster",
        }
        for name in names
    ]


def failures() -> dict[str, Any]:
    """Runs that failed in the last 7 days: how many, and the newest."""
    failed = _runs().filter(status=Status.FAILED, finished_at__gt=timezone.now() - FAILURES_FOR)
    return {"number": failed.count(), "runs": list(failed.order_by("-finished_at")[:SHOWN])}


def slowest_runs() -> list[TrainingRun]:
    """Of those that ended in the last 30 days."""
    ended = _runs().filter(
        status__in=ENDED, started_at__isnull=False, finished_at__gt=timezone.now() - timedelta(days=DAYS)
    )
    return list(ended.order_by((F("finished_at") - F("started_at")).desc())[:SHOWN])


def runs_chart() -> Chart:
    found = per_day(TrainingRun.objects.filter(status__in=ENDED), "finished_at", Count("pk"), F("status"))
    series = [
        Series(Status.SUCCEEDED, _("Done"), BLUE),
        Series(Status.FAILED, _("Failed"), RED),
        Series(Status.CANCELLED, _("Cancelled"), GREY),
    ]
    return bar_chart(_("Runs"), _("Runs that ended in the last 30 days: %(numbers)s."), found, series)


def predictions_chart() -> Chart:
    found = per_day(PredictionLog.objects.all(), "at", Sum("rows"), Value(""))
    words = _("Values predicted in the last 30 days: %(numbers)s.")
    return bar_chart(_("Predictions"), words, found, [Series("", _("Predictions"), BLUE)])


def uploads_chart() -> Chart:
    found = per_day(DatasetVersion.objects.all(), "created_at", Count("pk"), Value(""))
    words = _("Files uploaded in the last 30 days: %(numbers)s.")
    return bar_chart(_("Uploads"), words, found, [Series("", _("Uploads"), BLUE)])


# --- Disk use: every file of models and data sets ---

FOLDERS = ("datasets", "models", "results", "items")


def model_disk() -> dict[str, Any]:
    """Bytes of model, result and item files, and the models with the most."""
    return _disk(TrainedModel, ModelVersion.objects.values_list("model", "artifact", "results", "items"))


def dataset_disk() -> dict[str, Any]:
    """Bytes of the files uploaded and of the tables made of them, and the data sets with the most."""
    return _disk(
        Dataset, DatasetVersion.objects.values_list("dataset", "original", "table", "rejects", "corrections")
    )


def _disk(owners: type[Model], versions: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """``versions``: the owner's key, and the names of the files of each version."""
    sizes = stored_sizes()
    used: Counter[int] = Counter()
    files: Counter[int] = Counter()
    for owner, *names in versions:
        stored = [sizes[name] for name in names if name in sizes]
        used[owner] += sum(stored)
        files[owner] += len(stored)
    total = used.total()
    largest = [(owner, amount) for owner, amount in used.most_common(SHOWN) if amount]
    records = owners._default_manager.in_bulk([owner for owner, _ in largest])
    rows = [
        {
            "record": records[owner],
            "files": files[owner],
            "bytes": amount,
            "percent": 100 * amount / total,
            "url": reverse(f"admin:{owners._meta.app_label}_{owners._meta.model_name}_change", args=[owner]),
        }
        for owner, amount in largest
    ]
    return {"total": total, "rows": rows}


def stored_sizes() -> dict[str, int]:
    """Bytes of every file, by the name under which a record knows it."""
    root = Path(settings.MEDIA_ROOT)
    return {
        Path(folder, name).relative_to(root).as_posix(): Path(folder, name).stat().st_size
        for kind in FOLDERS
        for folder, _, names in os.walk(root / kind)
        for name in names
    }


# What the page asks for again every few seconds.
NOW = ("running", "queue", "clusters")
# Name in the templates -> who may see it, how it is found
FIGURES: dict[str, tuple[str, Callable[[], Any]]] = {
    "running": ("training.view_trainingrun", running),
    "queue": ("training.view_trainingrun", queue),
    "clusters": ("training.view_worker", clusters),
    "failures": ("training.view_trainingrun", failures),
    "slowest_runs": ("training.view_trainingrun", slowest_runs),
    "model_disk": ("training.view_trainedmodel", model_disk),
    "dataset_disk": ("datasets.view_dataset", dataset_disk),
    "runs_chart": ("training.view_trainingrun", runs_chart),
    "predictions_chart": ("predictions.view_predictionlog", predictions_chart),
    "uploads_chart": ("datasets.view_datasetversion", uploads_chart),
}
