"""A delimited text file as columns of text cells."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from datasets.reading.dialect import Dialect, common_width, find_dialect
from datasets.reading.headers import find_header, is_unnamed, name_columns, no_header_finding
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError, Reject
from datasets.reading.raw import drop_empty_rows, drop_unnamed_empty_columns
from datasets.reading.words import MISSING
from language.sentences import say, say_count

BLOCK_BYTES = 8 << 20
WRITE_TWICE = say('Write a quotation mark inside a cell twice ("").')
TOO_LONG = say("This row has more cells than the header.")
MOST_MISFITS = 0.1  # share of rows with too many cells above which the delimiter must be wrong


@dataclass
class Misfits:
    """Rows whose number of cells is not that of the table."""

    width: int
    delimiter: str
    short: dict[int, list[str]] = field(default_factory=dict)
    long: dict[int, str] = field(default_factory=dict)

    def __call__(self, row: Any) -> str:
        """Called by the parser for every such row; "skip" keeps it out of the table."""
        cells = next(csv.reader([row.text], delimiter=self.delimiter), [])
        while len(cells) > self.width and not cells[-1].strip():
            cells.pop()
        if len(cells) <= self.width:
            self.short[row.number] = cells
        else:
            self.long[row.number] = row.text
        return "skip"


def read(path: Path, name: str, options: ReadingOptions, limits: ReadingLimits) -> RawTable:
    dialect = find_dialect(path, name, options)
    header = _header_index(dialect, options, name)
    header_cells = dialect.sample[header] if header is not None else []
    width = max(common_width(dialect.sample), len(header_cells))
    _check_width(dialect, width, name, limits)
    names, findings = name_columns(header_cells, width)
    if header is None:
        findings.append(no_header_finding(width))
    misfits = Misfits(width, dialect.delimiter)
    columns = _parse(path, dialect, misfits, name, limits)
    columns, numbers = _with_short_rows(columns, misfits)
    first = 0 if header is None else header + 1
    below = numbers > first
    columns = [column.filter(pa.array(below)) for column in columns] if first else columns
    findings += _misfit_findings(misfits, first, len(numbers), name)
    rejects = [Reject(row, None, line, TOO_LONG) for row, line in misfits.long.items() if row > first]
    used: dict[str, Any] = {"encoding": dialect.encoding, "delimiter": dialect.delimiter}
    if header is not None:
        used["header_row"] = header + 1
    raw = RawTable(names, columns, numbers[below], used, findings, rejects)
    unnamed = [position for position in range(width) if is_unnamed(header_cells, position)]
    return drop_empty_rows(drop_unnamed_empty_columns(raw, unnamed))


def _header_index(dialect: Dialect, options: ReadingOptions, name: str) -> int | None:
    if options.header_row is None:
        return find_header(dialect.sample)
    if options.header_row > len(dialect.sample) or not any(dialect.sample[options.header_row - 1]):
        raise ReadingError.of(
            "bad_option",
            say(
                "The names were to be in row {row}, but that row of '{name}' is empty.",
                row=options.header_row,
                name=name,
            ),
            row=options.header_row,
            remedy=say(
                "Choose a filled row from 1 to {last} (option {option}).",
                last=len(dialect.sample),
                option="header_row",
            ),
        )
    return options.header_row - 1


def _check_width(dialect: Dialect, width: int, name: str, limits: ReadingLimits) -> None:
    if width > limits.columns:
        raise ReadingError.too_many("columns", name, width, limits.columns)
    longest = max((len(row[0]) for row in dialect.sample[:1] if row), default=0)
    if width == 0 or (width == 1 and longest > 200):
        raise ReadingError.of(
            "no_table",
            say(
                "'{name}' holds text, but no table: no comma, semicolon, tab or bar parts its lines.",
                name=name,
            ),
            remedy=say("Upload a sheet with a header row."),
        )


def _parse(
    path: Path, dialect: Dialect, misfits: Misfits, name: str, limits: ReadingLimits
) -> list[pa.Array]:
    """Every row that has the table's width, header included, as one array of text per column."""
    names = [str(position) for position in range(misfits.width)]
    try:
        reader = pyarrow.csv.open_csv(
            path,
            pyarrow.csv.ReadOptions(
                use_threads=False, column_names=names, encoding=dialect.encoding, block_size=BLOCK_BYTES
            ),
            pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=misfits,
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=True,
                null_values=list(MISSING),
            ),
        )
        batches, rows = [], 0
        for batch in reader:
            batches.append(batch)
            rows += batch.num_rows
            if rows > limits.rows + len(dialect.sample):
                raise ReadingError.too_many("rows", name, rows, limits.rows)
    except pa.ArrowInvalid as error:
        raise ReadingError.of(
            "unreadable",
            say(
                "'{name}' cannot be parted into cells: a quotation mark is opened and never closed, or one "
                "cell is larger than {megabytes} MB ({error}).",
                name=name,
                megabytes=BLOCK_BYTES >> 20,
                error=str(error).split(".")[0],
            ),
            remedy=WRITE_TWICE,
        ) from None
    table = pa.Table.from_batches(batches, schema=pa.schema([(column, pa.string()) for column in names]))
    return [
        column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns
    ]


