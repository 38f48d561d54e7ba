"""The records of data: data sets, versions, expectations, choices for sheets, imports and derivations."""

from datasets.models.derivations import Derivation, DerivationInput
from datasets.models.expectations import Expectation
from datasets.models.imports import Import, SourceMemory
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
    "Derivation",
    "DerivationInput",
    "Expectation",
    "Import",
    "SourceMemory",
    "corrections_path",
    "original_path",
    "rejects_path",
    "table_path",
]
