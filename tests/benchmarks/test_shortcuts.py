"""The two inputs the product was asked for, end to end over HTTP and inside the run.

The reference is the service this product replaces, on the same inputs: 1.5 to 2.9 s and 46.9 KB for
the forecast, 0.18 to 0.22 s and 8.06 KB for the segments.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.tables import show
from tests.live.product import Product

pytestmark = pytest.mark.bench

REPEATS = 5
CASES = [
    ("forecast, 372 days", "/upload-train-forecast", "sales_forecasting_training.csv", {"horizon_days": 30}),
    ("forecast, 30 days", "/upload-train-forecast", "test_forecast.csv", {"horizon_days": 7}),
    (
        "segments, 50 rows",
        "/upload-train-segmentation",
        "customer_segmentation_training.csv",
        {"num_clusters": 5},
    ),
    ("segments, 10 rows", "/upload-train-segmentation", "test_segmentation.csv", {"num_clusters": 3}),
]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("bench"))
    try:
        yield running.start()
    finally:
        running.stop()


def measured(product: Product, path: str, content: bytes, name: str, fields: dict[str, Any]) -> list[Any]:
    """Medians of: seconds over HTTP, seconds of the run, seconds until the child trains; bytes; metrics."""
    http, inside, queued, answer, run, version = [], [], [], {}, {}, {}
    for repeat in range(REPEATS + 1):
        time.sleep(5)  # The next warm spare has time to import its libraries, as between two users.
        started = time.perf_counter()
        status, answer = product.call("POST", path, fields, {"file": (name, content)})
        seconds = time.perf_counter() - started
        assert status == 200, answer
        if repeat == 0:
            continue  # The first call imports pandas in the web process.
        http.append(seconds)
        run = product.run(answer["run"])
        inside.append(run["duration_seconds"])
        queued.append(_seconds_between(run["queued_at"], run["training_started_at"]))
        version = product.call("GET", f"/models/{answer['model']}/versions/{answer['version']}")[1]
    primary = "wape" if "forecast" in path else "silhouette"
    return [
        statistics.median(http),
        max(http),
        statistics.median(inside),
        statistics.median(queued),
        version["size"],
        f"{primary} {answer['metrics'][primary]:.3f} (baseline {answer['baseline'][primary]:.3f})",
    ]


def _seconds_between(start: str, end: str) -> float:
    from datetime import datetime

    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def test_the_two_shortcuts(product: Product, shared_data: Path) -> None:
    rows = []
    for label, path, name, fields in CASES:
        content = (shared_data / "seed" / name).read_bytes()
        rows.append([label, *measured(product, path, content, name, fields)])
    columns = [
        "input",
        "HTTP s (median)",
        "HTTP s (worst)",
        "run s",
        "queue to child s",
        "model bytes",
        "quality",
    ]
    show(f"One call, {REPEATS} repeats, effort fast", columns, rows)
