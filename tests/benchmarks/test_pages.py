"""What the server takes for each page where there is much, through Django's test client."""

from __future__ import annotations

import statistics
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from datasets.models import Dataset
from home.management.commands.setup import add_samples
from tests.benchmarks.tables import show, timed
from tests.many import make_many
from training.models import Draft, ModelVersion, TrainedModel, TrainingRun, Worker
from training.runs import execution
from training.versions.services import set_alias

pytestmark = pytest.mark.bench

REQUESTS = 20
PAGES = [
    "/",
    "/datasets",
    "/datasets?page=5",
    "/datasets/{dataset}/1",
    "/datasets/{dataset}/uses",
    "/ask",
    "/ask/{draft}/columns",
    "/ask/{draft}/settings",
    "/ask/{draft}/checks",
    "/ask/{draft}/effort",
    "/runs",
    "/runs?q=run&page=9",
    "/runs/{run}",
    "/runs/compare?run={run}&run={other}",
    "/models",
    "/models?page=5",
    "/models/{forecast}/",
    "/models/{segments}/",
    "/models/{segments}/1/rows",
    "/models/{forecast}/1/try",
    "/account",
    "/login",
    "/admin/",
    "/admin/training/trainingrun/",
    "/admin/training/modelversion/",
    "/admin/training/trainedmodel/",
    "/admin/datasets/dataset/",
    "/admin/audit/auditevent/",
    "/admin/training/trainingrun/{run}/change/",
    "/api/v1/runs",
    "/api/v1/models",
]


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root")


@pytest.fixture
def named(root: User) -> dict[str, object]:
    """1,000 runs, 200 models of three versions, 200 data sets; the addresses of some."""
    runs = add_samples(root)
    for run in runs:
        assert run.claim()
        execution.train(run.pk, run.attempt)
    forecast, segments = TrainedModel.objects.order_by("pk")
    versions = [ModelVersion.objects.get(model=model) for model in (forecast, segments)]
    for version in versions:
        set_alias(root, version, "production")
        make_many(root, version, datasets=100, models=100, runs=500)
    Worker.objects.create(cluster="training", host="here", pid=1, seen_at=timezone.now())
    run = TrainingRun.objects.get(pk=runs[0].pk)
    sheet = run.run_tables.get().version
    draft = Draft.objects.create(
        owner=root, version=sheet, family=run.family, columns=run.columns, name="Sales", reached="effort"
    )
    return {
        "dataset": Dataset.objects.earliest("pk").slug,
        "draft": draft.pk,
        "run": run.pk,
        "other": TrainingRun.objects.filter(family=run.family).latest("pk").pk,
        "forecast": forecast.slug,
        "segments": segments.slug,
    }


def test_pages(named: dict[str, object], root: User) -> None:
    client = Client()
    client.force_login(root)
    rows = []
    for path in PAGES:
        address = path.format_map(named)
        page = Client() if path == "/login" else client
        answer = page.get(address)  # Compiles the templates, imports the libraries.
        assert answer.status_code == 200, (address, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            page.get(address)
        queries = len(captured)
        taken = [timed(partial(page.get, address))[1:] for _ in range(REQUESTS)]
        wall, processor = (1000 * statistics.median(seconds) for seconds in zip(*taken, strict=True))
        rows.append([path, wall, processor, queries, len(answer.content) / 1024])
    columns = ["page", "ms (median)", "processor ms (median)", "queries", "KB"]
    show("Pages: 1,000 runs, 200 models, 200 data sets", columns, rows)
