"""One sheet of a workbook (XLSX, XLS, ODS) as columns of cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine

from datasets.reading.arrays import as_array
from datasets.reading.content import damaged_workbook
from datasets.reading.headers import (
    find_header,
    header_cells,
    is_unnamed,
    name_columns,
    no_header_finding,
    preamble_finding,
)
from datasets.reading.mends import Mend
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError
from datasets.reading.tidying import tidy
from language.sentences import joined, say, say_count

SPARE_ROWS = 1_000  # titles, blank rows and the header above the data


def read(
    path: Path, name: str, options: ReadingOptions, limits: ReadingLimits, mends: Sequence[Mend]
) -> RawTable:
    try:
        with path.open("rb") as file:
            workbook = python_calamine.load_workbook(file)
            sheet, findings = _choose_sheet(workbook, name, options)
            if sheet.width > limits.columns:
                raise ReadingError.too_many("columns", name, sheet.width, limits.columns)
            if sheet.height > limits.rows + SPARE_ROWS:
                raise ReadingError.too_many("rows", name, sheet.height, limits.rows)
            rows = sheet.to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        raise ReadingError.of(
            "password",
            say("'{name}' is protected by a password.", name=name),
            remedy=say("Save it without the password."),
        ) from None
    except python_calamine.CalamineError as error:
        raise damaged_workbook(name, error) from None
    used: dict[str, Any] = {"sheet": sheet.name}
    if len(workbook.sheet_names) > 1:
        used["sheets"] = list(workbook.sheet_names)
    raw, unnamed = _as_table(rows, used, name, options, findings)
    return tidy(raw, unnamed, mends)


def _choose_sheet(workbook: Any, name: str, options: ReadingOptions) -> tuple[Any, list[Finding]]:
    """The sheet asked for by name or number, else the first that holds more than a header."""
    names = list(workbook.sheet_names)
    listed = joined([f"'{sheet}'" for sheet in names], ", ")
    if options.sheet is not None:
        wanted = options.sheet.strip().casefold()
        for position, sheet in enumerate(names):
            if wanted in (sheet.strip().casefold(), str(position + 1)):
                return workbook.get_sheet_by_index(position), []
        raise ReadingError.of(
            "bad_option",
            say("'{name}' has no sheet '{sheet}'.", name=name, sheet=options.sheet),
            remedy=say("Choose one of {sheets} (option {option}).", sheets=listed, option="sheet"),
        )
    sheets = [workbook.get_sheet_by_index(position) for position in range(len(names))]
    tables = [sheet for sheet in sheets if sheet.height > 1]
    filled = tables or [sheet for sheet in sheets if sheet.height > 0]
    if not filled:
        raise ReadingError.of(
            "empty_file",
            say("'{name}' has no sheet with data.", name=name),
            count=0,
            remedy=say("Upload a workbook with a filled sheet."),
        )
    return filled[0], [_guess([sheet.name for sheet in tables])] if len(tables) > 1 else []


def _guess(tables: list[str]) -> Finding:
    return Finding(
        "guessed_sheet",
        say(
            "{count:integer} sheets hold data ({sheets}); the first, '{first}', was read.",
            count=len(tables),
            sheets=joined([f"'{name}'" for name in tables], ", "),
            first=tables[0],
        ),
        count=len(tables),
        remedy=say("To read another, say which (option {option}).", option="sheet"),
    )


def _as_table(
    rows: list[list[Any]], used: dict[str, Any], name: str, options: ReadingOptions, findings: list[Finding]
) -> tuple[RawTable, list[int]]:
    """The cells below the header, and the positions of the columns without a name."""
    width = max((len(row) for row in rows), default=0)
    header = find_header(rows) if options.header_row is None else options.header_row - 1
    if header is not None and header >= len(rows):
        raise ReadingError.of(
            "bad_option",
            say_count(
                "The names were to be in row {row}, but '{name}' has {count:integer} row.",
                "The names were to be in row {row}, but '{name}' has {count:integer} rows.",
                len(rows),
                row=header + 1,
                name=name,
            ),
            row=header + 1,
            remedy=say("Choose the row that holds the names (option {option}).", option="header_row"),
        )
    heads, top = (rows[header], header) if header is not None else ([], 0)
    if header is not None and options.header_row is None:
        heads, top = header_cells(rows, header)
    names, naming = name_columns(heads, width)
    naming += preamble_finding(rows, top)
    first = 0 if header is None else header + 1
    cells = list(zip(*rows[first:], strict=True)) or [()] * width
    if header is None:
        naming.append(no_header_finding(width))
    else:
        used["header_row"] = header + 1
    numbers = np.arange(first + 1, len(rows) + 1)
    raw = RawTable(names, [as_array(column) for column in cells], numbers, used, [*findings, *naming])
    unnamed = [position for position in range(width) if is_unnamed(heads, position)]
    return raw, unnamed
