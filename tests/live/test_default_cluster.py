"""Jobs of the default cluster: imports of large sheets, and thousands of rows for a model. Whatever is under
way when the whole cluster is killed is ended by the next one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.plain import plain
from scoring.example import leads
from tests.conftest import IMPORT_JOB_BYTES
from tests.live.product import ENDED, Product

pytestmark = pytest.mark.worker
ROWS = 20_000
SHEET_ROWS = 600_000


@pytest.fixture(scope="module")
def large_sheet() -> bytes:
    """More than what is read while the uploader waits."""
    amounts = np.random.default_rng(1).normal(100, 20, SHEET_ROWS).round(4)
    sheet = pd.DataFrame({"line": np.arange(SHEET_ROWS), "amount": amounts}).to_csv(index=False).encode()
    assert len(sheet) > IMPORT_JOB_BYTES
    return sheet


class Job:
    """A job that a program follows by its address."""

    def __init__(self, product: Product, path: str, started: tuple[int, dict[str, Any]]):
        assert started[0] == 202, started
        self.product, self.address = product, f"{path}/{started[1]['id']}"

    def now(self) -> dict[str, Any]:
        return dict(self.product.call("GET", self.address)[1])

    def ended(self) -> dict[str, Any]:
        """As it stands once it has ended."""
        self.product.until(lambda: self.now()["status"] in ENDED, 240, f"{self.address} did not end")
        return self.now()


def test_a_killed_cluster_loses_no_scores(product: Product) -> None:
    data = leads()
    content = data.main.to_csv(index=False).encode()
    product.call("POST", "/datasets", {"name": "leads"}, {"file": ("leads.csv", content)})
    columns = {
        role: list(names) if isinstance(names, tuple) else names for role, names in data.columns.items()
    }
    run = product.start_run(family="lead_scoring", dataset="leads", name="leads", columns=columns)
    assert product.wait(run)["status"] == "succeeded"

    rows = plain(leads(ROWS).main.drop(columns="converted").to_dict("records"))
    asked = product.call("POST", "/score/lead", {"rows": rows, "reasons": 5})
    job = Job(product, "/prediction-jobs", asked)
    product.until(lambda: job.now()["progress"] > 0, 60, "the job did not start")
    product.kill_group(product.processes["default"])
    assert job.now()["status"] == "running"
    product.start_cluster("default")
    ended = job.ended()
    assert ended["status"] == "succeeded", ended
    last = product.call("GET", f"{ended['result'].removeprefix('/api/v1')}?offset={ROWS - 1}")[1]
    assert (last["count"], last["results"][0]["row"], last["results"][0]["id"]) == (
        ROWS,
        ROWS,
        f"L{ROWS:04d}",
    )


def test_a_killed_cluster_loses_no_import(product: Product, large_sheet: bytes) -> None:
    job = importing(product, "large", large_sheet)
    product.kill_group(product.processes["default"])
    assert job.now()["status"] == "running"
    product.start_cluster("default")
    ended = job.ended()
    assert ended["status"] == "succeeded", ended
    version = product.call("GET", ended["version"].removeprefix("/api/v1"))[1]
    assert version["rows"] == SHEET_ROWS
    assert [column["name"] for column in version["columns"]] == ["line", "amount"]


def test_a_cancelled_import_keeps_nothing(product: Product, large_sheet: bytes) -> None:
    job = importing(product, "other", large_sheet.replace(b"line,amount", b"number,amount", 1))
    assert product.call("POST", f"{job.address}/cancel")[0] == 202
    ended = job.ended()
    assert (ended["status"], ended["version"]) == ("cancelled", None)
    assert product.call("GET", "/datasets/other")[0] == 404


def importing(product: Product, name: str, sheet: bytes) -> Job:
    """An import that has just begun."""
    started = product.call("POST", "/datasets", {"name": name}, {"file": (f"{name}.csv", sheet)})
    job = Job(product, "/imports", started)
    product.until(lambda: job.now()["status"] == "running", 60, "the import did not start")
    return job
