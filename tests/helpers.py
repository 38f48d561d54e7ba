"""Training in the test's own process: the same functions that the worker's child calls."""

from __future__ import annotations

from typing import Any

from training.models import ModelVersion, TrainingRun
from training.runs import execution
from training.runs.orders import RunOrder
from training.runs.services import start_run


def run_here(actor: Any, order: RunOrder) -> TrainingRun:
    """Start a run and train it, without a queue. Returns it ended."""
    run = start_run(actor, order)
    assert run.claim()
    execution.train(run.pk, run.attempt)
    run.refresh_from_db()
    return run


def train_here(actor: Any, order: RunOrder) -> ModelVersion:
    run = run_here(actor, order)
    assert run.status == "succeeded", (run.error, run.log)
    return run.version
