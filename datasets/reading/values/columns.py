"""Cells to typed columns. What one column proves (decimal mark, date order) helps the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from cells.conventions import Conventions, Kind
from cells.dates import DateTexts
from cells.day_numbers import days_of, days_of_texts
from cells.numbers import NumberTexts, currencies
from datasets.reading.options import ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError, ReadingQuestion, Reject
from datasets.reading.values import changes, disguised, marks, moments, notes
from datasets.reading.values.as_before import Known
from datasets.reading.values.code_columns import are_listed, are_names, became_dates, became_dates_finding
from datasets.reading.values.distinct import Cells
from datasets.reading.values.flagged import flag_findings, marks_of
from datasets.reading.values.given_missing import given_for
from datasets.reading.values.missing_words import absent_words, kept_words, taken_findings
from datasets.reading.values.notes import Place
from datasets.reading.values.survey import REPORTED_FROM, Survey, numeric, survey
from datasets.reading.values.typed import Typed

CONVERTED_FROM = 0.9  # share of filled cells that must be numbers (or dates) for a column to become one
FEWEST_DATES = 0.5  # share that must be dates that exist, where nearly all cells are written like dates
PERCENT_FROM = 0.9  # share of the numbers that must carry a percent sign
EXAMPLE_LENGTH = 40
UTC = "UTC"


def type_columns(
    raw: RawTable, options: ReadingOptions, known: Mapping[str, Conventions] | None = None
) -> Typed:
    """``known`` are the conventions of columns whose rows these are to join. Raises ReadingError for a column
    of dates of which most are impossible, and ReadingQuestion."""
    known = known or {}
    given = given_for(options.missing, raw.names)
    for name, before in known.items():
        given[name].values += [word for word in before.missing if word not in given[name].values]
    blanks = marks.blanks_by_column(options.blanks, raw.names)
    surveys = [
        _survey(raw, name, given[name].out_of_texts(column), known.get(name), blanks.get(name))
        for name, column in zip(raw.names, raw.columns, strict=True)
    ]
    typing = _Typing(raw, options, surveys, Known(known))
    values = {one.name: given[one.name].out_of_values(typing.values(one)) for one in surveys}
    for name, missing in given.items():
        typing.changes[name] += missing.changes()
    findings = [*typing.findings, *typing.known.findings, *disguised.in_values(values)]
    findings += taken_findings(raw.words, {one.name: one.taken for one in surveys})
    conventions = {
        one.name: Conventions(
            one.name,
            _kind_of(values[one.name]),
            missing=tuple(given[one.name].values),
            not_missing=kept_words(raw, one.name),
            **typing.written[one.name],
        )
        for one in surveys
    }
    return Typed(
        values,
        conventions,
        typing.found(),
        typing.known.decided(),
        findings,
        typing.rejects,
        typing.changes,
    )


def _survey(
    raw: RawTable, name: str, column: pa.Array, known: Conventions | None, blank: marks.Blank | None
) -> Survey:
    """Marks first: what they are takes the blank cells, too."""
    settled = blank is not None or (known is not None and known.blank_is_no)
    if settled or not raw.kinds_known:
        taken = name in raw.words and bool(raw.words[name].taken)
        if found := marks.marked(name, column, known, blank, taken):
            return Survey(name, ready=found.values, one_mark=found, changes=found.changes)
    return survey(name, column, not raw.kinds_known, known, kept_words(raw, name))


def _kind_of(values: Any) -> Kind:
    """As far as types tell: which texts are categories is seen later (``profiling``)."""
    kinds: dict[str, Kind] = {"M": "date", "b": "flag", "i": "number", "f": "number"}
    return kinds.get(values.dtype.kind, "text")


class _Typing:
    """Types the surveyed columns of one table and collects the findings."""

    def __init__(self, raw: RawTable, options: ReadingOptions, surveys: list[Survey], known: Known):
        self.known = known
        self.written: dict[str, dict[str, Any]] = {one.name: {} for one in surveys}
        self.row_numbers, self.options = raw.row_numbers, options
        self.row_sheets, self.kinds_known = raw.row_sheets, raw.kinds_known
        self.proven_decimal = _most_common(one.decimal for one in surveys)
        self.usual_decimal = "," if raw.options_used.get("delimiter") == ";" else "."
        orders = {one.order for one in surveys if one.order}
        self.proven_order = orders.pop() if len(orders) == 1 else None
        self.findings: list[Finding] = []
        self.rejects: list[Reject] = []
        self.changes = {one.name: list(one.changes) for one in surveys}

    def found(self) -> dict[str, Any]:
        found = {
            "decimal": self.options.decimal_mark or self.proven_decimal,
            "thousands": self.options.thousands,
            "date_order": self.options.date_order or self.proven_order,
            "missing": self.options.missing,
            "not_missing": self.options.not_missing,
            "blanks": self.options.blanks,
        }
        found |= {name: value for name, value in self.known.decided().items() if not found[name]}
        return {name: value for name, value in found.items() if value}

    def values(self, column: Survey) -> Any:
        cells = column.cells
        if column.shortened is not None:
            self.findings.append(notes.lost_digits(column.name, column.shortened))
        if column.ready is not None or cells is None:
            return self._ends(column.name, self._days(column.name, self._ready(column)))
        self.changes[column.name] += changes.mark_changes(cells)
        values = None
        if column.dates is not None:
            values = self._dates(column, cells, column.dates)
        elif column.numbers is not None and not are_names(column.name, cells, column.numbers):
            values = self._numbers(column, cells, column.numbers)
        if values is None:
            self.changes[column.name] += changes.space_changes(cells)
            self.findings += disguised.in_texts(column.name, cells)
            if (marked := became_dates(cells)).any():
                self.findings.append(became_dates_finding(self._place(column.name, cells, marked)))
            return cells.as_objects()
        self.changes[column.name] += changes.absent_changes(cells)
        column.taken = absent_words(cells)
        return self._ends(column.name, self._days(column.name, values))

    def _ends(self, name: str, values: Any) -> Any:
        """``values``, of dates with one day where there is no end."""
        if values is None or getattr(values, "dtype", np.dtype(bool)).kind != "M":
            return values
        known = self.known.conventions.get(name)
        values, never, findings = moments.without_end(name, values, known.no_end if known else ())
        if never:
            self.written[name] = {**self.written[name], "no_end": never}
        self.findings += findings
        return values

    def _ready(self, column: Survey) -> Any:
        """A column that its cells alone have settled."""
        if column.one_mark is not None:
            self.written[column.name] = marks.conventions_of(column.one_mark)
            self.findings += marks.findings(column.name, column.one_mark, self.known.conventions)
        elif column.yes or column.no:
            self.written[column.name] = {"yes": column.yes, "no": column.no}
        if column.decimal is not None:
            self.written[column.name] = {"decimal": column.decimal}
            self.known.decimal(column.name, column.decimal, True)
        if column.written and getattr(column.ready, "dtype", np.dtype(bool)).kind in "if":
            self.known.check_percent(column.name, False)
        return column.ready

    def _days(self, name: str, values: Any) -> Any:
        """``values``, or the days that they are the numbers of."""
        days = None if self.kinds_known else days_of(name, values)
        if days is None:
            return values
        found, first = values[~np.isnat(days)], days[~np.isnat(days)]
        self.findings.append(notes.day_numbers(name, found[0], first[0]))
        self.changes[name] = changes.day_number_changes(found, first)
        return days

    def _dates(self, column: Survey, cells: Cells, dates: DateTexts) -> Any:
        order = self._order(column, cells, dates)
        by_text = dates.read_as(order or "dmy")
        numbers = days_of_texts(cells.texts)
        by_text = np.where(np.isnat(by_text), numbers, by_text)
        valid = ~np.isnat(by_text)
        bad = ~valid & ~cells.absent
        impossible = bad & dates.written
        of_dates = cells.share(dates.written) >= CONVERTED_FROM and (impossible & dates.full_year).any()
        if cells.share(valid) < (FEWEST_DATES if of_dates else CONVERTED_FROM):
            if of_dates:
                place = self._place(column.name, cells, impossible)
                raise ReadingError([notes.bad_cells("impossible_date", place, notes.CORRECT)])
            self._report_mixture(column.name, cells, valid, "dates")
            return None
        if order is None:
            raise ReadingQuestion("date_order", column.name, moments.readings(cells, dates))
        swapped = int(cells.counts[dates.may_be_swapped(by_text)].sum())
        if swapped:
            self.findings.append(notes.swapped_dates(column.name, swapped))
        before = self.known.conventions.get(column.name)
        business = self.options.time_zone or UTC
        by_text, zone, said = moments.on_one_clock(
            column.name, cells, dates, by_text, before.zone if before else None, business
        )
        self.findings += [*said, *moments.fiscal_years(column.name, cells, dates)]
        self.written[column.name] = {"date_order": order or None, "zone": zone, "period": dates.period}
        for code, marked in (("impossible_date", impossible), ("not_a_date", bad & ~impossible)):
            self._reject(code, column.name, cells, marked)
        self.changes[column.name] += changes.date_changes(cells, by_text)
        return np.append(by_text, np.datetime64("NaT", "ns"))[cells.codes]

    def _order(self, column: Survey, cells: Cells, dates: DateTexts) -> str | None:
        """The order for one column: the one given if it fits, that of the rows that are there, what the
        column proves, or the table; "" where its cells fit any."""
        given = self.options.date_order
        if given and cells.share(~np.isnat(dates.read_as(given))) >= CONVERTED_FROM:
            return given
        known = self.known.date_order(column.name, dates, column.order, cells.counts)
        if known is not None:
            return known
        if column.order is not None:
            return column.order
        if self.proven_order not in ("dmy", "mdy"):
            return None
        self.findings.append(notes.guessed_date_order(column.name, self.proven_order))
        return self.proven_order

    def _numbers(self, column: Survey, cells: Cells, numbers: NumberTexts) -> Any:
        given = self.options.decimal_mark
        known = None if given else self.known.decimal(column.name, column.decimal, column.marked)
        settled = given or column.decimal or known or self.proven_decimal
        decimal = settled or self.usual_decimal
        by_text, valid = numbers.convert(decimal, self.options.thousands)
        others, strays = numbers.strays(valid, decimal)
        if strays.any():
            by_text, valid = np.where(strays, others, by_text), valid | strays
        percent = numbers.percent_texts() & valid
        all_percent = cells.share(percent) >= PERCENT_FROM * cells.share(valid) > 0
        if percent.any() and not all_percent:
            valid &= ~percent
            if cells.share(percent) >= REPORTED_FROM:
                self._report_mixture(column.name, cells, percent, "percentages")
        if cells.share(valid) < CONVERTED_FROM or are_listed(cells, valid):
            self._report_mixture(column.name, cells, valid, "numbers")
            return None
        if all_percent:
            by_text = by_text / 100
            self.findings.append(notes.percent(column.name))
        elif column.marked and not settled:
            self.findings.append(notes.guessed_decimal(column.name, decimal))
        self._reject("not_a_number", column.name, cells, ~valid & ~cells.absent)
        if strays.any():
            place = self._place(column.name, cells, strays)
            self.findings.append(notes.other_mark(place, by_text[strays][0], decimal))
        changed = changes.number_changes(cells, by_text, valid & ~strays, decimal, self.options.thousands)
        self.changes[column.name] += changed
        self.known.check_percent(column.name, all_percent)
        self.written[column.name] = {
            "decimal": decimal if column.marked else None,
            "thousands": changes.thousands_of(changed, cells, decimal),
            "percent": all_percent,
            "notes": marks_of(column.marks, valid),
        }
        self.findings += flag_findings(
            column.marks, valid, lambda marked: self._place(column.name, cells, marked)
        )
        if len(signs := currencies(cells.texts, valid)) > 1:
            self.findings.append(notes.several_currencies(column.name, signs))
        return numeric(np.append(by_text, by_text.dtype.type(0))[cells.codes], ~cells.rows(valid))

    def _reject(self, code: str, name: str, cells: Cells, bad: np.ndarray) -> None:
        """Keep the cells of the ``bad`` distinct texts as rejects, with one finding about them."""
        if not bad.any():
            return
        self.findings.append(notes.bad_cells(code, self._place(name, cells, bad)))
        texts, reason = cells.texts, notes.REASONS[code]
        for row in np.flatnonzero(cells.rows(bad)):
            text = texts[int(cells.codes[row])].as_py()
            number, sheet = int(self.row_numbers[row]), self._sheet(int(row))
            self.rejects.append(Reject(number, name, text, reason, sheet=sheet))

    def _report_mixture(self, name: str, cells: Cells, valid: np.ndarray, what: str) -> None:
        if cells.share(valid) >= REPORTED_FROM:
            place = self._place(name, cells, ~valid & ~cells.absent)
            self.findings.append(notes.mixture(what, place))

    def _place(self, name: str, cells: Cells, marked: np.ndarray) -> Place:
        rows = cells.rows(marked)
        first = int(np.argmax(rows))
        text = str(cells.texts[int(cells.codes[first])].as_py())
        number, sheet = int(self.row_numbers[first]), self._sheet(first)
        return Place(name, number, text[:EXAMPLE_LENGTH], int(rows.sum()), sheet)

    def _sheet(self, row: int) -> str | None:
        return None if self.row_sheets is None else self.row_sheets[row]


def _most_common(marks: Iterable[str | None]) -> str | None:
    counts = Counter(mark for mark in marks if mark)
    return counts.most_common(1)[0][0] if counts else None
