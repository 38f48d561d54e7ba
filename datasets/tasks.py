"""What the queue calls by name. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations


def execute_import(import_id: int) -> str:
    from datasets.ingest.import_execution import execute

    return execute(import_id)


def execute_derivation(derivation_id: int) -> str:
    from datasets.deriving.execution import execute

    return execute(derivation_id)


def look_after() -> dict[str, dict[str, int]]:
    """Once a minute, on the default cluster: lost jobs are found, old ones are forgotten."""
    from datasets.deriving.jobs import look_after as look_after_derivations
    from datasets.ingest.imports import look_after as look_after_imports

    return {"imports": look_after_imports(), "derivations": look_after_derivations()}
