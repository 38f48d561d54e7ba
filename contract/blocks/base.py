"""What every kind of block has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, ClassVar

from contract.plain import plain
from language.formats import shown


@dataclass(frozen=True)
class Block:
    """A piece of a report as plain JSON. ``summary`` is the sentence that says what it shows.

    Fields become plain JSON when a block is made (``contract.plain``: NaN and infinity are null, dates are
    ISO text), and are checked then. Raises ValueError, naming the title and what is wrong.
    """

    title: str
    summary: str = field(default="", kw_only=True)
    under: str = field(default="answer", kw_only=True)
    """The tab of the model's page it stands under, one of UNDER."""

    kind: ClassVar[str]
    drawn: ClassVar[bool] = False
    """Whether a script draws it, from the data that ``Behind`` shows as a table."""

    def __post_init__(self) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, plain(getattr(self, one.name)))
        try:
            has_place(self.under)
            self.check()
        except ValueError as wrong:
            raise ValueError(f"{self.kind} '{self.title}': {wrong}") from None

    def check(self) -> None:
        """Raises ValueError where the fields do not fit each other."""

    @property
    def data(self) -> dict[str, Any]:
        """The fields of the kind; one that is None is left out."""
        own = [one.name for one in fields(self) if one.name not in ("title", "summary", "under")]
        return {name: value for name in own if (value := getattr(self, name)) is not None}

    def as_dict(self) -> dict[str, Any]:
        whole = {"kind": self.kind, "title": self.title, "data": self.data, "summary": self.summary}
        return dict(plain({**whole, "under": self.under}))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The table behind the drawing of ``data``, which is JSON as it was kept. ``item`` is the only one
        to show, where there are several. A kind that is drawn has one; cards, notes and tables are read."""
        raise NotImplementedError

    @staticmethod
    def of_kind(kind: str) -> type[Block]:
        """The class of ``kind``. Raises KeyError."""
        return {one.kind: one for one in Block.__subclasses__()}[kind]


# --- What blocks are held to when they are made. Each raises ValueError, saying what is wrong ---

TONES = ("good", "warn", "bad", "neutral")
UNDER = ("answer", "why", "good")
"""What will be and what to do; what it depends on; how far to trust it."""
NUMBERS = ("number", "integer", "percent")
"""Formats that scripts know."""
FORMATS = (*NUMBERS, "text", "date", "amount")
WITH_DIGITS = re.compile(r"(number|percent|amount)\d+")


def has_format(format: Any, allowed: Sequence[str] = FORMATS) -> None:
    """No format is "number"; ``amount2`` shows two digits."""
    found = WITH_DIGITS.fullmatch(format) if isinstance(format, str) else None
    plain = found[1] if found else format
    if plain is not None and plain not in allowed:
        raise ValueError(f"the format '{format}' is none of {', '.join(allowed)}")


def has_place(under: Any) -> None:
    if under not in UNDER:
        raise ValueError(f"the place '{under}' is none of {', '.join(UNDER)}")


def has_tone(tone: Any) -> None:
    if tone is not None and tone not in TONES:
        raise ValueError(f"the tone '{tone}' is none of {', '.join(TONES)}")


def has_keys(what: str, part: Any, *keys: str) -> None:
    missing = [key for key in keys if not isinstance(part, Mapping) or key not in part]
    if missing:
        raise ValueError(f"{what} lacks {', '.join(missing)}")


def as_long(what: str, values: Sequence[Any] | None, count: int, others: str) -> None:
    """``values`` may be left out."""
    if values is not None and len(values) != count:
        raise ValueError(f"{what}: {len(values)} values for {count} {others}")


def all_numbers(what: str, values: Iterable[Any] | None, gaps: bool = True) -> None:
    """``gaps``: whether values may be missing."""
    for place, value in enumerate(values or ()):
        if value is None and gaps:
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"{what}: value {place + 1} is no number: {value!r}")


def moment(what: str, text: Any) -> datetime:
    """Of ISO text; without a zone it is taken as UTC, as the scripts do."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"{what}: {text!r} is no date as ISO text") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# --- The table behind a drawing: the same numbers, for those who read them, print them, or cannot see it ---

Column = Mapping[str, Any]
"""``{"key", "label", "format"}``."""


@dataclass(frozen=True)
class Behind:
    """``rows`` are ``{key: value}``, made as they are asked for; ``total`` is how many there are.

    ``_rows`` of a row (docs/blocks.md) is linked from its first cell; ``_behind`` says the same for single
    cells, by key. ``_tone`` is the tone of a row.
    """

    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    total: int


def column(key: str, label: str, format: str = "number") -> Column:
    return {"key": key, "label": label, "format": format}


def by_position(
    first: Column, keys: Sequence[Any], series: Sequence[Mapping[str, Any]], format: str = "number"
) -> Behind:
    """A row for each of ``keys``, with the value that every one of ``series`` has there."""
    columns = [first, *(column(str(at), one["name"], format) for at, one in enumerate(series))]
    rows = (
        {first["key"]: key, **{str(at): one["values"][row] for at, one in enumerate(series)}}
        for row, key in enumerate(keys)
    )
    return Behind(columns, rows, len(keys))


def format_of(values: Sequence[Any]) -> str:
    """date for ISO text, number for numbers, else text: what the first value is."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str):
        return "text" if shown(first, "date") == first else "date"
    return "number"
