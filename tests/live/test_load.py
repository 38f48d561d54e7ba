"""Both clusters and the web process on one SQLite file under load: nothing is lost to a lock."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.conftest import sales_csv
from tests.live.product import Product

pytestmark = pytest.mark.worker
THREADS, ROUNDS = 6, 3


def test_no_write_is_lost_to_a_lock(product: Product) -> None:
    said = len(product.output())
    dataset = product.upload(sales_csv(60))
    order = {
        "family": "slow",
        "dataset": dataset,
        "columns": {"target": "amount"},
        "settings": {"seconds": 0.1},
    }
    refused: list[Any] = []
    runs: list[int] = []

    def work(thread: int) -> None:
        for number in range(ROUNDS):
            name = f"load-{thread}-{number}"
            status, answer = product.call(
                "POST",
                "/datasets",
                {"name": name},
                {"file": (f"{name}.csv", sales_csv(30 + number + 7 * thread))},
            )
            if status != 201:
                refused.append((status, answer))
            status, answer = product.call("POST", "/runs", {**order, "name": name})
            if status != 202:
                refused.append((status, answer))
                continue
            runs.append(answer["id"])
            status, answer = product.call("DELETE", f"/datasets/{name}?force=true")
            if status != 204:
                refused.append((status, answer))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert len(runs) == THREADS * ROUNDS
    # A third of the runs is enough to keep the workers writing; the others are cancelled while they do.
    for pk in runs[::3] + runs[1::3]:
        product.call("POST", f"/runs/{pk}/cancel")
    for pk in runs:
        product.wait(pk, 240)
    assert "database is locked" not in product.output(said)
