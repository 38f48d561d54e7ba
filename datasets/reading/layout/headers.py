"""The header row of a sheet and the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cells.words import BLANKS, DATE, MISSING_IN_VALUES, VALUE
from datasets.reading.outcome import Finding
from language.sentences import joined, say, say_count

SEARCHED_ROWS = 50
MOST_NAME_ROWS = 3  # that are joined
NAMED = 3  # columns of the same name that a finding names
FEWEST_DATES = 3  # that are names of columns
YEAR = re.compile(r"(19|20)\d\d(\.0)?")
MISREAD_MARK = "ï»¿"  # a byte order mark that a program took for letters
ONLY_MARKS = re.compile(r"[\s,;|]*|[-=_+:*]{3,}")  # rules are drawn with such marks


def find_header(rows: Sequence[Sequence[Any]]) -> int | None:
    """The index of the header: the first row that is mostly filled, and mostly with words or with dates
    that head columns.

    None where the first filled row holds numbers or dates otherwise: the sheet then starts with its data.
    """
    texts = [[cell_text(cell) for cell in row] for row in rows[:SEARCHED_ROWS]]
    filled = [sum(1 for cell in row if cell) for row in texts]
    words = [sum(1 for cell in row if cell and _is_word(cell)) for row in texts]
    usual = sorted(filled)[-(len(filled) // 4 + 1)] if filled else 0
    titles = [usual > 1 and _is_title(row, count) for row, count in zip(texts, filled, strict=True)]
    heads = (i for i, count in enumerate(filled) if count and count >= usual / 2 and not titles[i])
    index = next(heads, None)
    if index is None:
        return None
    # Rows such as "From", "1 May" come before the first row that is as wide as the table.
    if filled[index] < usual or words[index] * 2 <= filled[index]:
        wider = (place for place in range(index, len(texts)) if filled[place] > filled[index])
        below = next(wider, index)
        index = below if filled[below] == words[below] else index
    if words[index] * 2 <= filled[index]:
        return index if _dates_head_columns(texts[index:]) else None
    # A row of group titles ("Location", blank, "Period") comes before the fuller row of names.
    while index + 1 < len(texts) and (
        filled[index] < filled[index + 1] == words[index + 1] or is_lower_header(texts[index:])
    ):
        index += 1
    return index


def _is_title(row: Sequence[str], filled: int) -> bool:
    """One text at the left, or a parameter of a report: "Period:", "May 2024"."""
    return filled > 0 and bool(row[0]) and (filled == 1 or (filled == 2 and row[0].endswith(":")))


def _dates_head_columns(texts: Sequence[Sequence[str]]) -> bool:
    """The first row is mostly dates, all different, with no dates below them."""
    places = [place for place, cell in enumerate(texts[0]) if DATE.fullmatch(cell)]
    dates = {texts[0][place] for place in places}
    if not FEWEST_DATES <= len(dates) == len(places) or len(places) * 2 <= sum(map(bool, texts[0])):
        return False
    below = [row[place] for row in texts[1:] for place in places if place < len(row)]
    return any(below) and not any(map(DATE.fullmatch, below))


def _is_word(cell: str) -> bool:
    """Years count as words: they head the columns of many sheets."""
    return not VALUE.fullmatch(cell) or bool(YEAR.fullmatch(cell))


def name_columns(cells: Sequence[Any], width: int) -> tuple[list[str], list[Finding]]:
    """Unique names for ``width`` columns: empty ones become "column 3", repeated ones get a number."""
    given = [" ".join(cell_text(cell).split()) for cell in cells[:width]]
    given += [""] * (width - len(given))
    names: list[str] = []
    repeated: list[str] = []
    taken = set(given)
    used: set[str] = set()
    for number, name in enumerate(given, start=1):
        unique = name or f"column {number}"
        copy = 2
        while unique in used or (unique in taken and unique != name):
            unique, copy = f"{name or f'column {number}'} {copy}", copy + 1
        if name and unique != name:
            repeated.append(say("'{name}' is now '{unique}'", name=name, unique=unique))
        names.append(unique)
        used.add(unique)
    return names, _repeated_finding(repeated)


def is_unnamed(cells: Sequence[Any], position: int) -> bool:
    return position >= len(cells) or not cell_text(cells[position])


def no_header_finding(width: int) -> Finding:
    return Finding(
        "no_header",
        say(
            "The first row holds values, not names: the columns are called 'column 1' to 'column {width}'.",
            width=width,
        ),
        row=1,
        remedy=say("Add a row of names, or say which row holds them (option {option}).", option="header_row"),
    )


def _repeated_finding(repeated: list[str]) -> list[Finding]:
    if not repeated:
        return []
    named = [*repeated[:NAMED], *(["…"] if len(repeated) > NAMED else [])]
    message = say_count(
        "{count:integer} column had the same name as another: {names}.",
        "{count:integer} columns had the same name as another: {names}.",
        len(repeated),
        names=joined(named, ", "),
    )
    remedy = say("Give every column its own name.")
    return [Finding("repeated_name", message, count=len(repeated), remedy=remedy)]


def cell_text(cell: Any) -> str:
    """A cell as trimmed text; delimiters left over from a wrong export, and rules, are no text."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # workbooks know no whole numbers: the year 2024
    text = "" if cell is None else str(cell).removeprefix(MISREAD_MARK).strip(BLANKS)
    return "" if ONLY_MARKS.fullmatch(text) else text


