"""What blocks are held to when they are made. Each raises ValueError, saying what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

TONES = ("good", "warn", "bad", "neutral")
NUMBERS = ("number", "integer", "percent")
"""Formats that scripts know."""
FORMATS = (*NUMBERS, "text", "date", "amount")
AMOUNT = re.compile(r"amount\d*")


def has_format(format: Any, allowed: Sequence[str] = FORMATS) -> None:
    """No format is "number"; ``amount3`` shows three digits."""
    plain = "amount" if isinstance(format, str) and AMOUNT.fullmatch(format) else format
    if plain is not None and plain not in allowed:
        raise ValueError(f"the format '{format}' is none of {', '.join(allowed)}")


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
