"""Countries by name, in the reader's language: those whose public holidays are known. No Django here.

The names are those of the CLDR, kept in ``countries.json``; a language without them gets English ones.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from language.reader import current

NAMES = Path(__file__).with_name("countries.json")


def countries() -> list[tuple[str, str]]:
    """(two-letter code, name), in the order of the names."""
    known = _names()
    names = known.get(current().language, known["en"])
    return sorted(names.items(), key=lambda one: one[1])


@cache
def _names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return found
