"""Missing values, and columns that are always missing together."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import numpy as np

from datasets.checking.finding import Finding, Severity
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from datasets.schema.fingerprint import normalised
from language.sentences import Sentence, say, say_count

MOSTLY = 0.5  # share missing from which a column holds little
FEW = 0.05  # share missing up to which the rows can be left out
COUNTS = re.compile(
    r"\b(?:units?|qty|quantity|sold|sales|orders?|visits?|calls|clicks|count|returns|refunds|discount|amount|revenue"
    r"|menge|anzahl|absatz|umsatz|stück|stueck|betrag|ventes?|quantité|montant|ventas|cantidad|importe)\b"
)
FEWEST_TOGETHER = 5  # rows from which "always missing together" is no coincidence


def check(sheet: Sheet) -> list[Finding]:
    gappy = [column for column in sheet.columns.values() if column.missing.any()]
    return [*(_missing(column, sheet) for column in gappy), *_together(gappy, sheet)]


def _missing(column: Column, sheet: Sheet) -> Finding:
    count = len(column.values) - column.filled
    share = count / sheet.rows
    place: dict[str, Any] = {
        "column": column.name,
        "row": column.first(column.missing),
        "count": count,
        "share": share,
    }
    if not column.filled:
        return Finding(
            "empty",
            "warn",
            say("'{column}' has no value in any of the {rows:integer} rows.", column=column.name, rows=count),
            say("Leave the column out."),
            steps=[Step("drop_column", (column.name,))],
            **place,
        )
    message = say_count(
        "'{column}' is missing in {count:integer} of {rows:integer} rows ({share:percent}).",
        "'{column}' is missing in {count:integer} of {rows:integer} rows ({share:percent}).",
        count,
        column=column.name,
        rows=sheet.rows,
        share=share,
    )
    if column.name in (sheet.target, sheet.time, *sheet.keys):
        return Finding(
            "missing", "warn", message, _needed(column, sheet), steps=[_leave_out(column)], **place
        )
    remedy = say("Fill in what you know. Left as it is, a blank counts as unknown, which models can use.")
    severity: Severity = "warn" if share >= MOSTLY else "note"
    return Finding("missing", severity, message, remedy, steps=_ways(column, sheet, share), **place)


def _needed(column: Column, sheet: Sheet) -> Sentence:
    if column.name == sheet.target:
        return say("Rows without an outcome teach nothing: fill it in, or leave them out.")
    return say("Fill in what is missing: without it the rows cannot be placed.")


def _leave_out(column: Column) -> Step:
    return Step("drop_rows_missing", (column.name,))


def _ways(column: Column, sheet: Sheet, share: float) -> list[Step]:
    """What can be done beside leaving the gaps open. No value is made up: a gap becomes 0 only in a column
    that counts something, where a blank may mean none, and in a series the value that was there before."""
    ways: list[dict[str, object]] = []
    if column.kind == "number" and COUNTS.search(normalised(column.name)):
        ways.append({"with": "zero"})
    if sheet.series:
        ways.append({"with": "previous", "time": sheet.time, "keys": list(sheet.keys)})
    steps = [Step("fill_missing", (column.name,), way) for way in ways]
    if share <= FEW:
        steps.append(_leave_out(column))
    return [*steps, Step("drop_column", (column.name,))] if share >= MOSTLY else steps


def _together(gappy: list[Column], sheet: Sheet) -> list[Finding]:
    """One finding per set of columns whose gaps are in the very same rows."""
    sets: dict[bytes, list[Column]] = defaultdict(list)
    for column in gappy:
        if column.filled:
            sets[np.packbits(column.missing).tobytes()].append(column)
    found = []
    for columns in sets.values():
        missing = columns[0].missing
        count = int(missing.sum())
        if len(columns) < 2 or count < FEWEST_TOGETHER:
            continue
        names = [column.name for column in columns]
        message = say_count(
            "{columns} are always missing together, in {count:integer} row.",
            "{columns} are always missing together, in {count:integer} rows.",
            count,
            columns=", ".join(f"'{name}'" for name in names),
        )
        found.append(
            Finding(
                "missing_together",
                "note",
                message,
                say("These rows may come from another source: find out why before you fill them."),
                column=names[0],
                row=columns[0].first(missing),
                count=count,
                share=count / sheet.rows,
                examples=list(names),
                steps=[Step("drop_rows_missing", tuple(names))] if count <= FEW * sheet.rows else [],
            )
        )
    return found
