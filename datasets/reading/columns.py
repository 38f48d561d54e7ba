"""Cells to typed columns. What one column proves (decimal mark, date order) helps the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from datasets.reading.dates import DateTexts
from datasets.reading.numbers import NumberTexts, are_identifiers
from datasets.reading.options import ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError, ReadingQuestion
from datasets.reading.survey import REPORTED_FROM, Cells, Survey, numeric, survey
from language.sentences import say, say_count

CONVERTED_FROM = 0.9  # share of filled cells that must be numbers (or dates) for a column to become one
PERCENT_FROM = 0.9  # share of the numbers that must carry a percent sign
MOST_CODES, REPEATED_FROM = 20, 5  # distinct numbers at most, and rows per word, of a list of codes
EXAMPLE_LENGTH = 40
WHAT = {
    "not_a_number": say("no number"),
    "not_a_date": say("no date"),
    "impossible_date": say("no date that exists"),
}
LABELS = {"dmy": say("day first"), "mdy": say("month first"), "ymd": say("year first")}
MIXED = {"numbers": say("numbers"), "dates": say("dates")}
CORRECT = say("Correct these cells and upload the sheet again; nothing was kept.")
COUNT_AS_MISSING = say("Such cells count as missing; to use them, correct the sheet and upload it again.")


def type_columns(
    raw: RawTable, options: ReadingOptions
) -> tuple[dict[str, Any], dict[str, Any], list[Finding]]:
    """Values by column name, the marks and the date order found, and findings.

    Raises ReadingError for a column of dates with too many impossible ones, and ReadingQuestion.
    """
    surveys = [survey(name, column) for name, column in zip(raw.names, raw.columns, strict=True)]
    typing = _Typing(raw, options, surveys)
    values = {one.name: typing.values(one) for one in surveys}
    return values, typing.found(), typing.findings


class _Typing:
    """Types the surveyed columns of one table and collects the findings."""

    def __init__(self, raw: RawTable, options: ReadingOptions, surveys: list[Survey]):
        self.row_numbers, self.options = raw.row_numbers, options
        self.proven_decimal = _most_common(one.decimal for one in surveys)
        self.usual_decimal = "," if raw.options_used.get("delimiter") == ";" else "."
        orders = {one.order for one in surveys if one.order}
        self.proven_order = orders.pop() if len(orders) == 1 else None
        self.findings: list[Finding] = []

    def found(self) -> dict[str, Any]:
        found = {
            "decimal": self.options.decimal_mark or self.proven_decimal,
            "thousands": self.options.thousands,
            "date_order": self.options.date_order or self.proven_order,
        }
        return {name: value for name, value in found.items() if value}

    def values(self, column: Survey) -> Any:
        cells = column.cells
        if column.ready is not None or cells is None:
            return column.ready
        values = None
        if column.dates is not None:
            values = self._dates(column, cells, column.dates)
        elif column.numbers is not None and not are_identifiers(column.numbers, cells.counts):
            values = self._numbers(column, cells, column.numbers)
        return _texts(cells) if values is None else values

    def _dates(self, column: Survey, cells: Cells, dates: DateTexts) -> Any:
        order = self._order(column, cells, dates)
        by_text = dates.read_as(order or "dmy")
        valid = ~np.isnat(by_text)
        bad = ~valid & ~cells.absent
        impossible = bad & dates.written
        if cells.share(valid) < CONVERTED_FROM:
            if cells.share(dates.written) >= CONVERTED_FROM and (impossible & dates.full_year).any():
                raise ReadingError(
                    [self._bad_cells(column.name, cells, impossible, "impossible_date", CORRECT)]
                )
            self._report_mixture(column.name, cells, valid, "dates")
            return None
        if order is None:
            raise ReadingQuestion("date_order", column.name, _readings(cells, dates))
        for code, marked in (("impossible_date", impossible), ("not_a_date", bad & ~impossible)):
            if marked.any():
                self.findings.append(self._bad_cells(column.name, cells, marked, code))
        return np.append(by_text, np.datetime64("NaT", "ns"))[cells.codes]

    def _order(self, column: Survey, cells: Cells, dates: DateTexts) -> str | None:
        """The order for one column: the one given if it fits, what the column proves, or the table."""
        given = self.options.date_order
        if given and cells.share(~np.isnat(dates.read_as(given))) >= CONVERTED_FROM:
            return given
        if column.order is not None:
            return column.order or "dmy"
        if self.proven_order not in ("dmy", "mdy"):
            return None
        self._note(
            "guessed_date_order",
            column.name,
            say(
                "Column '{column}' fits two readings; it was read {order}, as the other dates of the sheet.",
                column=column.name,
                order=LABELS[self.proven_order],
            ),
            say("To read it otherwise, choose the order of dates (option {option}).", option="date_order"),
        )
        return self.proven_order

    def _numbers(self, column: Survey, cells: Cells, numbers: NumberTexts) -> Any:
        given = self.options.decimal_mark
        decimal = given or column.decimal or self.proven_decimal or self.usual_decimal
        by_text, valid = numbers.convert(decimal, self.options.thousands)
        percent = numbers.percent_texts() & valid
        all_percent = cells.share(percent) >= PERCENT_FROM * cells.share(valid) > 0
        if percent.any() and not all_percent:
            valid &= ~percent
        if cells.share(valid) < CONVERTED_FROM or _are_codes(cells, valid):
            self._report_mixture(column.name, cells, valid, "numbers")
            return None
        if all_percent:
            by_text = by_text / 100
            self._note(
                "percent",
                column.name,
                say("Column '{column}' holds percentages: 12 % was read as 0.12.", column=column.name),
            )
        elif column.marked and not (given or column.decimal or self.proven_decimal):
            self._note(
                "guessed_decimal",
                column.name,
                say(
                    "Column '{column}' fits two readings of its numbers; '{mark}' was taken for the decimal "
                    "mark.",
                    column=column.name,
                    mark=decimal,
                ),
                say("To read them otherwise, choose the decimal mark (option {option}).", option="decimal"),
            )
        bad = ~valid & ~cells.absent
        if bad.any():
            self.findings.append(self._bad_cells(column.name, cells, bad, "not_a_number"))
        return numeric(np.append(by_text, by_text.dtype.type(0))[cells.codes], ~cells.rows(valid))

    def _bad_cells(
        self, name: str, cells: Cells, bad: np.ndarray, code: str, remedy: str = COUNT_AS_MISSING
    ) -> Finding:
        row, count, example = self._first(cells, bad)
        message = say_count(
            "Column '{column}', row {row}: '{example}' is {what} ({count:integer} such cell).",
            "Column '{column}', row {row}: '{example}' is {what} ({count:integer} such cells).",
            count,
            column=name,
            row=row,
            example=example,
            what=WHAT[code],
        )
        return Finding(code, message, column=name, row=row, count=count, remedy=remedy)

    def _report_mixture(self, name: str, cells: Cells, valid: np.ndarray, what: str) -> None:
        """A column that stays text although at least half of its cells are ``what``: numbers, or dates."""
        if cells.share(valid) < REPORTED_FROM:
            return
        row, count, example = self._first(cells, ~valid & ~cells.absent)
        message = say_count(
            "Column '{column}' was read as text: {count:integer} cell of it holds no {what}, row {row}: "
            "'{example}'.",
            "Column '{column}' was read as text: {count:integer} cells of it hold no {what}, the first is "
            "row {row}: '{example}'.",
            count,
            column=name,
            what=MIXED[what],
            row=row,
            example=example,
        )
        remedy = say("Correct these cells if the column should hold {what}.", what=MIXED[what])
        self.findings.append(
            Finding(f"mixed_{what}", message, column=name, row=row, count=count, remedy=remedy)
        )

    def _first(self, cells: Cells, marked: np.ndarray) -> tuple[int, int, str]:
        """Of the marked cells: the sheet's row of the first, how many there are, and the first's text."""
        rows = cells.rows(marked)
        first = int(np.argmax(rows))
        text = str(cells.texts[int(cells.codes[first])].as_py())
        return int(self.row_numbers[first]), int(rows.sum()), text[:EXAMPLE_LENGTH]

    def _note(self, code: str, name: str, message: str, remedy: str = "") -> None:
        self.findings.append(Finding(code, message, column=name, remedy=remedy))


def _are_codes(cells: Cells, valid: np.ndarray) -> bool:
    """Whether few numbers stand beside words that come back again and again: 0, a, b, c."""
    words = ~valid & ~cells.absent
    return bool(words.any() and valid.sum() <= MOST_CODES and cells.counts[words].mean() >= REPEATED_FROM)


def _readings(cells: Cells, dates: DateTexts) -> list[dict[str, Any]]:
    """Both readings of an undecided column of dates, with up to three examples that differ."""
    day_first, month_first = dates.readings["dmy"], dates.readings["mdy"]
    differ = np.flatnonzero(day_first != month_first)[:3]
    texts = [cells.texts[int(position)].as_py() for position in dates.numeric[differ]]
    return [
        {
            "value": order,
            "label": LABELS[order],
            "examples": [
                {"text": text, "date": str(day.astype("datetime64[D]"))}
                for text, day in zip(texts, dates.readings[order][differ], strict=True)
            ],
        }
        for order in ("dmy", "mdy")
    ]


def _texts(cells: Cells) -> np.ndarray:
    texts = np.array([*cells.texts.to_pylist(), None], dtype=object)
    return texts[cells.codes]


def _most_common(marks: Iterable[str | None]) -> str | None:
    counts = Counter(mark for mark in marks if mark)
    return counts.most_common(1)[0][0] if counts else None
