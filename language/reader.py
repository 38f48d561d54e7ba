"""Who is reading: the language and number format of the current page. No Django here.

Without a reader (a worker, the API, a log) everything is in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "fr": "Français"}

NARROW_SPACE = "\u202f"
# Thousands and decimal sign. The keys are names that browsers know, too.
NUMBER_FORMATS = {
    "en": (",", "."),
    "fr": (NARROW_SPACE, ","),
    "de": (".", ","),
    "de-CH": ("’", "."),
}


@dataclass(frozen=True)
class Reader:
    language: str = ENGLISH
    numbers: str = ENGLISH


NOBODY = Reader()
_reader: ContextVar[Reader] = ContextVar("reader", default=NOBODY)


def current() -> Reader:
    return _reader.get()


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Everything inside is shown to ``reader``."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations of ``language``: the same file that Django's templates use."""
    return gettext.translation("django", LOCALE, [language], fallback=True)
