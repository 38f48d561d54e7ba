"""Real clusters, real children, real kills: every run ends in a state that is true."""

from __future__ import annotations

import signal
import time

import pytest

from tests.live.product import Product

pytestmark = pytest.mark.worker
ROWS = b"amount\n" + b"".join(b"%d\n" % n for n in range(1, 40))


@pytest.fixture(scope="module")
def dataset(product: Product) -> str:
    return product.upload(ROWS)


def order(dataset: str, how: str = "steps", seconds: float = 0.0) -> dict[str, object]:
    return {
        "family": "slow",
        "dataset": dataset,
        "columns": {"target": "amount"},
        "settings": {"how": how, "seconds": seconds},
        "name": f"slow {how}",
    }


def test_a_run_succeeds(product: Product, dataset: str) -> None:
    run = product.wait(product.start_run(**order(dataset)))
    assert run["status"] == "succeeded", run
    assert run["progress"] == 100
    assert run["version"] == 1


def test_cancelling_works_inside_c_code_within_two_seconds(product: Product, dataset: str) -> None:
    pk = product.start_run(**order(dataset, "inside C"))
    product.wait_until_training(pk)
    time.sleep(1)
    asked = time.monotonic()
    assert product.call("POST", f"/runs/{pk}/cancel")[0] == 202
    run = product.wait(pk, 10)
    assert run["status"] == "cancelled"
    assert time.monotonic() - asked < 2.5
    assert product.call("POST", f"/runs/{pk}/cancel")[0] == 409


def test_cancelling_a_queued_run_ends_it_at_once(product: Product, dataset: str) -> None:
    first = product.start_run(**order(dataset, seconds=5))
    product.wait_until_training(first)
    second = product.start_run(**order(dataset))
    assert product.call("POST", f"/runs/{second}/cancel")[0] == 202
    assert product.run(second)["status"] == "cancelled"
    assert product.wait(first)["status"] == "succeeded"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("killed", "ran out of memory"),
        ("crash", "SIGSEGV"),
        ("exit", "code 7"),
        ("error", "told to fail"),
    ],
)
def test_the_death_of_the_child_is_a_sentence(
    product: Product, dataset: str, how: str, sentence: str
) -> None:
    run = product.wait(product.start_run(**order(dataset, how)))
    assert run["status"] == "failed"
    assert sentence in run["error"]
    assert run["trained_model"] is None


def test_a_run_survives_the_warm_process_it_came_from(product: Product, dataset: str) -> None:
    pk = product.start_run(**order(dataset, seconds=4))
    product.wait_until_training(pk)
    product.warm_process().send_signal(signal.SIGKILL)
    run = product.wait(pk)
    assert (run["status"], run["attempt"]) == ("succeeded", 1)
    following = product.wait(product.start_run(**order(dataset)))
    assert following["status"] == "succeeded", "the worker has started another warm process"


def test_a_killed_worker_gives_the_run_another_try(product: Product, dataset: str) -> None:
    pk = product.start_run(**order(dataset, seconds=8))
    product.wait_until_training(pk)
    worker, children = product.worker(), product.children()
    worker.send_signal(signal.SIGKILL)
    # Its children end with it, so that a training never goes on unwatched.
    product.until(
        lambda: not any(c.is_running() and c.status() != "zombie" for c in children), 10, "children live"
    )
    run = product.wait(pk, 180)
    assert run["status"] == "succeeded", run
    assert run["attempt"] == 2
    versions = product.call("GET", f"/models/{run['trained_model']}")[1]["versions"]
    assert len({v["number"] for v in versions}) == len(versions)


def test_a_killed_cluster_is_survived(product: Product, dataset: str) -> None:
    pk = product.start_run(**order(dataset, seconds=6))
    product.wait_until_training(pk)
    product.kill_group(product.processes["training"])
    assert product.run(pk)["status"] == "running"
    product.start_cluster("training")
    run = product.wait(pk, 180)
    assert (run["status"], run["attempt"]) == ("succeeded", 2)


def test_an_idle_worker_that_is_killed_does_not_stop_the_cluster_for_ever(
    product: Product, dataset: str
) -> None:
    product.worker().send_signal(signal.SIGKILL)
    pk = product.start_run(**order(dataset))
    main = product.processes["training"]
    # What a process manager does: it starts the cluster again when the watch has ended it.
    deadline = time.monotonic() + 240
    while product.run(pk)["status"] == "queued" and time.monotonic() < deadline:
        if main.poll() is not None:
            product.start_cluster("training")
            main = product.processes["training"]
        time.sleep(0.5)
    assert product.wait(pk)["status"] == "succeeded"
