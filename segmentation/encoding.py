"""Turns a sheet of numbers and words into points whose distances mean something.

A number becomes one coordinate with mean 0 and standard deviation 1, after a logarithm where it is
skewed. Ordered words become one such coordinate; other words one 0/1 coordinate each. What is
missing or was never seen becomes what is usual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from columns.values import EMPTY, numbers, words
from contract.asking import Flag
from language.sentences import Sentence, say

SKEWED = 1.0  # absolute skewness from which a number is put on a logarithmic scale
MOST_WORDS = 20
OTHER, UNKNOWN = "other", "unknown"
FARTHEST = 1e6  # standard deviations, for a request far outside what was trained on


@dataclass(frozen=True)
class NumberColumn:
    """``scale`` is the typical size of the number where it is put on a logarithmic scale, else 0."""

    name: str
    median: float
    low: float
    high: float
    scale: float = 0.0
    mean: float = 0.0
    deviation: float = 1.0

    width = 1

    @classmethod
    def learn(cls, series: pd.Series) -> NumberColumn:
        values = numbers(series)
        known = values[~np.isnan(values)]
        standardised = (known - known.mean()) / known.std()
        skewness = np.mean(standardised * standardised * standardised)
        scale = float(np.median(np.abs(known[known != 0]))) if abs(skewness) > SKEWED else 0.0
        column = cls(str(series.name), float(np.median(known)), float(known.min()), float(known.max()), scale)
        coordinate = column._straightened(values)
        return replace(column, mean=float(coordinate.mean()), deviation=float(coordinate.std()))

    def encode(self, series: pd.Series) -> np.ndarray:
        coordinate = (self._straightened(numbers(series)) - self.mean) / self.deviation
        return coordinate.clip(-FARTHEST, FARTHEST)[:, None]

    def flags(self, series: pd.Series) -> list[Flag]:
        values = numbers(series)
        outside = np.flatnonzero((values < self.low) | (values > self.high))
        unknown = say(
            "'{column}' is missing or not a number: {median:number} was used",
            column=self.name,
            median=self.median,
        )
        return [
            *_missing(self.name, np.isnan(values), unknown),
            *(
                Flag(
                    row=int(row),
                    code="outside_range",
                    message=say(
                        "'{column}' is {value:number}; the model was trained on {low:number} to "
                        "{high:number}",
                        column=self.name,
                        value=float(values[row]),
                        low=self.low,
                        high=self.high,
                    ),
                    column=self.name,
                )
                for row in outside
            ),
        ]

    def _straightened(self, values: np.ndarray) -> np.ndarray:
        values = np.where(np.isnan(values), self.median, values)
        return np.sign(values) * np.log1p(np.abs(values) / self.scale) if self.scale else values


@dataclass(frozen=True)
class WordColumn:
    """``table`` holds the coordinates of each level, and last those of a word that is not known."""

    name: str
    levels: list[str]
    table: list[list[float]]

    @property
    def width(self) -> int:
        return len(self.table[0])

    @classmethod
    def learn(cls, series: pd.Series) -> WordColumn:
        codes, texts = words(series, missing=EMPTY)
        counts: Counter[str] = Counter()
        spelling: dict[str, str] = {}
        for text, count in zip(texts, np.bincount(codes[codes >= 0], minlength=len(texts)), strict=True):
            if count:
                counts[text.casefold()] += int(count)
                spelling.setdefault(text.casefold(), text)
        steps = ranks(counts)
        if steps:
            return cls(str(series.name), *_ordered(steps, counts, spelling))
        return cls(str(series.name), *_unordered(counts, spelling, missing=int((codes < 0).sum())))

    def codes(self, series: pd.Series) -> np.ndarray:
        """The place of each row's word among the levels, -1 where it has none."""
        codes, texts = self._words(series)
        places = {level.casefold(): place for place, level in enumerate(self.levels)}
        other, unknown = places.get(OTHER, -1), places.get(UNKNOWN, -1)
        return np.array([*(places.get(text.casefold(), other) for text in texts), unknown])[codes]

    def encode(self, series: pd.Series) -> np.ndarray:
        return np.asarray(self.table, dtype=np.float32)[self.codes(series)]

    def flags(self, series: pd.Series) -> list[Flag]:
        codes, texts = self._words(series)
        known = {level.casefold() for level in self.levels}
        unseen = [code for code, text in enumerate(texts) if text.casefold() not in known]
        return [
            *_missing(
                self.name,
                codes < 0,
                say("'{column}' is missing: the usual value was used", column=self.name),
            ),
            *(
                Flag(
                    row=int(row),
                    code="unseen_category",
                    message=say(
                        "'{column}' is '{word}', which the model has never seen",
                        column=self.name,
                        word=texts[codes[row]],
                    ),
                    column=self.name,
                )
                for row in np.flatnonzero(np.isin(codes, unseen) & (codes >= 0))
            ),
        ]

    def _words(self, series: pd.Series) -> tuple[np.ndarray, list[str]]:
        """A request has flags as yes and no, also where the sheet had them as 1 and 0."""
        codes, texts = words(series, missing=EMPTY)
        if pd.api.types.is_bool_dtype(series.dtype) and set(self.levels) & {"0", "1"}:
            texts = [{"yes": "1", "no": "0"}[text] for text in texts]
        return codes, texts


