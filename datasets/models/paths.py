"""Where the files of a version lie in storage. Migrations know these functions by their names."""

from __future__ import annotations

from typing import Any

Version = Any  # DatasetVersion, which names these functions


def original_path(version: Version, filename: str) -> str:
    return f"datasets/{version.dataset_id}/{version.fingerprint}.original"


def table_path(version: Version, filename: str) -> str:
    return f"datasets/{version.dataset_id}/{version.fingerprint}.parquet"


def rejects_path(version: Version, filename: str) -> str:
    return f"datasets/{version.dataset_id}/{version.fingerprint}.rejects.csv"


def corrections_path(version: Version, filename: str) -> str:
    return f"datasets/{version.dataset_id}/{version.fingerprint}.corrections.json"
