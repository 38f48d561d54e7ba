"""The notice that no worker is running, for pages whose app does not know the workers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from jobs import queue
from training.models import Worker


@require_GET
@needs("datasets.add_dataset")
def no_worker(request: HttpRequest) -> HttpResponse:
    """A sentence where no worker of the default cluster is alive; else nothing."""
    alive = Worker.objects.alive().in_cluster(queue.DEFAULT).exists()
    return render(request, "training/no_worker.html", {"no_worker": not alive})
