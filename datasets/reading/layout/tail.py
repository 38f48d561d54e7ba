"""Rows at the end of a sheet that are not data: totals, and notes such as "Source: ...". Set aside."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from cells.numbers import number_texts
from cells.words import DATE, VALUE
from datasets.reading.layout.raw import keep_rows
from datasets.reading.outcome import Finding, RawTable, Reject
from datasets.reading.values.distinct import as_texts
from language.sentences import say, say_count

SEARCHED_ROWS = 20
COMPARED_ROWS = 200  # of data, above the tail
USUAL = 0.9  # share of rows that fill a column which a row of data does not leave empty
TOTAL = re.compile(
    r"(?:(?:grand|sub|overall|running|sous|zwischen|gesamt|eind)[- ]?)?"
    r"(?:total g[eé]n[eé]ral|total geral|totale complessivo|totals?|totale|totaal|sums?|summen?|suma|soma|"
    r"somme|gesamt|insgesamt|gesamtergebnis|zwischenergebnis|averages?|mittelwert|durchschnitt|moyenne)\b",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"\s*(?:[*†‡]|\(?\d\)|(?:source|sources|notes?|quellen?|anmerkung|hinweis|stand|fuente|nota|fonte|bron)\b)",
    re.IGNORECASE,
)
REASONS = {
    "total_rows": say("This is a row of totals; nothing to correct."),
    "footnotes": say("This is a note below the table; nothing to correct."),
}


@dataclass
class _Tail:
    """The last rows of a table as texts ("" is missing), and what the columns above them are like.

    A column is ``usual`` that hardly a row leaves empty, a ``key`` if it is usual and of words or dates,
    and ``valued`` if it is of numbers or dates. Rows of data alone stand before ``start``.
    """

    raw: RawTable
    rows: list[list[str]]
    start: int
    usual: list[bool]
    keys: list[bool]
    valued: list[bool]

    def is_apart(self, place: int) -> bool:
        """Whether a blank row comes before the row, or before it and others with a single cell."""
        while place > 0 and sum(map(bool, self.rows[place - 1])) == 1:
            place -= 1
        return place > 0 and not any(self.rows[place - 1])

    def is_note(self, row: list[str], after_blank: bool) -> bool:
        filled = [place for place, cell in enumerate(row) if cell]
        if any(VALUE.fullmatch(row[place]) for place in filled) or sum(self.usual) < 2:
            return False
        if NOTE.match(row[filled[0]]):
            return len(filled) <= max(1, len(row) // 2) and filled == list(range(filled[-1] + 1))
        return len(filled) == 1 and (after_blank or self.valued[filled[0]])

    def is_total(self, row: list[str], beside_total: bool) -> bool:
        """A label alone proves nothing, an item may be called so: it takes a missing key, or the sum."""
        first = next(place for place, cell in enumerate(row) if cell)
        label = row[first].strip().rstrip(":").rstrip()
        match = TOTAL.match(label)
        if match is None:
            return False
        exact = match.end() == len(label)
        words = [place for place, cell in enumerate(row) if cell and not VALUE.fullmatch(cell)]
        lacks = any(self.keys[place] and not cell for place, cell in enumerate(row))
        if words == [first] and (self.valued[first] or (exact and (lacks or beside_total))):
            return True
        return self._is_sum(row)

    def _is_sum(self, row: list[str]) -> bool:
        """Whether a number of the row is the sum of its column."""
        return any(
            _equals_sum(column.slice(0, self.start), cell)
            for column, cell in zip(self.raw.columns, row, strict=True)
            if cell and VALUE.fullmatch(cell)
        )


def set_tail_aside(raw: RawTable) -> RawTable:
    """The table without totals and notes at its end; they become rejects that need no correction."""
    tail = _tail_of(raw)
    if tail is None:
        return raw
    found: dict[int, str] = {}
    for place in range(len(tail.rows) - 1, -1, -1):
        row = tail.rows[place]
        if not any(row):
            continue
        after_blank = tail.is_apart(place)
        if tail.is_total(row, beside_total="total_rows" in found.values()):
            found[place] = "total_rows"
        elif tail.is_note(row, after_blank):
            found[place] = "footnotes"
        else:
            break
    if not found or len(found) == len(raw.row_numbers):
        return raw
    keep = np.ones(len(raw.row_numbers), dtype=bool)
    offset = len(raw.row_numbers) - len(tail.rows)
    keep[[offset + place for place in found]] = False
    rejects, findings = _told(raw, tail, found, offset)
    codes = {finding.code for finding in findings}
    before = [finding for finding in raw.findings if finding.code not in codes]
    return replace(keep_rows(raw, keep), rejects=[*raw.rejects, *rejects], findings=[*before, *findings])


def _tail_of(raw: RawTable) -> _Tail | None:
    total = len(raw.row_numbers)
    shown = min(SEARCHED_ROWS, total - 2)
    if shown < 1:
        return None
    rows = _texts(raw, total - shown, shown)
    last = next((place for place in range(len(rows) - 1, -1, -1) if any(rows[place])), None)
    if last is None or not _may_end(rows[last]):
        return None
    # Rows of data end where the first row begins that may be none.
    start = total - shown + next(i for i, row in enumerate(rows) if all(map(_may_end_or_blank, rows[i:])))
    above = [row for row in _texts(raw, max(0, start - COMPARED_ROWS), min(start, COMPARED_ROWS)) if any(row)]
    if len(above) < 2:
        return None
    usual, keys, valued = [], [], []
    for cells in zip(*above, strict=True):
        filled = [cell for cell in cells if cell]
        usual.append(len(filled) >= USUAL * len(above))
        valued.append(bool(filled) and sum(map(_is_value, filled)) >= USUAL * len(filled))
        keys.append(usual[-1] and (not valued[-1] or all(map(DATE.fullmatch, filled))))
    return _Tail(raw, rows, start, usual, keys, valued)


def _may_end(row: list[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) == 1 or bool(TOTAL.match(filled[0].strip())) or bool(NOTE.match(filled[0]))


def _may_end_or_blank(row: list[str]) -> bool:
    return not any(row) or _may_end(row)


def _is_value(cell: str) -> bool:
    return bool(VALUE.fullmatch(cell))


def _texts(raw: RawTable, start: int, length: int) -> list[list[str]]:
    columns = [
        [(cell or "").strip() for cell in as_texts(column.slice(start, length)).to_pylist()]
        for column in raw.columns
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _equals_sum(column: pa.Array, cell: str) -> bool:
    """The decimal mark is not known yet: one of the two has to fit."""
    texts = pa.concat_arrays([as_texts(column).drop_null(), pa.array([cell], pa.string())])
    numbers = number_texts(texts)
    for decimal in (".", ","):
        values, valid = numbers.convert(decimal, None)
        if valid[-1] and valid[:-1].any():
            amounts = values[:-1][valid[:-1]].astype(float)
            if np.isclose(amounts.sum(), float(values[-1]), rtol=1e-6, atol=0.011) and amounts.any():
                return True
    return False


def _told(
    raw: RawTable, tail: _Tail, found: dict[int, str], offset: int
) -> tuple[list[Reject], list[Finding]]:
    places = sorted(found)
    numbers = {place: int(raw.row_numbers[offset + place]) for place in places}
    delimiter = raw.options_used.get("delimiter", ",")
    rejects = [
        Reject(
            numbers[place], None, line_of(tail.rows[place], delimiter), REASONS[found[place]], mendable=False
        )
        for place in places
    ]
    findings = []
    for code in dict.fromkeys(found[place] for place in places):
        rows = [numbers[place] for place in places if found[place] == code]
        # Totals of groups were set aside before.
        earlier = [reject.row for reject in raw.rejects if reject.reason == REASONS[code]]
        findings.append(set_aside_finding(code, [*earlier, *rows]))
    return rejects, findings


def set_aside_finding(code: str, rows: list[int]) -> Finding:
    """``rows`` are the numbers of rows of totals, or of notes."""
    if code == "total_rows":
        message = say_count(
            "{count:integer} row of totals set aside: row {row}.",
            "{count:integer} rows of totals set aside, the first is row {row}.",
            len(rows),
            row=rows[0],
        )
    else:
        message = say_count(
            "{count:integer} note below the table set aside: row {row}.",
            "{count:integer} notes below the table set aside, the first is row {row}.",
            len(rows),
            row=rows[0],
        )
    return Finding(code, message, row=rows[0], count=len(rows))


def line_of(row: list[str], delimiter: str) -> str:
    """The cells as a line of a text file."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow(row)
    return buffer.getvalue()
