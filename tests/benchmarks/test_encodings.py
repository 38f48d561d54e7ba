"""How often the encoding of a short sheet is told, asked or mistaken, beside the libraries alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from datasets.reading import ReadingQuestion
from datasets.reading.text.encodings import CANDIDATES, find_encoding
from tests.benchmarks.tables import show
from tests.shop_words import WORDS, Words, shop_sheet, with_one_cell, with_one_column

SEEDS = 60
SHEETS: dict[str, Callable[[Words, int], str]] = {
    "header alone": lambda words, seed: shop_sheet(words, 0, seed),
    "5 rows": lambda words, seed: shop_sheet(words, 5, seed),
    "20 rows": lambda words, seed: shop_sheet(words, 20, seed),
    "60 rows": lambda words, seed: shop_sheet(words, 60, seed),
    "5 rows, words in one column": lambda words, seed: with_one_column(shop_sheet(words, 5, seed)),
    "30 rows, words in one column": lambda words, seed: with_one_column(shop_sheet(words, 30, seed)),
    "5 rows, words in one cell": lambda words, seed: with_one_cell(shop_sheet(words, 5, seed), seed),
}
FULL = ("5 rows", "20 rows", "60 rows")


def by_chardet(data: bytes) -> str | None:
    import chardet

    return chardet.detect(data, include_encodings=CANDIDATES, compat_names=False)["encoding"]


def by_charset_normalizer(data: bytes) -> str | None:
    library: Any = pytest.importorskip("charset_normalizer")
    best = library.from_bytes(data, cp_isolation=[name.replace("-", "_") for name in CANDIDATES]).best()
    return best.encoding if best else None


def by_almanac(data: bytes) -> str | None:
    """None where it asks."""
    try:
        return find_encoding(
            data.splitlines(keepends=True), lambda name: decoded(data, name) is not None
        ).name
    except ReadingQuestion:
        return None


WAYS = {
    "Almanac": by_almanac,
    "chardet": by_chardet,
    "charset-normalizer": by_charset_normalizer,
}


def decoded(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeError:
        return None


def outcomes(way: Callable[[bytes], str | None], sheets: list[tuple[str, bytes]]) -> str:
    """``right / asked / wrong``; no answer counts as asked."""
    counts = Counter(
        "asked" if (found := way(data)) is None else "right" if decoded(data, found) == text else "wrong"
        for text, data in sheets
    )
    return " / ".join(str(counts[outcome]) for outcome in ("right", "asked", "wrong"))


def sheets_of(language: str, kinds: tuple[str, ...]) -> list[tuple[str, bytes]]:
    words = WORDS[language]
    written = [
        (text := SHEETS[kind](words, seed), text.encode(encoding))
        for kind in kinds
        for encoding in words.encodings
        for seed in range(SEEDS)
    ]
    return [(text, data) for text, data in written if not data.isascii()]


@pytest.mark.bench
@pytest.mark.parametrize("kinds", [FULL, *((kind,) for kind in SHEETS if kind not in FULL)], ids=", ".join)
def test_how_often_encodings_are_told(kinds: tuple[str, ...]) -> None:
    lines: list[list[Any]] = []
    for language, words in WORDS.items():
        sheets = sheets_of(language, kinds)
        told = [outcomes(way, sheets) for way in WAYS.values()]
        lines.append([language, ", ".join(words.encodings), len(sheets), *told])
    show(", ".join(kinds), ("language", "encodings", "sheets", *WAYS), lines)