def _with_short_rows(columns: list[pa.Array], misfits: Misfits) -> tuple[list[pa.Array], np.ndarray]:
    """The columns with the short rows, filled up with missing cells, back in their place."""
    total = len(columns[0]) + len(misfits.short) + len(misfits.long)
    numbers = np.delete(np.arange(1, total + 1), np.array([*misfits.short, *misfits.long], dtype=int) - 1)
    if not misfits.short:
        return columns, numbers
    order = np.argsort(np.concatenate([numbers, list(misfits.short)]), kind="stable")
    padded = [cells + [""] * (misfits.width - len(cells)) for cells in misfits.short.values()]
    missing = set(MISSING)
    for position, column in enumerate(columns):
        extra = [None if cells[position] in missing else cells[position] for cells in padded]
        columns[position] = pa.concat_arrays([column, pa.array(extra, pa.string())]).take(pa.array(order))
    return columns, np.sort(np.concatenate([numbers, list(misfits.short)])).astype(np.int64)


def _misfit_findings(misfits: Misfits, header_row: int, rows: int, name: str) -> list[Finding]:
    long = [number for number in misfits.long if number > header_row]
    short = [n for n, cells in misfits.short.items() if n > header_row and 0 < len(cells) < misfits.width]
    for number in short:
        if any("\n" in cell for cell in misfits.short[number]):
            raise ReadingError.of(
                "unreadable",
                say(
                    "'{name}', row {row}: a quotation mark is opened and not closed on its line.",
                    name=name,
                    row=number,
                ),
                row=number,
                remedy=WRITE_TWICE,
            )
    findings = []
    if long:
        finding = Finding(
            "too_many_cells",
            say_count(
                "{count:integer} row with more than {width} cells left out: row {row}.",
                "{count:integer} rows with more than {width} cells left out, the first is row {row}.",
                len(long),
                width=misfits.width,
                row=long[0],
            ),
            row=long[0],
            count=len(long),
            remedy=say(
                "Put cells that contain the delimiter in quotation marks, or say which delimiter parts "
                "the cells (option {option}).",
                option="delimiter",
            ),
        )
        if len(long) > MOST_MISFITS * (rows + len(long)):
            raise ReadingError([finding])
        findings.append(finding)
    if short:
        message = say_count(
            "{count:integer} row with fewer than {width} cells filled up: row {row}.",
            "{count:integer} rows with fewer than {width} cells filled up, the first is row {row}.",
            len(short),
            width=misfits.width,
            row=short[0],
        )
        findings.append(Finding("too_few_cells", message, row=short[0], count=len(short)))
    return findings