def header_cells(rows: Sequence[Sequence[Any]], header: int) -> tuple[list[str], int]:
    """The names in the row at ``header``, joined with those of the rows above where they need them.

    Also returns the index of the first row that the names come from.
    """
    names, top = [cell_text(cell) for cell in rows[header]], header
    while top and header - top < MOST_NAME_ROWS - 1:
        upper = [cell_text(cell) for cell in rows[top - 1]]
        if sum(map(bool, upper)) < 2:  # a title at most
            break
        joined_up = joined_names(upper, names)
        if joined_up[: len(names)] == names:
            break
        names, top = joined_up, top - 1
        if all(names):
            break
    return names, top


def preamble_finding(rows: Sequence[Sequence[Any]], header: int) -> list[Finding]:
    """Reports filled rows above the row at ``header``, if there are any."""
    above = [
        number for number, row in enumerate(rows[:header], start=1) if any(cell_text(cell) for cell in row)
    ]
    if not above:
        return []
    message = say_count(
        "{count:integer} row above the column names was left out: row {row}.",
        "{count:integer} rows above the column names were left out, the first is row {row}.",
        len(above),
        row=above[0],
    )
    remedy = say("If the names are in another row, say which (option {option}).", option="header_row")
    return [Finding("preamble", message, row=above[0], count=len(above), remedy=remedy)]


# --- Column names in two rows: groups over names ("2023" over "Q1"), or names over units ("USD") ---

UNIT = re.compile(
    r"\[[^\[\]]{1,15}\]|\([^()]{1,15}\)|\(?\[?(?:%|‰|[$€£¥]|USD|EUR|GBP|CHF|JPY|ZAR|AUD|CAD|T?(?:USD|EUR)|[kmc]?[gml]|kWh|MWh|[kM]W|km/h|m/s|°[CF]|"
    r"pcs?|pieces|units?|st(?:ck|k|ück)?|hours?|days?|[hs]|min|years?|m[²³23]|t|tonnes?|ppm|count|dd.mm.yyyy)\]?\)?",
    re.IGNORECASE,
)
VALUES_BELOW = 2  # rows of values under a lower header row that holds words alone


def is_lower_header(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the second row goes on naming the columns of the first: words over nothing but values."""
    upper, lower, below = texts[0], texts[1], [row for row in texts[2:] if any(row)][:VALUES_BELOW]
    places = [place for place, cell in enumerate(lower) if cell]
    units = bool(places) and all(UNIT.fullmatch(lower[place]) for place in places)
    if len(below) < VALUES_BELOW or not (units or 1 < len(places) <= len(upper)):
        return False
    if any(VALUE.fullmatch(lower[place]) or lower[place] in MISSING_IN_VALUES for place in places):
        return False
    named = sum(1 for place, cell in enumerate(upper) if cell or (place < len(lower) and lower[place]))
    return named >= max(sum(map(bool, row)) for row in below) and all(
        place < len(row) and VALUE.fullmatch(row[place]) for row in below for place in places
    )


def joined_names(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The names of two rows, joined where the lower ones do not suffice; else the lower ones.

    They suffice where all are there, each another one, and none is a unit: the upper row is then a row of
    titles. A group name counts for the blank cells on its right, as merged cells leave them.
    """
    width = max(len(upper), len(lower))
    upper = [*upper, *[""] * (width - len(upper))]
    lower = [*lower, *[""] * (width - len(lower))]
    given = [cell.casefold() for cell in lower if cell]
    unclear = len(set(given)) < len(given) or any(
        up and not low for up, low in zip(upper, lower, strict=True)
    )
    units = {cell for cell in given if UNIT.fullmatch(cell)}
    # A single "day" among other names is a name.
    of_units = len(units) > 1 or len(units) == len(given)
    names, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        if not low or up.casefold() == low.casefold():
            names.append(up)
        elif unclear or of_units:
            names.append(f"{group} {low}".strip())
        else:
            names.append(low)
    return names
