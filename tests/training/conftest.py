"""Runs in any state, without a worker; training that costs no time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from contract import registry
from contract.family import Trained
from datasets.models import DatasetVersion
from jobs import queue
from tests.conftest import upload
from tests.side_tables import CLOSURES, ROUTES, known
from training.models import ModelVersion, RunTable, TrainingRun
from training.runs import services as run_services
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import keep


@pytest.fixture
def make_run(analyst: User) -> Callable[..., TrainingRun]:
    """Writes a run of the analyst straight into the database."""

    def make(**fields: Any) -> TrainingRun:
        run = TrainingRun.objects.create(
            **{"name": "customers", "family": "segmentation", "requested_by": analyst, **fields}
        )
        RunTable.objects.create(run=run, dataset_name="customers@1", sha256="0" * 64)
        return run

    return make


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs handed to the queue, which is always empty."""
    runs: list[int] = []
    monkeypatch.setattr(run_services, "enqueue_run", runs.append)
    monkeypatch.setattr(queue, "messages_waiting", lambda: 0)
    return runs


@pytest.fixture
def deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The family with side tables is installed."""
    known(monkeypatch)


@pytest.fixture
def routes(analyst: User) -> DatasetVersion:
    return upload(analyst, ROUTES, "routes.csv")


@pytest.fixture
def closures(analyst: User) -> DatasetVersion:
    return upload(analyst, CLOSURES, "closures.csv")


@pytest.fixture
def order(customers: DatasetVersion) -> RunOrder:
    return RunOrder(
        family="segmentation", dataset=customers.reference, name="customers", settings={"segments": 2}
    )


@pytest.fixture
def train_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Trained]], None]:
    """Puts a function in the place of the training of segments."""

    def replace(train: Callable[..., Trained]) -> None:
        family = type(registry.get("segmentation"))
        monkeypatch.setattr(family, "train", lambda self, data, plan, progress: train(progress))

    return replace


@pytest.fixture
def train_again(
    analyst: User, order: RunOrder, segments_of_customers: Trained
) -> Callable[..., ModelVersion]:
    """Another version of the model, of the same customers. Fields change the order."""

    def train(**fields: Any) -> ModelVersion:
        run = start_run(analyst, order.model_copy(update=fields))
        assert run.claim()
        return keep(run, plan_for(run.get_family(), run.settings, run.params), segments_of_customers)

    return train
