"""How refusals look over HTTP: those of ``api.refusals``, and results that are gone from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.problems import ApiProblem
from api.refusals import data_problem, refusals
from training.models import ModelVersion
from training.versions.services import FileMissing, results_table

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["data_problem", "refusals", "stored_results"]


def stored_results(version: ModelVersion, start: int = 0, stop: int | None = None) -> DataFrame:
    """``results_table`` with a missing file as a problem."""
    try:
        return results_table(version, start, stop)
    except FileMissing as missing:
        raise ApiProblem(410, f"{missing} Train the model again, or restore the file.") from None
