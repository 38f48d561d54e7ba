"""What the dates of a column say beside their day (a zone, a fiscal year, no end)."""

from __future__ import annotations

from typing import Any

import numpy as np

from cells.dates import NO_END, DateTexts
from cells.zones import clock_of, offset_name, on_clock
from datasets.reading.outcome import Finding
from datasets.reading.values.distinct import Cells
from datasets.reading.values.notes import LABELS
from language.sentences import joined, say, say_count

# Days by which programs say "never" and which could be real: so they are where all others are long before.
MAYBE_ENDLESS = np.array(
    ["2099-12-31", "2100-01-01", "2100-12-31", "2199-12-31", "2200-01-01", "2200-12-31"], "datetime64[ns]"
)
LONG_BEFORE = np.timedelta64(20 * 365, "D")
MOST_NAMED = 4


def on_one_clock(
    column: str, cells: Cells, dates: DateTexts, values: np.ndarray, known: str | None, business: str
) -> tuple[np.ndarray, str | None, list[Finding]]:
    """The ``values`` of the distinct texts on one clock, which one, and what there is to say.

    ``known`` is the clock of the rows that these are to join.
    """
    clock, mixed = clock_of(values, dates.offsets, business)
    if known is not None and clock is not None:
        clock = known
    elif not mixed:
        return values, clock, []
    moved = on_clock(values, dates.offsets, clock)
    changed = int(cells.counts[moved != values][~np.isnat(values[moved != values])].sum())
    findings = [_several_zones(column, cells, dates, str(clock), changed)] if changed else []
    return moved, clock, findings


def fiscal_years(column: str, cells: Cells, dates: DateTexts) -> list[Finding]:
    if not dates.fiscal.any():
        return []
    at = int(np.flatnonzero(dates.fiscal)[0])
    message = say(
        "Column '{column}' holds parts of fiscal years: '{text}' was read as {day}, as if the fiscal year "
        "began in January.",
        column=column,
        text=cells.texts[at].as_py(),
        day=str(dates.values[at].astype("datetime64[D]")),
    )
    remedy = say("If it begins in another month, add a column with dates.")
    return [Finding("fiscal_year", message, column, remedy=remedy)]


def without_end(
    column: str, values: Any, known: tuple[str, ...]
) -> tuple[Any, tuple[str, ...], list[Finding]]:
    """A column of dates with one day for "no end", the further days that stand for it, and what to say."""
    days, never = values.astype("datetime64[D]"), MAYBE_ENDLESS.astype("datetime64[D]")
    there = np.unique(days[np.isin(days, never)])
    if len(there):
        others = values[~np.isnat(values) & ~np.isin(days, never) & (values != NO_END)]
        if not len(others) or others.max() > there[0].astype("datetime64[ns]") - LONG_BEFORE:
            there = there[:0]
    words = tuple(dict.fromkeys([*known, *map(str, there)]))
    if words:
        values = np.where(np.isin(days, np.array(words, "datetime64[D]")), NO_END, values)
    count = int((values == NO_END).sum())
    if not count:
        return values, words, []
    message = say_count(
        "Column '{column}': {count:integer} cell says that there is no end. It is kept as {day}, apart from "
        "cells where nothing is known.",
        "Column '{column}': {count:integer} cells say that there is no end. They are kept as {day}, apart "
        "from cells where nothing is known.",
        count,
        column=column,
        day=str(NO_END.astype("datetime64[D]")),
    )
    return values, words, [Finding("no_end", message, column, count=count)]


def _several_zones(column: str, cells: Cells, dates: DateTexts, clock: str, moved: int) -> Finding:
    named = ~np.isnan(dates.offsets)
    offsets, places = np.unique(dates.offsets[named], return_inverse=True)
    rows = np.bincount(places, weights=cells.counts[named]).astype(int)
    order = np.argsort(-rows)[:MOST_NAMED]
    message = say_count(
        "Column '{column}' has times of several zones ({zones}): {count:integer} time was put on the clock "
        "of {clock}.",
        "Column '{column}' has times of several zones ({zones}): {count:integer} times were put on the clock "
        "of {clock}.",
        moved,
        column=column,
        zones=joined([f"{offset_name(offsets[at])}: {rows[at]}" for at in order], ", "),
        clock=clock.split(" ")[0],
    )
    remedy = say("If that is not the clock of the business, set its time zone and upload the sheet again.")
    return Finding("several_zones", message, column, count=moved, remedy=remedy)


def readings(cells: Cells, dates: DateTexts) -> list[dict[str, Any]]:
    """The readings that fit an undecided column of dates best, with up to three examples that differ."""
    fits = dates.fits(cells.counts)
    orders = [order for order, cells_read in fits.items() if cells_read == max(fits.values())]
    first, *others = (dates.readings[order] for order in orders)
    differ = np.flatnonzero(np.any([first != other for other in others], axis=0))[:3]
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
        for order in orders
    ]
