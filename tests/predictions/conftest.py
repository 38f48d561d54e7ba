from __future__ import annotations

import pytest

from predictions import shortcuts
from tests.predictions.trained_on_the_spot import commit_and_wait, train_now
from training import tasks


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trains each run in the test's own process, as soon as it is queued."""
    monkeypatch.setattr(tasks, "enqueue_run", train_now)
    monkeypatch.setattr(shortcuts, "wait_for", commit_and_wait)
