"""What an import did, to show with it: rows set aside, and what was changed in each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from datasets.reading.outcome import Finding
from language.sentences import say

EXAMPLES = 3
EXAMPLE_LENGTH = 60
MISSING = say("missing")
YES_OR_NO = {True: say("yes"), False: say("no")}
CHANGES = {
    "spaces": say("spaces around text removed"),
    "text_marks": say("marks that force a value to be text removed"),
    "percent": say("percent signs read"),
    "money": say("currency signs removed"),
    "thousands": say("thousands separators removed"),
    "decimal": say("decimal commas read"),
    "negative": say("brackets or a trailing minus sign read as negative"),
    "dates": say("dates read"),
    "serial_dates": say("days written as numbers read as dates"),
    "yes_no": say("words read as yes or no"),
    "missing_words": say("words that mean “not known” treated as missing"),
    "missing_given": say("values treated as missing, as requested"),
}
SET_ASIDE = {
    "empty_rows": say("empty rows"),
    "too_many_cells": say("rows with too many cells"),
    "total_rows": say("rows of totals"),
    "footnotes": say("notes below the table"),
    "comment_lines": say("comment lines"),
    "repeated_names": say("rows that repeat the column names"),
    "rules": say("ruled lines"),
}


@dataclass(frozen=True)
class Change:
    """One kind of change (a key of ``CHANGES``) in one column, with up to three (as found, as kept)."""

    code: str
    count: int
    examples: list[tuple[str, str]]

    def as_dict(self) -> dict[str, Any]:
        examples = [{"found": found, "kept": kept} for found, kept in self.examples]
        return {"code": self.code, "what": CHANGES[self.code], "count": self.count, "examples": examples}


@dataclass(frozen=True)
class ImportReport:
    """Rows read (kept and set aside), rows set aside by the code of the reason, changes by column.

    Columns have their names in the sheet; ``names`` are those of them that were replaced, with the new ones.
    """

    rows_read: int
    rows_kept: int
    set_aside: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[Change]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As JSON; its texts are sentences (language.sentences)."""
        return {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "rows_set_aside": self.rows_read - self.rows_kept,
            "set_aside": [
                {"code": code, "reason": SET_ASIDE[code], "count": count}
                for code, count in self.set_aside.items()
            ],
            "columns": [
                {"column": name, "changes": [change.as_dict() for change in changes]}
                for name, changes in self.columns.items()
            ],
            "names": [{"column": column, "found": found} for found, column in self.names.items()],
        }


def import_report(
    rows_kept: int, findings: Sequence[Finding], changes: dict[str, list[Change]]
) -> ImportReport:
    """The findings already say which rows were set aside; here they are added up."""
    set_aside: dict[str, int] = {}
    for finding in findings:
        if finding.code in SET_ASIDE:
            set_aside[finding.code] = set_aside.get(finding.code, 0) + (finding.count or 0)
    changed = {name: found for name, found in changes.items() if found}
    return ImportReport(rows_kept + sum(set_aside.values()), rows_kept, set_aside, changed)


def change(code: str, texts: pa.Array, counts: np.ndarray, marked: np.ndarray, kept: Any) -> list[Change]:
    """The change of the ``marked`` among the distinct ``texts``, as a list of one; empty where none is.

    ``counts`` are the rows of each text. ``kept`` has the value kept of each text, or one for all.
    """
    at = np.flatnonzero(marked)
    if not len(at):
        return []
    examples = [
        (
            texts[int(place)].as_py()[:EXAMPLE_LENGTH],
            as_shown(kept if isinstance(kept, str) else kept[int(place)]),
        )
        for place in at[:EXAMPLES]
    ]
    return [Change(code, int(counts[at].sum()), examples)]


def as_shown(value: Any) -> str:
    """A value kept, as an example of a change."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return YES_OR_NO[bool(value)]
    if isinstance(value, np.datetime64):
        second = str(value.astype("datetime64[s]")).replace("T", " ")
        return second.removesuffix(" 00:00:00")
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)
