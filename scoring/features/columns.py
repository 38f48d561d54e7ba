"""How each kind of column is learned, encoded, shown and doubted. All of it is kept as plain JSON."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from cells.dates import NO_END
from columns.identifiers import is_prose
from columns.values import dates, numbers, words
from contract.asking import Flag
from contract.data import Kind
from language.sentences import Sentence, say

MOST_LEVELS = 200  # of a category; rarer words share one code
FEWEST_ROWS_OF_LEVEL = 3
MOST_WORDS = 30  # of a text column whose presence is a feature
WORD = re.compile(r"[^\W\d_]{3,}")
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class NumberColumn:
    """A number, or a flag as 0 and 1. One feature: the number itself, NaN where missing."""

    name: str
    low: float
    high: float
    median: float
    flag: bool = False

    kind: ClassVar[str] = "number"
    categorical: ClassVar[bool] = False
    width: ClassVar[int] = 1

    @classmethod
    def learn(cls, name: str, values: pd.Series, flag: bool = False) -> NumberColumn:
        known = numbers(values)
        known = known[~np.isnan(known)]
        if not len(known):
            return cls(name, 0.0, 0.0, 0.0, flag)
        return cls(name, float(known.min()), float(known.max()), float(np.median(known)), flag)

    def encode(self, values: pd.Series, moments: np.ndarray | None) -> np.ndarray:
        return numbers(values)[:, None]

    def flags(self, values: pd.Series, encoded: np.ndarray) -> list[Flag]:
        found = encoded[:, 0]
        return [
            _flag(
                row,
                "outside_range",
                self.name,
                say(
                    "'{column}' is {value:number}; the model was trained on {low:number} to {high:number}",
                    column=self.name,
                    value=float(found[row]),
                    low=self.low,
                    high=self.high,
                ),
            )
            for row in np.flatnonzero((found < self.low) | (found > self.high))
        ]

    @property
    def typical(self) -> Any:
        return bool(self.median) if self.flag else self.median


@dataclass(frozen=True)
class CategoryColumn:
    """A word. One categorical feature: its place among ``levels``; other words share the last code."""

    name: str
    levels: list[str]
    common: str = ""

    kind: ClassVar[str] = "category"
    categorical: ClassVar[bool] = True
    width: ClassVar[int] = 1

    @classmethod
    def learn(cls, name: str, values: pd.Series) -> CategoryColumn:
        codes, texts = words(values)
        counts = np.bincount(codes[codes >= 0], minlength=len(texts))
        order = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
        kept = [p for p in order[:MOST_LEVELS] if counts[p] >= FEWEST_ROWS_OF_LEVEL or len(order) <= 10]
        return cls(name, [texts[place] for place in kept], texts[order[0]] if order else "")

    def encode(self, values: pd.Series, moments: np.ndarray | None) -> np.ndarray:
        codes, texts = words(values)
        places = {level.casefold(): float(place) for place, level in enumerate(self.levels)}
        other = float(len(self.levels))
        found = [places.get(text.casefold(), other) for text in texts]
        return np.array([*found, np.nan])[codes][:, None]

    def flags(self, values: pd.Series, encoded: np.ndarray) -> list[Flag]:
        return [
            _flag(
                row,
                "unseen_category",
                self.name,
                say(
                    "'{column}' is '{word}', which the model has rarely or never seen",
                    column=self.name,
                    word=str(values.iloc[row])[:60],
                ),
            )
            for row in np.flatnonzero(encoded[:, 0] == len(self.levels))
        ]

    @property
    def typical(self) -> Any:
        return self.common


@dataclass(frozen=True)
class DateColumn:
    """A date. Features: days before the row's own date (or ``reference``), year, month, weekday.

    Of a column in which some cells say that there is ``no_end``, that is one more feature, and the first: 1
    where there is none, 0 where a day is given. So "never" and "not known" are two things to a model.
    ``low`` and ``high`` are the first and the last day learned from; "" in models of earlier releases.
    """

    name: str
    reference: str
    low: str = ""
    high: str = ""
    no_end: bool = False

    kind: ClassVar[str] = "date"
    categorical: ClassVar[bool] = False

    @property
    def width(self) -> int:
        return 4 + self.no_end

    @classmethod
    def learn(cls, name: str, values: pd.Series, reference: np.datetime64) -> DateColumn:
        known = dates(values)
        known = known[~np.isnat(known)].astype("datetime64[D]")
        low, high = (str(known.min()), str(known.max())) if len(known) else ("", "")
        no_end = bool((dates(values, endless=True) == NO_END).any())
        return cls(name, str(reference.astype("datetime64[D]")), low, high, no_end)

    def encode(self, values: pd.Series, moments: np.ndarray | None) -> np.ndarray:
        found = pd.DatetimeIndex(dates(values))
        reference = np.datetime64(self.reference, "ns")
        before = np.full(len(found), reference) if moments is None else moments
        before = np.where(np.isnat(before), reference, before)
        days = (before - found.to_numpy()) / DAY
        encoded = np.column_stack([days, found.year, found.month, found.dayofweek]).astype(float)
        if not self.no_end:
            return encoded
        never = dates(values, endless=True) == NO_END
        known = never | ~np.isnat(found.to_numpy())
        return np.column_stack([np.where(known, never, np.nan), encoded])

    def flags(self, values: pd.Series, encoded: np.ndarray) -> list[Flag]:
        late = [
            _flag(
                row,
                "future_date",
                self.name,
                say("'{column}' is after the date of the row", column=self.name),
            )
            for row in np.flatnonzero(encoded[:, int(self.no_end)] < 0)
        ]
        return [*late, *self._outside(values)]

    def _outside(self, values: pd.Series) -> list[Flag]:
        if not self.low:
            return []
        days = dates(values).astype("datetime64[D]")
        return [
            outside_range(self.name, int(row), str(days[row]), self.low, self.high)
            for row in np.flatnonzero((days < np.datetime64(self.low)) | (days > np.datetime64(self.high)))
        ]

    @property
    def typical(self) -> Any:
        return self.reference


@dataclass(frozen=True)
class TextColumn:
    """Free text. Features: characters, words, and whether each of the most frequent words occurs."""

    name: str
    frequent: list[str]

    kind: ClassVar[str] = "text"
    categorical: ClassVar[bool] = False

    @property
    def width(self) -> int:
        return 2 + len(self.frequent)

    @classmethod
    def learn(cls, name: str, values: pd.Series) -> TextColumn:
        counts: Counter[str] = Counter()
        for text in values.dropna().astype(str):
            counts.update(set(WORD.findall(text.casefold())))
        rows = max(len(values), 1)
        frequent = [text for text, count in counts.most_common(3 * MOST_WORDS) if 0.01 < count / rows < 0.9]
        return cls(name, sorted(frequent[:MOST_WORDS]))

    def encode(self, values: pd.Series, moments: np.ndarray | None) -> np.ndarray:
        encoded = np.full((len(values), self.width), np.nan)
        places = {text: place for place, text in enumerate(self.frequent)}
        for row, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                continue
            found = WORD.findall(value.casefold())
            encoded[row] = 0
            encoded[row, :2] = len(value), len(found)
            for text in found:
                if text in places:
                    encoded[row, 2 + places[text]] = 1
        return encoded

    def flags(self, values: pd.Series, encoded: np.ndarray) -> list[Flag]:
        return []

    @property
    def typical(self) -> Any:
        return " ".join(self.frequent[:3])


Column = NumberColumn | CategoryColumn | DateColumn | TextColumn
KINDS: dict[str, type[Column]] = {
    cls.kind: cls for cls in (NumberColumn, CategoryColumn, DateColumn, TextColumn)
}


def learn(name: str, values: pd.Series, kind: Kind, reference: np.datetime64) -> Column:
    """The column as its kind asks for; a text of few words that repeat is a category."""
    if kind in ("number", "flag"):
        return NumberColumn.learn(name, values, flag=kind == "flag")
    if kind == "date":
        return DateColumn.learn(name, values, reference)
    if kind == "text" and is_prose(values):
        return TextColumn.learn(name, values)
    return CategoryColumn.learn(name, values)


def as_json(column: Column) -> dict[str, Any]:
    return {"kind": column.kind, **asdict(column)}


def from_json(stored: dict[str, Any]) -> Column:
    values = dict(stored)
    return KINDS[values.pop("kind")](**values)


def input_kind(column: Column) -> Kind:
    return "flag" if isinstance(column, NumberColumn) and column.flag else column.kind  # type: ignore[return-value]


def outside_range(column: str, row: int, day: str, low: str, high: str) -> Flag:
    """A date before or after those that were learned from."""
    message = say(
        "'{column}' is {value:date}; the model was trained on {low:date} to {high:date}",
        column=column,
        value=day,
        low=low,
        high=high,
    )
    return _flag(row, "outside_range", column, message)


def _flag(row: Any, code: str, column: str, message: Sentence) -> Flag:
    return Flag(row=int(row), code=code, message=message, column=column)
