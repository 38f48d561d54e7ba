"""A second table below the first: new names behind a gap end the first one, and are told.

Exports of reports put several tables below each other, parted by a blank row, a comment or a title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cells.words import MISSING_IN_VALUES, VALUE
from datasets.reading.layout.tail import NOTE, TOTAL
from datasets.reading.outcome import Finding
from language.sentences import joined, say, say_count

MOST_GAPS = 200  # a sheet with more has blank rows by habit
MOST_TITLES = 3  # rows of a single cell between the gap and the names
COMPARED_ROWS, BELOW = 100, 5
VALUED = 0.9  # share of the cells of a column of numbers or dates
FILLED = 0.5  # share of rows that fill a column
LONGEST_NAME = 80
NAMED = 3  # names that a finding shows


@dataclass(frozen=True)
class Rows:
    """The rows below a header. ``row`` has the cells of a place as text, "" where missing; ``gaps`` are the
    places behind a blank row or a comment, in order."""

    count: int
    row: Callable[[int], Sequence[str]]
    gaps: Iterable[int]


@dataclass(frozen=True)
class Another:
    """Nothing from the place ``start`` on belongs to the first table; ``header`` is that of the names."""

    start: int
    header: int
    names: list[str]


def another_table(rows: Rows, names: Sequence[str]) -> Another | None:
    """The first table below the one that has these ``names``; None where there is none."""
    known = {name.casefold() for name in names}
    gaps = list(rows.gaps)
    if len(gaps) > MOST_GAPS:
        return None
    for start in gaps:
        header = _below_titles(rows, start)
        if header is None or not _are_names(cells := rows.row(header), known):
            continue
        below = _filled(rows, range(header + 1, min(rows.count, header + 1 + BELOW)))
        above = _filled(rows, range(max(0, start - COMPARED_ROWS), start))
        if below and above and _differ(cells, above, below):
            return Another(start, header, [cell for cell in cells if cell])
    return None


def _below_titles(rows: Rows, start: int) -> int | None:
    titles = 0
    for place in range(start, min(rows.count, start + 2 * MOST_TITLES + 1)):
        cells = rows.row(place)
        filled = sum(map(bool, cells))
        if filled > 1 and not cells[0].startswith("#"):
            return place
        titles += filled > 0
        if titles > MOST_TITLES:
            return None
    return None


def _are_names(cells: Sequence[str], known: set[str]) -> bool:
    """Several words, each another one, that are not the ``known`` names again."""
    filled = [cell for cell in cells if cell]
    first = filled[0]
    words = {cell.casefold() for cell in filled}
    return (
        len(words) == len(filled) > 1
        and not words <= known
        and not any(VALUE.fullmatch(cell) or cell in MISSING_IN_VALUES for cell in filled)
        and max(map(len, filled)) <= LONGEST_NAME
        and not (first.endswith(":") or (NOTE.match(first) and not first[0].isalpha()) or TOTAL.match(first))
    )


def _differ(names: Sequence[str], above: list[Sequence[str]], below: list[Sequence[str]]) -> bool:
    """Whether ``names`` begin another table: they stand in columns of numbers or dates, and either in several
    or the rows below are of another kind than those above."""
    width = max(len(names), *map(len, above))
    kinds = [_kind(above, place) for place in range(width)]
    inside = [place for place, name in enumerate(names) if name and kinds[place] == "values"]
    placed = [place for place, name in enumerate(names) if name]
    others = [_kind(below, place) for place in range(width)]
    wider = len(placed) != sum(kind is not None for kind in kinds)
    changed = any(
        kinds[place] is not None and others[place] is not None and kinds[place] != others[place]
        for place in placed
    )
    if inside:
        return len(inside) > 1 or changed or wider
    # A table of words alone: its rows must have another width.
    return wider and all(sum(map(bool, row)) == len(placed) for row in below) and len(below) > 1


def _kind(rows: list[Sequence[str]], place: int) -> str | None:
    filled = [row[place] for row in rows if place < len(row) and row[place]]
    if not filled or len(filled) < FILLED * len(rows):
        return None
    values = sum(1 for cell in filled if VALUE.fullmatch(cell))
    return "values" if values >= VALUED * len(filled) else "words"


def _filled(rows: Rows, places: Iterable[int]) -> list[Sequence[str]]:
    found = (rows.row(place) for place in places)
    return [row for row in found if any(row)]


def another_finding(names: Sequence[str], row: int, header: int, count: int) -> Finding:
    """``row`` and ``header`` are the rows of the sheet where it begins, and where its names are."""
    shown = [*names[:NAMED], *(["…"] if len(names) > NAMED else [])]
    message = say_count(
        "Another table begins in row {row} ({names}): {count:integer} row was left aside.",
        "Another table begins in row {row} ({names}): its {count:integer} rows were left aside.",
        count,
        row=row,
        names=joined(shown, ", "),
    )
    remedy = say(
        "To read it instead, choose {header} as the row with the names (option {option}).",
        header=header,
        option="header_row",
    )
    return Finding("second_table", message, row=row, count=count, remedy=remedy, value=str(header))
