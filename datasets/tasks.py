"""What the queue calls by name. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations


def execute_import(import_id: int) -> str:
    from datasets.ingest.import_execution import execute

    return execute(import_id)


def look_after() -> dict[str, int]:
    """Once a minute, on the default cluster: lost imports are found, old ones are forgotten."""
    from datasets.ingest.imports import look_after as look_after_imports

    return look_after_imports()
