"""What a version knows of its data: which column is what, and how the cells of each are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cells.conventions import Conventions
from contract.asking import Learned
from contract.data import MAIN
from contract.filters import Filter
from datasets.models import DatasetVersion
from training.models import ModelVersion, RunTable


def learned_of(version: ModelVersion) -> Learned:
    """Versions of earlier releases keep no conventions: theirs are those of the data sets, as long as these
    are there, and else what the model itself knows of its columns."""
    manifest = version.manifest
    kept = manifest.get("conventions")
    tables = _as_conventions(kept) if kept is not None else _of_datasets(version)
    filters = [Filter.model_validate(one) for one in manifest.get("filters", [])]
    return Learned(manifest.get("columns", {}), tables, filters)


def kept_conventions(
    tables: Mapping[str, DatasetVersion | None],
    columns: Mapping[str, Any],
    filters: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """How the cells of ``columns``, by role, and of those that ``filters`` look at are written in the data
    that a run reads: as JSON."""
    kept: dict[str, Any] = {}
    for key, version in tables.items():
        looked_at = [one["column"] for one in filters if one.get("table", MAIN) == key]
        names = list(dict.fromkeys([*_columns_of(key, columns), *looked_at]))
        found = version.conventions(names) if version is not None else {}
        kept[key] = [conventions.as_dict() for conventions in found.values()]
    return kept


def _columns_of(table: str, columns: Mapping[str, Any]) -> list[str]:
    names: list[str] = []
    for address, given in columns.items():
        of, _, role = address.rpartition(".")
        if (of or MAIN) == table and role:
            names += [given] if isinstance(given, str) else list(given or ())
    return list(dict.fromkeys(names))


def _of_datasets(version: ModelVersion) -> dict[str, dict[str, Conventions]]:
    if version.run_id is None:
        return {}
    read = RunTable.objects.filter(run=version.run_id).select_related("version__dataset")
    return {table.table: dict(table.version.conventions()) for table in read if table.version is not None}


def _as_conventions(kept: Mapping[str, Any]) -> dict[str, dict[str, Conventions]]:
    return {
        table: {entry["name"]: Conventions.from_dict(entry) for entry in entries}
        for table, entries in kept.items()
    }
