"""What needs attention: the list at the top of the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from training.models import TrainingRun, Worker
from training.runs.models import Status
from training.versions.health import health_of

LOOKED_BACK = timedelta(days=14)
SHOWN = 5


@dataclass(frozen=True)
class Attention:
    tone: str
    text: str
    remedy: str
    url: str
    action: str


def needs_attention(models: list[Any]) -> list[Attention]:
    """No worker, runs that failed and were not made good, models that are old or no better than guessing.

    ``models`` are of ``TrainedModel.objects.with_latest()``. Two queries, however much there is.
    """
    found = []
    if not Worker.objects.alive().in_cluster("training").exists():
        found.append(
            Attention(
                "bad",
                _("No worker is running: nothing can be trained."),
                _("Whoever runs Almanac can start one: make run starts it together with this page."),
                reverse("run-list"),
                _("See what is waiting"),
            )
        )
    found += [_of_failure(run) for run in _failed_runs()]
    return found + [attention for model in models if (attention := _of_model(model))][:SHOWN]


def _failed_runs() -> list[TrainingRun]:
    """The newest failure of each name, unless a later run of that name succeeded."""
    later = TrainingRun.objects.filter(name=OuterRef("name"), queued_at__gt=OuterRef("queued_at"))
    return list(
        TrainingRun.objects.filter(status=Status.FAILED, finished_at__gt=timezone.now() - LOOKED_BACK)
        .exclude(Exists(later.filter(status__in=[Status.SUCCEEDED, Status.FAILED])))
        .only("name", "error", "remedy", "queued_at")[:SHOWN]
    )


def _of_failure(run: TrainingRun) -> Attention:
    words = {"name": run.name, "error": run.error}
    return Attention(
        "bad",
        _("“%(name)s” failed: %(error)s") % words,
        str(run.remedy),
        run.get_absolute_url(),
        _("Open the run"),
    )


def _of_model(model: Any) -> Attention | None:
    if model.latest_at is None:
        return None
    found = health_of(
        model.get_family(),
        model.latest_metrics,
        model.latest_baseline,
        model.latest_at,
        model.latest_summary,
    )
    due = next((reason for reason in found.reasons if reason.due), None)
    if due is None:
        return None
    return Attention(
        due.tone,
        _("“%(name)s”: %(word)s.") % {"name": model.name, "word": due.word},
        due.text,
        model.get_absolute_url(),
        _("Open the model"),
    )
