"""The possible results of reading a file: a table with findings, a refusal, or a question to the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cells.conventions import Conventions
from language.sentences import joined, say

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from pandas import DataFrame

    from datasets.reading.values.column_words import ColumnWords


COUNTED = {
    "rows": say("rows"),
    "columns": say("columns"),
    "cells": say("cells"),
    "unpacked_bytes": say("unpacked bytes"),
}


@dataclass(frozen=True)
class Finding:
    """Something the reader noticed. ``row`` counts as the sheet does: its first row is 1. ``value`` is the
    text that it is about, where a program may act on it.

    ``message`` and ``remedy`` are sentences (language.sentences): kept, and shown to each reader.
    """

    code: str
    message: str
    column: str | None = None
    row: int | None = None
    count: int | None = None
    remedy: str = ""
    value: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell that counts as missing because it could not be read, or a row that was set aside.

    ``row`` counts as the sheet does, ``column`` is None for a whole row, ``value`` is the text as it was
    found and ``reason`` a sentence. What is not ``mendable`` is not data, such as a row of totals.
    ``sheet`` is named where several sheets of a workbook were stacked.
    """

    row: int
    column: str | None
    value: str
    reason: str
    mendable: bool = True
    sheet: str | None = None


@dataclass(frozen=True)
class RawTable:
    """Cells before they are typed: one Arrow array per column, with the sheet's row number of each row.

    ``row_sheets`` has the name of each row's sheet, where several were stacked. ``kinds_known``: the file
    itself says what is a number, a date or text (dictionaries of text). ``words`` are those for missing.
    """

    names: list[str]
    columns: list[pa.Array]
    row_numbers: np.ndarray
    options_used: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    row_sheets: np.ndarray | None = None
    kinds_known: bool = False
    words: Mapping[str, ColumnWords] = field(default_factory=dict)

    def with_more(self, used: dict[str, Any], findings: list[Finding]) -> RawTable:
        """With more options used and findings, in front of those there are."""
        return replace(self, options_used={**used, **self.options_used}, findings=[*findings, *self.findings])


@dataclass(frozen=True)
class ReadTable:
    """A clean table. ``options_used`` names what was found or given: delimiter, encoding, sheet …

    ``row_numbers`` are those of the sheet. ``rejects`` are the cells and rows that could not be read, in its
    order; ``report`` says what was changed. ``conventions`` are how the cells of each column are written;
    ``as_before`` has the reading options that say what the conventions of earlier rows have decided.
    """

    frame: DataFrame
    row_numbers: np.ndarray
    options_used: dict[str, Any]
    problems: list[Finding]
    rejects: list[Reject]
    report: ImportReport
    conventions: dict[str, Conventions] = field(default_factory=dict)
    as_before: dict[str, str] = field(default_factory=dict)


class ReadingError(Exception):
    """The file cannot be read as a table, or an option is wrong. Carries the findings that say why."""

    def __init__(self, findings: Sequence[Finding]):
        self.findings = list(findings)
        super().__init__(joined(text for f in self.findings for text in (f.message, f.remedy)))

    @classmethod
    def of(cls, code: str, message: str, **place: Any) -> ReadingError:
        return cls([Finding(code, message, **place)])

    @classmethod
    def too_many(cls, what: str, name: str, count: int, limit: int) -> ReadingError:
        """The refusal of too many of ``COUNTED``; ``count`` is a lower bound."""
        return cls.of(
            f"too_many_{what}",
            say(
                "'{name}' has {count:integer} {what} or more; at most {limit:integer} are allowed.",
                name=name,
                count=count,
                what=COUNTED[what],
                limit=limit,
            ),
            count=count,
            remedy=say("Split the file, or ask an administrator to raise the limit."),
        )


class ReadingQuestion(Exception):
    """A whole column fits two readings, or all the letters of a sheet (``column`` is None), or only the user
    can say what else ``said`` asks. ``readings`` are the values that ``option`` can be sent with.

    Each reading is ``{"value": "dmy", "label": "day first", "examples": [{"text", "date"}, ...]}``; those of
    letters have the same cells as examples: ``[{"text"}, ...]``; others have the number of rows as "count".
    As text it names the option, for programs; pages ask with the readings.
    """

    def __init__(
        self, option: str, column: str | None, readings: Sequence[dict[str, Any]], said: str | None = None
    ):
        self.option, self.column, self.readings, self.said = option, column, list(readings), said
        if said is not None:
            super().__init__(f"{said} Choose {self._choices()}.")
            return
        shown = " or ".join(
            f"{self._shown(reading['examples'][0])} ({option}={reading['value']})"
            for reading in self.readings
        )
        text = "The letters of this sheet" if column is None else self._of_column()
        super().__init__(f"{text} can be read as {shown}. Choose {option}.")

    def _choices(self) -> str:
        return " or ".join(f"{self.option}={one['value']} ({one['label']})" for one in self.readings)

    def _of_column(self) -> str:
        return f"Column '{self.column}': '{self.readings[0]['examples'][0]['text']}'"

    def _shown(self, example: dict[str, str]) -> str:
        return f"'{example['text']}'" if self.column is None else example["date"]

    @property
    def message(self) -> str:
        if self.said is not None:
            return self.said
        if self.column is None:
            return say("The letters of this sheet can be read in more than one way.")
        return say("Column '{column}' can be read in more than one way.", column=self.column)


# --- What an import did, to be shown beside it: rows set aside, and what was changed in each column ---

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
    "second_table": say("rows of another table below"),
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
