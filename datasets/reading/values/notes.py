"""Findings about cells of a column that could not be read, and about guessed readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasets.reading.options import ENCODING_LABELS
from datasets.reading.outcome import Finding
from language.sentences import joined, say, say_count

WHAT = {
    "not_a_number": say("not a number"),
    "not_a_date": say("not a date"),
    "impossible_date": say("not a real date"),
}
REASONS = {
    "not_a_number": say("This is not a number."),
    "not_a_date": say("This is not a date."),
    "impossible_date": say("This date does not exist."),
}
LABELS = {"dmy": say("day first"), "mdy": say("month first"), "ymd": say("year first")}
MIXED = {"numbers": say("numbers"), "dates": say("dates"), "percentages": say("percentages")}
CORRECT = say("Correct these cells and upload the sheet again; nothing was saved.")
COUNT_AS_MISSING = say("Such cells count as missing; to use them, correct the sheet and upload it again.")


@dataclass(frozen=True)
class Place:
    """Marked cells of a column: the sheet's row and the text of the first, and how many there are."""

    column: str
    row: int
    text: str
    count: int
    sheet: str | None = None

    @property
    def shown_row(self) -> str:
        if self.sheet is None:
            return str(self.row)
        return say("{row} of sheet '{sheet}'", row=self.row, sheet=self.sheet)


def bad_cells(code: str, place: Place, remedy: str = COUNT_AS_MISSING) -> Finding:
    message = say_count(
        "Column '{column}', row {row}: '{example}' is {what} ({count:integer} such cell).",
        "Column '{column}', row {row}: '{example}' is {what} ({count:integer} such cells).",
        place.count,
        column=place.column,
        row=place.shown_row,
        example=place.text,
        what=WHAT[code],
    )
    return Finding(code, message, place.column, place.row, place.count, remedy)


def mixture(what: str, place: Place) -> Finding:
    """A column that stays text although at least half of its cells are ``what``: numbers, or dates."""
    message = say_count(
        "Column '{column}' was read as text: {count:integer} cell does not hold {what}, row {row}: "
        "'{example}'.",
        "Column '{column}' was read as text: {count:integer} cells do not hold {what}, the first is row "
        "{row}: '{example}'.",
        place.count,
        column=place.column,
        what=MIXED[what],
        row=place.shown_row,
        example=place.text,
    )
    remedy = say("Correct these cells if the column should hold {what}.", what=MIXED[what])
    return Finding(f"mixed_{what}", message, place.column, place.row, place.count, remedy)


def percent(column: str) -> Finding:
    message = say("Column '{column}' holds percentages: 12 % was read as 0.12.", column=column)
    return Finding("percent", message, column)


def guessed_decimal(column: str, mark: str) -> Finding:
    message = say(
        "The numbers in column '{column}' can be read two ways; '{mark}' was taken as the decimal mark.",
        column=column,
        mark=mark,
    )
    remedy = say("To read them differently, choose the decimal mark (option {option}).", option="decimal")
    return Finding("guessed_decimal", message, column, remedy=remedy)


def guessed_encoding(encoding: str, example: str, other: str | None) -> Finding:
    """``other`` is the next likely encoding."""
    message = say(
        "The letters of this sheet were read as {encoding}: '{example}'.",
        encoding=ENCODING_LABELS.get(encoding, encoding),
        example=example,
    )
    remedy = say("If they look wrong, choose another encoding (option {option}).", option="encoding")
    return Finding("guessed_encoding", message, remedy=remedy, value=other)


def guessed_date_order(column: str, order: str) -> Finding:
    message = say(
        "Column '{column}' can be read two ways; it was read {order}, like the other dates in the sheet.",
        column=column,
        order=LABELS[order],
    )
    remedy = say("To read it differently, choose the date order (option {option}).", option="date_order")
    return Finding("guessed_date_order", message, column, remedy=remedy)


def other_date_order(column: str, order: str, known: str) -> Finding:
    message = say(
        "Column '{column}' is written {order} in this sheet, but {known} in the existing rows. It was "
        "read {order}.",
        column=column,
        order=LABELS[order],
        known=LABELS[known],
    )
    remedy = say("If that is wrong, correct the dates and upload the sheet again.")
    return Finding("other_date_order", message, column, remedy=remedy)


def other_decimal(column: str, mark: str, known: str) -> Finding:
    message = say(
        "Column '{column}' has '{mark}' as its decimal mark in this sheet, but '{known}' in the existing "
        "rows. It was read with '{mark}'.",
        column=column,
        mark=mark,
        known=known,
    )
    remedy = say("If that is wrong, choose the decimal mark (option {option}).", option="decimal")
    return Finding("other_decimal", message, column, remedy=remedy)


def other_mark(place: Place, value: Any, decimal: str) -> Finding:
    """Single cells with another decimal mark than the column, that can be read in no other way."""
    message = say_count(
        "Column '{column}', row {row}: '{example}' was read as {value:number}, although the column has "
        "'{mark}' as its decimal mark ({count:integer} such cell).",
        "Column '{column}', row {row}: '{example}' was read as {value:number}, although the column has "
        "'{mark}' as its decimal mark ({count:integer} such cells).",
        place.count,
        column=place.column,
        row=place.shown_row,
        example=place.text,
        value=float(value),
        mark=decimal,
    )
    return Finding("other_mark", message, place.column, place.row, place.count)


def no_percent(column: str) -> Finding:
    message = say(
        "Column '{column}' holds percentages in the existing rows, but has no percent signs in this "
        "sheet: 12 was read as 12, not as 0.12.",
        column=column,
    )
    remedy = say("If these are percentages, write 12 % or 0.12, and upload the sheet again.")
    return Finding("no_percent", message, column, remedy=remedy)


def day_numbers(column: str, number: Any, day: Any) -> Finding:
    message = say(
        "Column '{column}' holds days written as numbers: {number} was read as {day}.",
        column=column,
        number=f"{number:g}" if number < 1e6 else str(int(number)),
        day=str(day.astype("datetime64[D]")),
    )
    remedy = say("If these are not dates, give the column a name that does not suggest dates.")
    return Finding("day_numbers", message, column, remedy=remedy)


def lost_digits(column: str, text: str) -> Finding:
    message = say(
        "Column '{column}' holds numbers such as '{text}': a spreadsheet program cut off their last digits.",
        column=column,
        text=text,
    )
    remedy = say(
        "If they are codes, set the column to text in the program they come from, and export it again."
    )
    return Finding("lost_digits", message, column, remedy=remedy)


def several_currencies(column: str, signs: list[str]) -> Finding:
    message = say(
        "Column '{column}' holds amounts in several currencies ({signs}); nothing was converted.",
        column=column,
        signs=joined(signs, ", "),
    )
    remedy = say("Convert them to one currency, or put the currency in its own column.")
    return Finding("several_currencies", message, column, count=len(signs), remedy=remedy)


def swapped_dates(column: str, count: int) -> Finding:
    message = say(
        "Column '{column}': {count:integer} cells hold dates up to the 12th of a month, all others are "
        "text. A spreadsheet program may have swapped day and month where it could.",
        column=column,
        count=count,
    )
    remedy = say("Compare a few of them with the source of the sheet, or export it again as CSV.")
    return Finding("swapped_dates", message, column, count=count, remedy=remedy)
