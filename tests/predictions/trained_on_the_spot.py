"""The one-call shortcuts without a queue: what is queued is trained when the call begins to wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from jobs.waiting import wait_for
from tests.conftest import Api
from training.models import TrainingRun
from training.runs import execution


def train_now(run_id: int) -> None:
    """What a worker does with a message."""
    run = TrainingRun.objects.get(pk=run_id)
    assert run.claim()
    execution.train(run.pk, run.attempt)


def fail_now(error: str, problems: list[dict[str, Any]]) -> Callable[[int], None]:
    """A worker whose runs end in a failure."""

    def fail(run_id: int) -> None:
        run = TrainingRun.objects.get(pk=run_id)
        assert run.claim()
        assert run.fail(error, problems=problems)

    return fail


def commit_and_wait(run: TrainingRun, seconds: int) -> bool:
    """A test's transaction is never committed, so what waits for the commit is called here."""
    callbacks, connection.run_on_commit = connection.run_on_commit, []
    for _, callback, _ in callbacks:
        callback()
    return wait_for(run, seconds)


def shortcut(api: Api, name: str, content: bytes, file_name: str = "sheet.csv", **fields: Any) -> Any:
    headers = {"Prefer": fields.pop("prefer")} if "prefer" in fields else {}
    return api("POST", f"/upload-train-{name}", fields, headers=headers, files={"file": (file_name, content)})
