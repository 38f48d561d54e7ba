"""What a call for scores takes: through Django's test client, and over HTTP from a running product."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from contract.asking import PREDICT
from contract.plain import plain
from predictions.job_execution import execute
from predictions.jobs import start_job
from predictions.services import Asked
from scoring.example import leads
from tests.benchmarks.tables import show
from tests.conftest import Api, upload
from tests.live.product import Product
from training.models import ModelVersion
from training.runs import execution
from training.runs.orders import RunOrder
from training.runs.services import start_run

pytestmark = pytest.mark.bench

CALLS = 50
LEADS = 7_000
COLUMNS = ["what", "ms (p50)", "ms (p95)"]
SIZES = {
    "1 row, 3 reasons": (1, 3),
    "1 row, no reasons": (1, 0),
    "2,000 rows, no reasons": (2_000, 0),
    "2,000 rows, 3 reasons": (2_000, 3),
}


def rows(count: int) -> list[dict[str, Any]]:
    frame = leads(count, seed=9).main.drop(columns="converted")
    return plain(frame.to_dict("records"))


def columns() -> dict[str, Any]:
    return {
        role: list(names) if isinstance(names, tuple) else names for role, names in leads().columns.items()
    }


def measured(what: str, call: Callable[[], Any], calls: int) -> list[Any]:
    call()
    taken = []
    for _ in range(calls):
        started = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - started))
    return [what, statistics.median(taken), statistics.quantiles(taken, n=20)[-1]]


@pytest.mark.parametrize("effort", ["fast", "best"])
def test_scores_in_one_process(effort: str, analyst: User, api: Api) -> None:
    upload(analyst, leads(LEADS).main.to_csv(index=False).encode(), "leads.csv")
    order = RunOrder(family="lead_scoring", dataset="leads", name="leads", columns=columns(), effort=effort)
    run = start_run(analyst, order)
    assert run.claim()
    execution.train(run.pk, run.attempt)
    version = ModelVersion.objects.get()

    def ask(body: dict[str, Any]) -> None:
        assert api("POST", "/score/lead", body).status_code == 200

    table = []
    for what, (count, reasons) in SIZES.items():
        body = {"rows": rows(count), "reasons": reasons}
        table.append(measured(what, partial(ask, body), CALLS if count == 1 else 5))
    job = start_job(analyst, Asked.of(version, PREDICT, {"rows": rows(20_000), "reasons": 3}))
    started = time.perf_counter()
    assert execute(job.pk) == "succeeded"
    table.append(["20,000 rows, 3 reasons, as a job", 1000 * (time.perf_counter() - started), None])
    show(f"Scores by {version.algorithm} (effort {effort}), {LEADS:,} leads learned from", COLUMNS, table)


@pytest.mark.parametrize("model", ["fast", "ensemble"])
def test_scores_over_http(model: str, tmp_path: Path) -> None:
    product = Product(tmp_path)
    try:
        product.start()
        content = leads(LEADS).main.to_csv(index=False).encode()
        product.call("POST", "/datasets", {"name": "leads"}, {"file": ("leads.csv", content)})
        order = {"family": "lead_scoring", "dataset": "leads", "columns": columns(), "model": model}
        assert product.wait(product.start_run(**order))["status"] == "succeeded"

        def ask(body: dict[str, Any]) -> None:
            status, answer = product.call("POST", "/score/lead", body)
            assert status == 200, json.dumps(answer)[:500]

        table = []
        for what, (count, reasons) in SIZES.items():
            body = {"rows": rows(count), "reasons": reasons}
            ask(body)  # Each of the two processes loads the model once.
            table.append(measured(what, partial(ask, body), CALLS if count == 1 else 5))
        show(f"Scores by {model} over HTTP, gunicorn with two processes", COLUMNS, table)
    finally:
        product.stop()
