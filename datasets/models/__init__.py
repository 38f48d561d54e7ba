"""The records of data: sets, their versions, and what was chosen for the sheets they came from."""

from datasets.models.sources import SourceMemory
from datasets.models.versions import Dataset, DatasetVersion, original_path, table_path

__all__ = ["Dataset", "DatasetVersion", "SourceMemory", "original_path", "table_path"]