Column = NumberColumn | WordColumn


@dataclass(frozen=True)
class Encoder:
    columns: list[Column]

    def encode(self, frame: pd.DataFrame) -> np.ndarray:
        """The points, float32 of shape (rows, coordinates)."""
        points = np.empty((len(frame), sum(column.width for column in self.columns)), dtype=np.float32)
        start = 0
        for column in self.columns:
            points[:, start : start + column.width] = column.encode(frame[column.name])
            start += column.width
        return points

    def flags(self, frame: pd.DataFrame) -> list[Flag]:
        """Why a row's point deserves less trust, for all columns."""
        return [flag for column in self.columns for flag in column.flags(frame[column.name])]

    def as_list(self) -> list[dict[str, Any]]:
        return [asdict(column) for column in self.columns]

    @classmethod
    def from_list(cls, stored: list[dict[str, Any]]) -> Encoder:
        return cls([WordColumn(**item) if "levels" in item else NumberColumn(**item) for item in stored])


def _ordered(
    steps: dict[str, int], counts: Counter[str], spelling: dict[str, str]
) -> tuple[list[str], list[list[float]]]:
    ordered = sorted(steps, key=steps.__getitem__)
    values = np.array([steps[key] for key in ordered], dtype=float)
    shares = np.array([counts[key] for key in ordered]) / counts.total()
    mean = (values * shares).sum()
    standardised = (values - mean) / np.sqrt(((values - mean) ** 2 * shares).sum())
    median = standardised[np.searchsorted(shares.cumsum(), 0.5)]
    return [spelling[key] for key in ordered], np.round([*standardised, median], 6)[:, None].tolist()


def _unordered(
    counts: Counter[str], spelling: dict[str, str], missing: int
) -> tuple[list[str], list[list[float]]]:
    common = counts.most_common(MOST_WORDS)
    levels: Counter[str] = Counter({spelling[key]: count for key, count in common})
    if rest := counts.total() - levels.total():
        levels[OTHER] += rest
    if missing:
        levels[UNKNOWN] += missing
    shares = np.array(list(levels.values())) / levels.total()
    return list(levels), np.round([*np.eye(len(levels)), shares], 6).tolist()


def _missing(column: str, missing: np.ndarray, message: Sentence) -> list[Flag]:
    """One flag per row, or a single one where the whole column is missing."""
    rows: list[int | None] = (
        [None] if missing.all() and len(missing) > 1 else [int(row) for row in np.flatnonzero(missing)]
    )
    return [Flag(row=row, code="missing", message=message, column=column) for row in rows]


# --- Words that have an order. Words in one set mean the same step of the scale ---

DEGREES = (
    {"none", "no"},
    {"very low", "very small"},
    {"low", "small", "primary", "basic"},
    {"medium", "mid", "middle", "moderate", "average", "normal", "secondary"},
    {"high", "large", "big", "tertiary", "advanced"},
    {"very high", "very large"},
)
SCALES = (
    DEGREES,
    ({"xxs"}, {"xs"}, {"s"}, {"m"}, {"l"}, {"xl"}, {"xxl"}, {"xxxl"}),
    ({"child", "kid"}, {"youth", "young", "teen"}, {"adult", "middle-aged"}, {"senior", "old", "elderly"}),
    ({"never"}, {"rarely", "seldom"}, {"sometimes", "occasionally"}, {"often", "frequently"}, {"always"}),
    ({"very poor"}, {"poor", "bad"}, {"fair", "average", "ok"}, {"good"}, {"very good"}, {"excellent"}),
    ({"beginner"}, {"intermediate"}, {"advanced"}, {"expert"}),
    ({"bronze"}, {"silver"}, {"gold"}, {"platinum"}, {"diamond"}),
    ({"cold"}, {"warm"}, {"hot"}),
)


def ranks(words: Iterable[str]) -> dict[str, int] | None:
    """The step of each lower-case word, or None where no scale holds at least two steps and all words."""
    words = list(words)
    for scale in SCALES:
        steps = {word: step for step, same in enumerate(scale) for word in same}
        if all(word in steps for word in words) and len({steps[word] for word in words}) > 1:
            return {word: steps[word] for word in words}
    return None
