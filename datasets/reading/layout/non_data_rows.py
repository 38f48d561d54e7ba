"""Non-data rows inside a table: repeated headers, rules, subtotals.

They are set aside. Reports that hold rules or totals of groups are made for readers, so that very long tables
are searched for repeated names alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cells.words import RULE
from datasets.reading.corrections import Correction, apply_corrections
from datasets.reading.layout.raw import drop_empty_rows, drop_unnamed_empty_columns, keep_rows
from datasets.reading.layout.subtotals import cells_at, subtotals_of
from datasets.reading.layout.tail import REASONS as TOTAL_REASONS
from datasets.reading.layout.tail import line_of, set_aside_finding, set_tail_aside
from datasets.reading.outcome import Finding, RawTable, Reject
from datasets.reading.values.missing_words import WordRules
from language.sentences import say, say_count

LONGEST_REPORT = 200_000  # rows
RULE_STARTS = r"^\s*[-=_+:*]{2}"
REASONS = {
    "repeated_names": say("This row repeats the column names; nothing to correct."),
    "rules": say("This is a ruled line; nothing to correct."),
    "total_rows": TOTAL_REASONS["total_rows"],
}


def set_between_aside(raw: RawTable) -> RawTable:
    """The table without such rows; they become rejects that need no correction."""
    kinds: list[tuple[str, Callable[[RawTable], dict[int, list[str]]]]] = [("repeated_names", _names_again)]
    if len(raw.row_numbers) <= LONGEST_REPORT:
        kinds += [("rules", _rules), ("total_rows", subtotals_of)]
    for code, find in kinds:
        found = find(raw)
        if found and len(found) < len(raw.row_numbers):
            raw = _without(raw, code, found)
    return raw


def _without(raw: RawTable, code: str, found: dict[int, list[str]]) -> RawTable:
    keep = np.ones(len(raw.row_numbers), dtype=bool)
    keep[list(found)] = False
    delimiter = raw.options_used.get("delimiter", ",")
    numbers = [int(raw.row_numbers[place]) for place in found]
    rejects = [
        Reject(number, None, line_of(cells, delimiter), REASONS[code], mendable=False)
        for number, cells in zip(numbers, found.values(), strict=True)
    ]
    return replace(
        keep_rows(raw, keep),
        rejects=[*raw.rejects, *rejects],
        findings=[*raw.findings, _finding(code, numbers)],
    )


def _names_again(raw: RawTable) -> dict[int, list[str]]:
    """Rows in which the columns hold their names. No row may hold one of them alone: in some sheets of
    answers, "Red" below Red means that it was ticked."""
    places = _marked(raw, lambda column, name: pc.equal(column, name))
    repeated = 0
    for name, column in zip(raw.names, raw.columns, strict=True):
        if not len(places):
            return {}
        cells = column.take(pa.array(places))
        if cells.null_count == len(cells):  # such as a column behind the last delimiter
            continue
        if not pa.types.is_string(cells.type):
            return {}
        if not _filled_marks(pc.equal(pc.utf8_trim_whitespace(cells), name)).all():
            return {}
        repeated += 1
    return cells_at(raw, places) if repeated > 1 else {}


def _rules(raw: RawTable) -> dict[int, list[str]]:
    rows = cells_at(raw, _marked(raw, lambda column, _: pc.match_substring_regex(column, RULE_STARTS)))
    return {
        at: cells
        for at, cells in rows.items()
        if all(RULE.fullmatch(cell) for cell in cells if cell) and any(len(cell) > 2 for cell in cells)
    }


def _marked(raw: RawTable, marks: Callable[[pa.Array, str], pa.Array]) -> np.ndarray:
    """The places of the rows that are marked in one of the first two columns of text."""
    found = np.zeros(len(raw.row_numbers), dtype=bool)
    for name, column in _first_texts(raw):
        found |= _filled_marks(marks(column, name))
    return np.flatnonzero(found)


def _filled_marks(marks: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(marks, False).to_numpy(zero_copy_only=False), dtype=bool)


def _first_texts(raw: RawTable) -> list[tuple[str, pa.Array]]:
    """Names and cells of the first two columns of text: a row that repeats the names fills one of them."""
    named = zip(raw.names, raw.columns, strict=True)
    return [(name, column) for name, column in named if pa.types.is_string(column.type)][:2]


def _finding(code: str, rows: list[int]) -> Finding:
    if code == "total_rows":
        return set_aside_finding(code, rows)
    if code == "rules":
        message = say_count(
            "{count:integer} ruled line set aside: row {row}.",
            "{count:integer} ruled lines set aside, the first is row {row}.",
            len(rows),
            row=rows[0],
        )
    else:
        message = say_count(
            "{count:integer} row that repeats the column names set aside: row {row}.",
            "{count:integer} rows that repeat the column names set aside, the first is row {row}.",
            len(rows),
            row=rows[0],
        )
    return Finding(code, message, row=rows[0], count=len(rows))


# --- Labels that stand in the first row of a group alone, as pivot tables write them: they are told ---

FEWEST_LABELS = 2
LABELS_LOOKED_AT = 2  # columns from the left: a label of a group, and of a group in it


def tell_group_labels(raw: RawTable) -> RawTable:
    """The table with a finding for each of its first columns in which every label has blanks below."""
    if len(raw.row_numbers) > LONGEST_REPORT:
        return raw
    named = list(zip(raw.names, raw.columns, strict=True))[: min(LABELS_LOOKED_AT, len(raw.names) - 1)]
    found = [
        _group_labels_finding(name, int(blank.sum()))
        for name, column in named
        if (blank := _blanks(column)) is not None
    ]
    return replace(raw, findings=[*raw.findings, *found]) if found else raw


def _blanks(column: pa.Array) -> np.ndarray | None:
    """Which cells are blank below a label; None where the column names no groups."""
    if not pa.types.is_string(column.type) or not column.null_count or not column[0].is_valid:
        return None
    blank = np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    labels = np.flatnonzero(~blank)
    texts = column.take(pa.array(labels))
    # Each label once, and a blank below each: so no column of texts with gaps looks.
    if len(labels) < FEWEST_LABELS or len(texts.unique()) < len(labels) or blank[-1] == 0:
        return None
    return blank if blank[labels + 1].all() else None


def _group_labels_finding(column: str, count: int) -> Finding:
    message = say_count(
        "Column '{column}' names each group only in its first row: {count:integer} cell below is blank.",
        "Column '{column}' names each group only in its first row: {count:integer} cells below are blank.",
        count,
        column=column,
    )
    remedy = say(
        "If they belong to the group above, repeat its name in every row and upload the sheet again."
    )
    return Finding("group_labels", message, column, count=count, remedy=remedy)


# --- From the cells below a header to the rows of the table: mended, and without what is no data ---


def tidy(
    raw: RawTable, unnamed: Sequence[int], corrections: Sequence[Correction], rules: WordRules | None = None
) -> RawTable:
    """``unnamed`` are the positions of columns without a name, which vanish where they are empty. Without
    ``rules`` words for missing stay, for who has the conventions of the columns."""
    if rules is not None:
        raw = rules.settled(raw)
    raw = set_tail_aside(set_between_aside(apply_corrections(raw, corrections)))
    return tell_group_labels(drop_empty_rows(drop_unnamed_empty_columns(raw, unnamed)))
