"""A real worker takes short runs before a long one that was asked for earlier."""

from __future__ import annotations

import pytest

from tests.live.product import Product

pytestmark = pytest.mark.worker
ROWS = b"amount\n" + b"".join(b"%d\n" % n for n in range(1, 40))


def test_short_runs_are_not_behind_a_long_one(product: Product) -> None:
    order = {"family": "slow", "dataset": product.upload(ROWS), "columns": {"target": "amount"}}
    trains = product.start_run(**order, name="trains", settings={"seconds": 4})
    product.wait_until_training(trains)
    long = product.start_run(**order, name="long", effort="best")
    short = [product.start_run(**order, name=f"short {number}") for number in range(2)]
    place = product.run(long)["queue"]
    assert (place["position"], place["waiting_for"]) == (3, [trains, *short])
    ended = [product.wait(pk) for pk in (trains, *short, long)]
    assert [run["status"] for run in ended] == ["succeeded"] * 4
    started = [run["started_at"] for run in ended]
    assert started == sorted(started)
