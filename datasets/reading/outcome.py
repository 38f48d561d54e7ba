"""What reading a file can end in: a table with findings, a refusal, or a question to the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from language.sentences import joined, say

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from pandas import DataFrame

    from datasets.reading.report import ImportReport

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

    ``message`` and ``remedy`` are sentences (language.sentences): kept, and said to each reader.
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
    found and ``reason`` a sentence. What is not ``mendable`` is no data, such as a row of totals.
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
    itself says what is a number, a date or text (dictionaries of text).
    """

    names: list[str]
    columns: list[pa.Array]
    row_numbers: np.ndarray
    options_used: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    row_sheets: np.ndarray | None = None
    kinds_known: bool = False

    def with_more(self, used: dict[str, Any], findings: list[Finding]) -> RawTable:
        """With more options used and findings, in front of those there are."""
        return replace(self, options_used={**used, **self.options_used}, findings=[*findings, *self.findings])


@dataclass(frozen=True)
class ReadTable:
    """A clean table. ``options_used`` names what was found or given: delimiter, encoding, sheet …

    ``rejects`` are the cells and rows that could not be read, in the order of the sheet; ``report`` says
    what was changed.
    """

    frame: DataFrame
    options_used: dict[str, Any]
    problems: list[Finding]
    rejects: list[Reject]
    report: ImportReport


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
                "'{name}' has {count:integer} {what} or more, at most {limit:integer} are allowed.",
                name=name,
                count=count,
                what=COUNTED[what],
                limit=limit,
            ),
            count=count,
            remedy=say("Split the file, or ask an administrator to raise the limit."),
        )


class ReadingQuestion(Exception):
    """A whole column fits two readings, or all the letters of a sheet (``column`` is None). ``readings`` are
    the values that ``option`` can be sent with.

    Each reading is ``{"value": "dmy", "label": "day first", "examples": [{"text", "date"}, ...]}``; those of
    letters have the same cells as examples: ``[{"text"}, ...]``. As text it names the option, for programs;
    pages ask with the readings.
    """

    def __init__(self, option: str, column: str | None, readings: Sequence[dict[str, Any]]):
        self.option, self.column, self.readings = option, column, list(readings)
        shown = " or ".join(
            f"{self._shown(reading['examples'][0])} ({option}={reading['value']})"
            for reading in self.readings
        )
        text = "The letters of this sheet" if column is None else self._of_column()
        super().__init__(f"{text} can be read as {shown}. Choose {option}.")

    def _of_column(self) -> str:
        return f"Column '{self.column}': '{self.readings[0]['examples'][0]['text']}'"

    def _shown(self, example: dict[str, str]) -> str:
        return f"'{example['text']}'" if self.column is None else example["date"]

    @property
    def message(self) -> str:
        if self.column is None:
            return say("The letters of this sheet can be read in more than one way.")
        return say("Column '{column}' can be read in more than one way.", column=self.column)
