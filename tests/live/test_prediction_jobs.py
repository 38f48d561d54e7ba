"""A job of thousands of rows whose whole cluster is killed is ended by the next one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scoring.example import leads
from tests.live.product import ENDED, Product
from training.exchange import plain

pytestmark = pytest.mark.worker
ROWS = 100_000


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("jobs"), web_workers=1)
    try:
        yield running.start()
    finally:
        running.stop()


def test_a_killed_cluster_loses_no_job(product: Product) -> None:
    data = leads()
    content = data.main.to_csv(index=False).encode()
    product.call("POST", "/datasets", {"name": "leads"}, {"file": ("leads.csv", content)})
    columns = {
        role: list(names) if isinstance(names, tuple) else names for role, names in data.columns.items()
    }
    run = product.start_run(family="lead_scoring", dataset="leads", name="leads", columns=columns)
    assert product.wait(run)["status"] == "succeeded"

    rows = plain(leads(ROWS).main.drop(columns="converted").to_dict("records"))
    status, job = product.call("POST", "/score/lead", {"rows": rows, "reasons": 5})
    assert (status, job["rows"]) == (202, ROWS)

    def now() -> dict[str, Any]:
        return dict(product.call("GET", f"/prediction-jobs/{job['id']}")[1])

    product.until(lambda: now()["progress"] > 0, 60, "the job did not start")
    product.kill_group(product.processes["default"])
    assert now()["status"] == "running"
    product.start_cluster("default")
    product.until(lambda: now()["status"] in ENDED, 240, "the job did not end")
    ended = now()
    assert ended["status"] == "succeeded", ended
    last = product.call("GET", f"{ended['result'].removeprefix('/api/v1')}?offset={ROWS - 1}")[1]
    assert (last["count"], last["results"][0]["row"], last["results"][0]["id"]) == (
        ROWS,
        ROWS,
        f"L{ROWS:04d}",
    )
