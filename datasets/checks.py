"""The check of a version: what is wrong or suspicious in its table, found once and cached for a while."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from datasets.models import DatasetVersion
from language.sentences import kept, revive

if TYPE_CHECKING:
    from pandas import DataFrame

CHECKED_CELLS = 2_000_000
"""Of the first rows: about a second's work."""
KEPT_FOR = 24 * 3600  # seconds
OF_ROWS = ("duplicates", "duplicates_but_name")
"""Findings whose examples are rows."""


@dataclass(frozen=True)
class CheckedColumns:
    """The column to predict, the dates, and the identifiers of rows or series. All optional."""

    target: str | None = None
    time: str | None = None
    keys: tuple[str, ...] = ()

    def unknown_in(self, version: DatasetVersion) -> list[str]:
        """The names that are not columns of ``version``."""
        named = [name for name in (self.target, self.time, *self.keys) if name]
        return [name for name in named if name not in version.kinds]


@dataclass(frozen=True)
class Checked:
    """``findings`` are ``checking.Finding.as_dict()``, the gravest first, of the first ``rows`` rows, called
    as in their sheet."""

    findings: list[dict[str, Any]]
    rows: int


def check_version(version: DatasetVersion, columns: CheckedColumns) -> Checked:
    """Versions never change, so what was found is kept. Raises FileNotFoundError where the table is gone."""
    rows = checked_rows(version)
    address = _address(version, columns, rows)
    found = cache.get(address)
    if found is None:
        found = _found(version, columns)
        cache.set(address, json.dumps(kept(found)), KEPT_FOR)
    else:
        found = revive(json.loads(found))
    return Checked(found, rows)


def checked_rows(version: DatasetVersion) -> int:
    """How many rows are looked at: the first, so that their numbers are those of the table."""
    return min(version.rows, max(1, CHECKED_CELLS // max(1, len(version.columns))))


def checked_frame(version: DatasetVersion) -> DataFrame:
    """The rows that are looked at. Raises FileNotFoundError where the table is gone."""
    rows = checked_rows(version)
    return version.frame(rows=rows if rows < version.rows else None)


def _found(version: DatasetVersion, columns: CheckedColumns) -> list[dict[str, Any]]:
    from datasets import checking

    found = checking.check(
        checked_frame(version), version.kinds, target=columns.target, time=columns.time, keys=_keys(columns)
    )
    return [_numbered(version, finding.as_dict()) for finding in found]


def _numbered(version: DatasetVersion, finding: dict[str, Any]) -> dict[str, Any]:
    """A finding whose rows are called as the sheet calls them."""
    if finding["row"] is not None:
        finding["row"] = version.row_number(finding["row"])
    if finding["code"] in OF_ROWS:
        finding["examples"] = [version.row_number(place) for place in finding["examples"]]
    for step in finding["steps"]:
        if "place" in step["params"]:
            step["params"]["row"] = version.row_number(step["params"].pop("place"))
    return finding


def _keys(columns: CheckedColumns) -> Sequence[str]:
    """A column that is the target or the dates names no rows."""
    return [name for name in columns.keys if name not in (columns.target, columns.time)]


def _address(version: DatasetVersion, columns: CheckedColumns, rows: int) -> str:
    text = json.dumps([version.fingerprint, columns.target, columns.time, columns.keys, rows])
    return f"check:{version.pk}:{hashlib.sha256(text.encode()).hexdigest()}"
