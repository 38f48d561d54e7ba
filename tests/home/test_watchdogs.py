"""``/healthz`` and ``/readyz``: what a watchdog is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from jobs.models import ALIVE_FOR
from training.models import Worker


def worker(cluster: str, silent_for: timedelta = timedelta(0), pid: int = 1) -> None:
    Worker.objects.create(cluster=cluster, host="here", pid=pid, seen_at=timezone.now() - silent_for)


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_with_a_training_worker(db: None, client: Client) -> None:
    worker("training")
    worker("default", pid=2)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "clusters": ["default", "training"]}


@pytest.mark.parametrize(
    "workers",
    [
        [],
        [("default", timedelta(0))],
        [("training", ALIVE_FOR + timedelta(seconds=1))],
    ],
    ids=["none", "only the other cluster", "silent for too long"],
)
def test_not_ready_without_a_live_one(workers: list[Any], db: None, client: Client) -> None:
    for cluster, silent_for in workers:
        worker(cluster, silent_for)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "qcluster" in answer.json()["detail"]


@pytest.mark.parametrize("failure", [OperationalError("no route to db.internal"), InterfaceError("closed")])
def test_not_ready_without_a_database(
    failure: Exception, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise failure

    monkeypatch.setattr(Worker.objects, "alive", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The database does not answer."
