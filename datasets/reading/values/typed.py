"""What comes of typing the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cells.conventions import Conventions
from datasets.reading.outcome import Change, Finding, Reject


@dataclass(frozen=True)
class Typed:
    """Typed values by column name, the marks and the date order found, and what there is to say.

    ``as_before`` are reading options that the rows that are there decided.
    """

    values: dict[str, Any]
    conventions: dict[str, Conventions]
    found: dict[str, Any]
    as_before: dict[str, str]
    findings: list[Finding]
    rejects: list[Reject]
    changes: dict[str, list[Change]]
