"""The home page, and the two addresses for watchdogs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.permissions import administrators, may, needs
from api.pages import is_partial
from api.problems import plain_response
from audit.models import AuditEvent
from contract import registry
from home.attention import needs_attention
from home.cards import cards_of
from jobs import queue
from training.models import TrainedModel, TrainingRun, Worker
from training.runs.line import Line
from training.runs.models import ENDED
from training.versions.models import TrainedModelQuerySet

SHOWN = 8
# What people set for themselves is no news for others.
PRIVATE = ("preferences", "API token")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "alive"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers, and a worker that can train has been heard of."""
    try:
        clusters = set(Worker.objects.alive().values_list("cluster", flat=True))
    except Error:
        return plain_response(request, 503, "The database does not answer.")
    if "training" not in clusters:
        return plain_response(
            request,
            503,
            "No training worker is running. Start one: Q_CLUSTER_NAME=training python manage.py qcluster",
        )
    return JsonResponse({"status": "ready", "clusters": sorted(clusters)})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs attention, what is running, what is in use; the first steps if there is no model yet."""
    if not may(request.user, "datasets.view_dataset"):
        return render(request, "home/no_role.html", {"administrators": administrators()}, status=403)
    running = list(TrainingRun.objects.for_list().exclude(status__in=ENDED)[:SHOWN])
    if is_partial(request):
        return _running_part(request, running)
    models = list(_shown_models()[: SHOWN + 1])
    return render(
        request,
        "home/home.html",
        {
            "attention": needs_attention(models),
            "running": running,
            "line": Line(),
            "models": models,
            "cards": cards_of(models[:SHOWN]),
            "more_models": TrainedModel.objects.filter(archived=True).exists() or len(models) > SHOWN,
            "activity": AuditEvent.objects.exclude(object_type__in=PRIVATE)[:SHOWN],
            "families": registry.all_families(),
        },
    )


def _shown_models() -> TrainedModelQuerySet:
    """Pinned ones first; archived ones are in the list of models only."""
    return TrainedModel.objects.with_latest().filter(archived=False).order_by("-pinned", "-created_at", "-pk")


def _running_part(request: HttpRequest, running: list[TrainingRun]) -> HttpResponse:
    """What htmx asks for every second; the page is redrawn when the last run has ended."""
    response = render(request, "home/running.html", {"running": running, "line": Line()})
    if not running:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@needs("datasets.add_dataset")
def no_worker(request: HttpRequest) -> HttpResponse:
    """A part of the pages of waiting work: a sentence where no worker of the default cluster is alive."""
    alive = Worker.objects.alive().in_cluster(queue.DEFAULT).exists()
    return render(request, "training/no_worker.html", {"no_worker": not alive})
