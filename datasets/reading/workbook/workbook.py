"""Which sheets of a workbook (XLSX, XLS, ODS) are read, and the table in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import python_calamine

from cells.own_workbooks import is_about_sheet
from datasets.reading.corrections import Correction
from datasets.reading.files.markup import MarkupBook
from datasets.reading.layout.non_data_rows import tidy
from datasets.reading.options import ReadingLimits, ReadingOptions
from datasets.reading.outcome import Finding, RawTable, ReadingError
from datasets.reading.text.parting import unwrapped
from datasets.reading.values.missing_words import WordRules
from datasets.reading.workbook.books import opened
from datasets.reading.workbook.marks import Marks, marks_of
from datasets.reading.workbook.sheets import Sheet, sheet_of
from datasets.reading.workbook.stacking import agreeing, stack
from datasets.reading.workbook.unseen import formula_findings, settle_hidden, without_zeros
from language.sentences import joined, say

VISIBLE = python_calamine.SheetVisibleEnum.Visible
SPARE_ROWS = 1_000  # titles, blank rows and the header above the data
BETWEEN_NAMES = ", "  # of sheets that were stacked, in the option ``sheet``


def read(
    path: Path,
    name: str,
    options: ReadingOptions,
    limits: ReadingLimits,
    corrections: Sequence[Correction],
    rules: WordRules | None = None,
) -> RawTable:
    """The sheet or sheets asked for, else those that hold most. Raises ReadingError."""
    with opened(path, name, limits, options.encoding) as workbook:
        wanted = _wanted(workbook, name, options)
        read = [sheet for at in wanted if (sheet := _read_sheet(workbook, at, name, options, limits))]
    if not read:
        raise ReadingError.of(
            "empty_file",
            say("'{name}' has no sheet with data.", name=name),
            count=0,
            remedy=say("Upload a workbook with a filled sheet."),
        )
    chosen, findings = _choose(read, told=options.sheet is None)
    marks = [marks_of(path, sheet.name) for sheet in chosen]
    raws = [
        _tidied(sheet, one, _corrections_of(sheet, corrections, len(chosen) > 1), rules)
        for sheet, one in zip(chosen, marks, strict=True)
    ]
    raws = settle_hidden(raws, marks, options.hidden_rows, asks=rules is not None)
    names = [sheet.name for sheet in chosen]
    _check_mended_sheets(corrections, names)
    raw = raws[0] if len(raws) == 1 else stack(raws, names)
    used: dict[str, Any] = {"sheet": BETWEEN_NAMES.join(names)}
    if len(workbook.sheet_names) > 1:
        used["sheets"] = list(workbook.sheet_names)
    if isinstance(workbook, MarkupBook) and workbook.encoding is not None:
        used["encoding"] = workbook.encoding.name
        findings = [*workbook.encoding.findings, *findings]
    return raw.with_more(used, findings)


def _tidied(
    sheet: Sheet, marks: Marks, corrections: Sequence[Correction], rules: WordRules | None
) -> RawTable:
    raw = tidy(without_zeros(sheet.raw, marks), sheet.unnamed, corrections, rules)
    return replace(raw, findings=[*raw.findings, *formula_findings(sheet.raw, raw, marks)])


def _wanted(workbook: Any, name: str, options: ReadingOptions) -> list[int]:
    """The positions of the sheets asked for by name or number, or of all that are not hidden."""
    names = [sheet.strip().casefold() for sheet in workbook.sheet_names]
    if options.sheet is None:
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != VISIBLE}
        shown = [at for at, sheet in enumerate(workbook.sheet_names) if sheet not in hidden]
        return shown or list(range(len(names)))
    wanted = options.sheet.strip().casefold()
    for position, sheet in enumerate(names):
        if wanted in (sheet, str(position + 1)):
            return [position]
    several = wanted.split(BETWEEN_NAMES)
    if set(several) <= set(names):
        return [names.index(sheet) for sheet in dict.fromkeys(several)]
    raise ReadingError.of(
        "bad_option",
        say("'{name}' has no sheet '{sheet}'.", name=name, sheet=options.sheet),
        remedy=say(
            "Choose one of {sheets} (option {option}).", sheets=_listed(workbook.sheet_names), option="sheet"
        ),
    )


def _read_sheet(
    workbook: Any, position: int, name: str, options: ReadingOptions, limits: ReadingLimits
) -> Sheet | None:
    """None for an empty sheet; where all are looked at, also for one without a row below a header."""
    sheet = workbook.get_sheet_by_index(position)
    alone = options.sheet is not None or len(workbook.sheet_names) == 1
    if sheet.height == 0 or (sheet.height == 1 and not alone):
        return None
    if sheet.width > limits.columns:
        raise ReadingError.too_many("columns", name, sheet.width, limits.columns)
    if sheet.height > limits.rows + SPARE_ROWS:
        raise ReadingError.too_many("rows", name, sheet.height, limits.rows)
    rows = sheet.to_python(skip_empty_area=False)
    if not alone and is_about_sheet(rows):
        return None
    if options.header_row is not None and options.header_row > len(rows) and not alone:
        return None
    lines = unwrapped(rows, options.header_row)
    if lines is None:
        return sheet_of(rows, sheet.name, name, options, sheet.merged_cell_ranges or [])
    parted = sheet_of(lines, sheet.name, name, options)
    return replace(parted, raw=parted.raw.with_more({}, [_parted_finding(len(lines[0]))]))


def _parted_finding(columns: int) -> Finding:
    message = say(
        "The only column holds the lines of a text file: they were split into {count:integer} columns.",
        count=columns,
    )
    remedy = say("If they are one column, give it a name without the separator.")
    return Finding("parted_lines", message, count=columns, remedy=remedy)


def _choose(sheets: list[Sheet], told: bool) -> tuple[list[Sheet], list[Finding]]:
    """Of the groups of sheets with the same columns the one with the most filled cells."""
    groups = agreeing(sheets)
    chosen = max(groups, key=lambda group: sum(sheet.filled for sheet in group))
    findings = []
    if len(chosen) > 1:
        message = say(
            "{count:integer} sheets have the same columns and were stacked: {sheets}.",
            count=len(chosen),
            sheets=_listed([sheet.name for sheet in chosen]),
        )
        remedy = say("To read only one of them, say which (option {option}).", option="sheet")
        findings.append(Finding("stacked_sheets", message, count=len(chosen), remedy=remedy))
    if told and len(chosen) < len(sheets):
        message = say(
            "{count:integer} sheets hold data ({sheets}); the one with the most was read: {read}.",
            count=len(sheets),
            sheets=_listed([sheet.name for sheet in sheets]),
            read=_listed([sheet.name for sheet in chosen]),
        )
        remedy = say("To read another, say which (option {option}).", option="sheet")
        findings.append(Finding("guessed_sheet", message, count=len(sheets), remedy=remedy))
    return chosen, findings


def _corrections_of(sheet: Sheet, corrections: Sequence[Correction], stacked: bool) -> list[Correction]:
    own = {sheet.name} if stacked else {sheet.name, None}
    return [correction for correction in corrections if correction.sheet in own]


def _check_mended_sheets(corrections: Sequence[Correction], names: list[str]) -> None:
    known = {*names, None} if len(names) == 1 else {*names}
    for correction in corrections:
        if correction.sheet not in known:
            raise ReadingError.of(
                "unknown_sheet",
                say(
                    "The correction of row {row} names the sheet '{sheet}', which was not read.",
                    row=correction.row,
                    sheet=correction.sheet or "",
                ),
                row=correction.row,
                remedy=say("Name the sheet of every row: {sheets}.", sheets=_listed(names)),
            )


def _listed(names: Sequence[str]) -> str:
    return joined([f"'{name}'" for name in names], ", ")
