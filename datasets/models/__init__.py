"""The records of data: sets, their versions, what was chosen for the sheets they came from, and imports."""

from datasets.models.imports import Import
from datasets.models.sources import SourceMemory
from datasets.models.versions import (
    Dataset,
    DatasetVersion,
    mends_path,
    original_path,
    rejects_path,
    table_path,
)

__all__ = [
    "Dataset",
    "DatasetVersion",
    "Import",
    "SourceMemory",
    "mends_path",
    "original_path",
    "rejects_path",
    "table_path",
]
