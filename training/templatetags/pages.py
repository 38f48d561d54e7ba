"""Template tags for the frame of every page: navigation, icons, badges of runs and models, durations."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from datasets.values import reference_in_words
from jobs.models import Job
from language.formats import duration
from training.models import TrainingRun
from training.runs.expected import Expectation, expectation, in_words
from training.runs.line import Line, Place
from training.runs.models import Status
from training.versions.health import Health, health_of

register = template.Library()
register.filter("sheet_words", reference_in_words)

LEAST_PROGRESS = 5
"""Percent from which on the time that is left can be told from the time taken."""

# url name, label, icon, permission that shows it ("" for everybody)
ENTRIES = (
    ("home", gettext_lazy("Home"), "home", ""),
    ("dataset-list", gettext_lazy("Data sets"), "table", ""),
    ("ask", gettext_lazy("Ask a question"), "question", "training.add_trainingrun"),
    ("run-list", gettext_lazy("Runs"), "clock", ""),
    ("model-list", gettext_lazy("Models"), "model", ""),
    ("api-docs", gettext_lazy("API docs"), "code", ""),
    ("bin", gettext_lazy("Bin"), "trash", "datasets.delete_dataset"),
)
# Pages of an entry whose addresses do not begin with its own.
ELSEWHERE = (
    *(("/imports/", "dataset-list"), ("/derivations/", "dataset-list")),
    *(("/jobs/", "model-list"), ("/sessions/", "model-list")),
)

STATUSES = {
    "queued": ("neutral", "clock", Status.QUEUED.label),
    "running": ("info", "turn", Status.RUNNING.label),
    "cancelling": ("warn", "turn", gettext_lazy("Cancelling")),
    "succeeded": ("good", "check", Status.SUCCEEDED.label),
    "failed": ("bad", "cross", Status.FAILED.label),
    "cancelled": ("neutral", "stop", Status.CANCELLED.label),
}


@register.inclusion_tag("parts/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The main navigation. The entry with the longest address that begins the page's is the current one."""
    request, user = context["request"], context["user"]
    entries: list[dict[str, Any]] = [
        {"url": reverse(name), "label": label, "icon": icon}
        for name, label, icon, permission in ENTRIES
        if not permission or user.has_perm(permission)
    ]
    path = next((reverse(name) for start, name in ELSEWHERE if request.path.startswith(start)), request.path)
    inside: list[str] = [entry["url"] for entry in entries if path.startswith(entry["url"])]
    current = max(inside, key=len, default="")
    if current == reverse("home") != request.path:
        current = ""
    return {"entries": entries, "current": current, "path": request.path}


@register.simple_tag
def bin_days() -> int:
    """For how long what is deleted can be restored."""
    return settings.BIN_DAYS


@register.inclusion_tag("parts/icon.html")
def icon(name: str) -> dict[str, str]:
    """A decorative icon; the word next to it carries the meaning."""
    return {"name": name}


@register.inclusion_tag("parts/status.html")
def status(value: str) -> dict[str, Any]:
    """A run's status as a badge: an icon and a word."""
    tone, icon_name, word = STATUSES.get(value, ("neutral", "stop", value))
    return {"value": value, "tone": tone, "icon": icon_name, "word": word}


@register.simple_tag
def model_health(model: Any) -> Health | None:
    """The state of a model, as a badge: of a row of ``TrainedModel.objects.with_latest()``; None where no
    version is left."""
    if model.latest_at is None:
        return None
    return health_of(
        model.get_family(),
        model.latest_metrics,
        model.latest_baseline,
        model.latest_at,
        model.latest_summary,
    )


@register.filter
def place_in(run: TrainingRun, line: Line) -> Place | None:
    """Where a run that waits stands in the line; None where it does not wait."""
    return line.place_of(run)


@register.filter
def expected_of(run: TrainingRun) -> Expectation | None:
    """How long a run was expected to take, for the bar of its progress."""
    return expectation(run)


@register.filter
def time_left(job: Job) -> str:
    """About 2 minutes left: of a job whose progress counts rows; "" while too few are done to tell."""
    if job.status != Status.RUNNING or job.progress < LEAST_PROGRESS:
        return ""
    left = (job.duration_seconds or 0) * (100 - job.progress) / job.progress
    return gettext("%(time)s left") % {"time": in_words(left)}


register.filter("duration", duration)
