"""The records of data: data sets, versions, expectations, choices for sheets, and imports."""

from datasets.models.expectations import Expectation
from datasets.models.imports import Import
from datasets.models.sources import SourceMemory
from datasets.models.versions import (
    Dataset,
    DatasetVersion,
    corrections_path,
    original_path,
    rejects_path,
    table_path,
)

__all__ = [
    "Dataset",
    "DatasetVersion",
    "Expectation",
    "Import",
    "SourceMemory",
    "corrections_path",
    "original_path",
    "rejects_path",
    "table_path",
]
