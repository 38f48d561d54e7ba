"""The home page, and the two addresses that watchdogs ask."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import may
from api.pages import is_partial
from api.problems import plain_response
from audit.models import AuditEvent
from datasets.models import Dataset
from home.attention import needs_attention
from training import registry
from training.models import TrainedModel, TrainingRun, Worker
from training.models.runs import ENDED

SHOWN = 8


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
            "No training worker is alive. Start one: Q_CLUSTER_NAME=training python manage.py qcluster",
        )
    return JsonResponse({"status": "ready", "clusters": sorted(clusters)})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is there and what is going on; the first steps where there is nothing yet."""
    if not may(request.user, "datasets.view_dataset"):
        return render(request, "home/no_role.html", status=403)
    runs = TrainingRun.objects.for_list()
    running = list(runs.exclude(status__in=ENDED)[:SHOWN])
    if is_partial(request):
        return _running_part(request, running)
    models = list(TrainedModel.objects.with_latest()[:SHOWN])
    return render(
        request,
        "home/home.html",
        {
            "attention": needs_attention(models),
            "running": running,
            "recent": runs.filter(status__in=ENDED)[:SHOWN],
            "models": models,
            "datasets": Dataset.objects.with_latest()[:SHOWN],
            "activity": AuditEvent.objects.all()[:SHOWN],
            "families": registry.all_families(),
        },
    )


def _running_part(request: HttpRequest, running: list[TrainingRun]) -> HttpResponse:
    """What htmx asks for every second; the page is drawn anew when the last run has ended."""
    response = render(request, "home/running.html", {"running": running})
    if not running:
        response["HX-Refresh"] = "true"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_response(request, 400, "The request cannot be understood.")
    return render(request, "400.html", status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_response(request, 404, f"There is nothing at {request.path}.")
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_response(request, 500, "Something went wrong here; it has been written to the log.")
    return render(request, "500.html", status=500)
