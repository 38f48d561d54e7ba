"""A delimited text file as columns of text cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from datasets.reading.corrections import Correction
from datasets.reading.layout.headers import (
    find_header,
    header_cells,
    is_unnamed,
    name_columns,
    no_header_finding,
    preamble_finding,
)
from datasets.reading.layout.non_data_rows import tidy
from datasets.reading.options import SPACE, ReadingLimits, ReadingOptions
from datasets.reading.outcome import RawTable, ReadingError
from datasets.reading.text.below import end_at_another
from datasets.reading.text.dialect import Dialect, common_width, find_dialect
from datasets.reading.text.parting import DOUBLE, NONE, parted
from datasets.reading.text.ragged_rows import (
    COMMENT,
    WRITE_TWICE,
    RaggedRows,
    ragged_findings,
    with_short_rows,
)
from datasets.reading.text.rewriting import plain
from datasets.reading.values.missing_words import WordRules
from language.sentences import say

BLOCK_BYTES = 8 << 20


def read(
    path: Path,
    name: str,
    options: ReadingOptions,
    limits: ReadingLimits,
    corrections: Sequence[Correction],
    rules: WordRules | None = None,
) -> RawTable:
    dialect = find_dialect(path, name, options)
    if dialect.rewritten is None:
        return _read(path, dialect, name, options, limits, corrections, rules)
    mark = "\t" if dialect.delimiter == SPACE else dialect.delimiter
    try:
        most = limits.rows + len(dialect.sample)
        with plain(path, dialect.encoding, mark, dialect.rewritten, most) as written:
            if written is None:
                raise ReadingError.too_many("rows", name, most + 1, limits.rows)
            plainly = replace(dialect, encoding="utf-8", delimiter=mark, quote=DOUBLE)
            raw = _read(written, plainly, name, options, limits, corrections, rules)
    except csv.Error as error:
        raise _unreadable(name, error) from None
    used = {"encoding": dialect.encoding, "delimiter": dialect.delimiter}
    return replace(raw, options_used={**raw.options_used, **used})


def _read(
    path: Path,
    dialect: Dialect,
    name: str,
    options: ReadingOptions,
    limits: ReadingLimits,
    corrections: Sequence[Correction],
    rules: WordRules | None,
) -> RawTable:
    header, heads, top = _header(path, dialect, options, name)
    width = max(common_width(dialect.sample), len(heads))
    _check_width(dialect, width, name, limits)
    names, findings = name_columns(heads, width)
    findings += [*dialect.findings, *preamble_finding(dialect.sample, top)]
    if header is None:
        findings.append(no_header_finding(width))
    lines = {correction.row: correction.value for correction in corrections if correction.column is None}
    ragged = RaggedRows(width, dialect.delimiter, dialect.quote, dict(lines))
    columns = _parse(path, dialect, ragged, name, limits)
    columns, numbers = with_short_rows(columns, ragged)
    first = 0 if header is None else header + 1
    below = numbers > first
    columns = [column.filter(pa.array(below)) for column in columns] if first else columns
    columns, numbers, another = end_at_another(columns, numbers[below], ragged, names, first)
    findings += another
    findings += ragged_findings(ragged, first, len(numbers), name)
    used: dict[str, Any] = {
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
    }
    if header is not None:
        used["header_row"] = header + 1
    raw = RawTable(names, columns, numbers, used, findings, ragged.rejects(first))
    unnamed = [position for position in range(width) if is_unnamed(heads, position)]
    left = [
        correction
        for correction in corrections
        if correction.column is not None or correction.row in ragged.corrected
    ]
    return tidy(raw, unnamed, left, rules)


def _header(
    path: Path, dialect: Dialect, options: ReadingOptions, name: str
) -> tuple[int | None, list[str], int]:
    """The index of the header (None: there is none), its cells, and the index of its first row."""
    if options.header_row is not None:
        cells = _given_header(path, dialect, options.header_row, name)
        return options.header_row - 1, cells, options.header_row - 1
    rows = [[] if row and COMMENT.match(row[0]) else row for row in dialect.sample]
    found = find_header(rows)
    if found is not None:
        return found, *header_cells(rows, found)
    comments = [place for place, row in enumerate(dialect.sample) if row and not rows[place]]
    if comments and len(heads := dialect.sample[comments[-1]]) == common_width(dialect.sample) > 1:
        # Some programs write their header as the last comment: "# day,amount".
        return comments[-1], [COMMENT.sub("", heads[0]), *heads[1:]], comments[-1]
    return None, [], 0


def _given_header(path: Path, dialect: Dialect, row: int, name: str) -> list[str]:
    """The cells of the row; below the first rows the file is read up to it."""
    if row <= len(dialect.sample):
        cells = dialect.sample[row - 1]
    else:
        with path.open(encoding=dialect.encoding, newline="") as lines:
            rows = parted(lines, dialect.delimiter, dialect.quote)
            cells = next(islice(rows, row - 1, row), [])
    if not any(cells):
        raise ReadingError.of(
            "bad_option",
            say("Row {row} should hold the names, but that row of '{name}' is empty.", row=row, name=name),
            row=row,
            remedy=say(
                "Choose a filled row, as numbered in the sheet (option {option}).", option="header_row"
            ),
        )
    return cells


def _check_width(dialect: Dialect, width: int, name: str, limits: ReadingLimits) -> None:
    if width > limits.columns:
        raise ReadingError.too_many("columns", name, width, limits.columns)
    longest = max((len(row[0]) for row in dialect.sample[:1] if row), default=0)
    if width == 0 or (width == 1 and longest > 200):
        raise ReadingError.of(
            "no_table",
            say(
                "'{name}' holds text, but no table: no comma, semicolon, tab or bar divides its lines.",
                name=name,
            ),
            remedy=say("Upload a sheet with a header row."),
        )


def _parse(
    path: Path, dialect: Dialect, ragged: RaggedRows, name: str, limits: ReadingLimits
) -> list[pa.Array]:
    """Every row that has the table's width, header included, as one array of text per column."""
    names = [str(position) for position in range(ragged.width)]
    try:
        reader = pyarrow.csv.open_csv(
            path,
            pyarrow.csv.ReadOptions(
                use_threads=False, column_names=names, encoding=dialect.encoding, block_size=BLOCK_BYTES
            ),
            pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=False if dialect.quote == NONE else dialect.quote,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=ragged,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        batches, rows = [], 0
        for batch in reader:
            batches.append(batch)
            rows += batch.num_rows
            if rows > limits.rows + len(dialect.sample):
                raise ReadingError.too_many("rows", name, rows, limits.rows)
    except pa.ArrowInvalid as error:
        raise _unreadable(name, error) from None
    table = pa.Table.from_batches(batches, schema=pa.schema([(column, pa.string()) for column in names]))
    return [
        column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns
    ]


def _unreadable(name: str, error: Exception) -> ReadingError:
    message = say(
        "'{name}' cannot be split into cells: a quotation mark is opened and never closed, or one cell is "
        "larger than {megabytes} MB ({error}).",
        name=name,
        megabytes=BLOCK_BYTES >> 20,
        error=str(error).split(".")[0],
    )
    return ReadingError.of("unreadable", message, remedy=WRITE_TWICE)
