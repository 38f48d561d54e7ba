"""The recipe of these tests is installed for each of them, and the queue takes its messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from contract import registry
from datasets.deriving import jobs
from datasets.models import DatasetVersion
from jobs import queue
from tests.conftest import upload
from tests.datasets.deriving.recipe import TILL, CustomersOfTransactions


@pytest.fixture(autouse=True)
def recipe() -> Iterator[CustomersOfTransactions]:
    made = CustomersOfTransactions()
    registry.register_derivation(made)
    yield made
    registry.unregister_derivation(made.key)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The derivations handed to the queue, which is always empty."""
    keys: list[int] = []
    monkeypatch.setattr(jobs, "enqueue", keys.append)
    monkeypatch.setattr(queue, "messages_waiting", lambda cluster: 0)
    return keys


@pytest.fixture
def till(analyst: User) -> DatasetVersion:
    return upload(analyst, TILL, "till.csv")
