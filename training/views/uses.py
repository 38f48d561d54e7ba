"""What was made from a data set: a part of its page that the data set app cannot know."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from datasets.models import Dataset
from training.models import ModelVersion, TrainingRun

SHOWN = 50


@require_GET
@needs("training.view_trainingrun")
def uses(request: HttpRequest, slug: str) -> HttpResponse:
    dataset = get_object_or_404(Dataset, slug=slug)
    versions = (
        ModelVersion.objects.filter(run__run_tables__version__dataset=dataset)
        .select_related("model", "run")
        .prefetch_related("run__run_tables")
        .defer("report", "manifest")
        .distinct()[:SHOWN]
    )
    runs = TrainingRun.objects.filter(run_tables__version__dataset=dataset).distinct().count()
    return render(request, "training/uses.html", {"versions": versions, "runs": runs, "dataset": dataset})
