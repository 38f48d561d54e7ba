"""Why a cell does not fit the conventions of its column, said with the place, the value and what to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cells.conventions import Conventions
from cells.kinds import Wrong
from language.sentences import Sentence, say

LONGEST = 60  # characters of a cell that a sentence shows
ORDERS = {"dmy": say("day first"), "mdy": say("month first"), "ymd": say("year first")}
MARKS = {",": say("a comma"), ".": say("a point")}


def shown(cell: Any) -> str:
    text = str(cell)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def sentence(cell: Any, wrong: Wrong, how: Conventions) -> Sentence:
    """What is wrong with ``cell`` and what to write instead."""
    return SENTENCES[wrong.code](how.name, shown(cell), wrong.readings, how)


def _not_a_number(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    if readings and how.decimal:
        return say(
            "'{column}' is '{value}', but its decimal mark is {mark}. Write {right}.",
            column=column,
            value=value,
            mark=MARKS[how.decimal],
            right=_written(readings[0], how.decimal),
        )
    return say("'{column}' is '{value}': that is not a number.", column=column, value=value)


def _ambiguous_number(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    whole, broken = readings
    return say(
        "'{column}' is '{value}': that could be {whole} or {broken}. Write {whole} or {clearly}.",
        column=column,
        value=value,
        whole=_written(whole, "."),
        broken=_written(broken, "."),
        clearly=_clearly(broken),
    )


def _ambiguous_percent(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    share, number = (_written(reading, how.decimal or ".") for reading in readings)
    if how.percent:
        return say(
            "'{column}' is '{value}' without a percent sign, but holds percentages. Write {number} %, or "
            "send {value} as a number if it is no percentage.",
            column=column,
            value=value,
            number=number,
        )
    return say(
        "'{column}' is '{value}', but holds numbers without a percent sign. Write {share} or {number}.",
        column=column,
        value=value,
        share=share,
        number=number,
    )


def _not_a_date(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    return say(
        "'{column}' is '{value}': that is not a date. Write it like 2026-04-03.", column=column, value=value
    )


def _impossible_date(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    if readings and how.date_order:
        return say(
            "'{column}' is '{value}', but its dates are written {order}. Write {right}.",
            column=column,
            value=value,
            order=ORDERS[how.date_order],
            right=readings[0],
        )
    return say("'{column}' is '{value}': that is not a date from 1678 to 2261.", column=column, value=value)


def _ambiguous_date(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    return say(
        "'{column}' is '{value}': day and month could be swapped. Write {first} or {second}.",
        column=column,
        value=value,
        first=readings[0],
        second=readings[1],
    )


def _not_a_flag(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    return say(
        "'{column}' is '{value}': that is neither yes nor no. Write {yes} or {no}.",
        column=column,
        value=value,
        yes=how.yes[0] if how.yes else "yes",
        no=how.no[0] if how.no else "no",
    )


def _not_a_cell(column: str, value: str, readings: tuple[Any, ...], how: Conventions) -> Sentence:
    return say("'{column}' is {value}: a list or an object. Send a single value.", column=column, value=value)


def _written(number: int | float, decimal: str) -> str:
    text = str(int(number)) if float(number).is_integer() else f"{number:.15g}"
    return text.replace(".", decimal)


def _clearly(number: int | float) -> str:
    """With a fourth decimal, which no thousands are parted by."""
    return f"{number:.4f}"


SENTENCES: Mapping[str, Callable[[str, str, tuple[Any, ...], Conventions], Sentence]] = {
    "not_a_number": _not_a_number,
    "ambiguous_number": _ambiguous_number,
    "ambiguous_percent": _ambiguous_percent,
    "not_a_date": _not_a_date,
    "impossible_date": _impossible_date,
    "ambiguous_date": _ambiguous_date,
    "not_a_flag": _not_a_flag,
    "not_a_cell": _not_a_cell,
}
