"""What the queue calls by name. Every task is safe to run twice: rows are the truth."""

from __future__ import annotations


def execute_job(job_id: int) -> str:
    from predictions.job_execution import execute

    return execute(job_id)
