"""Numbers and dates as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from language.formats import shown
from language.reader import NARROW_SPACE, Reader, reading


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (1234.5678, "number", "1,235"),
        (0.000012345, "number", "1.234e-05"),
        (0.5, "number", "0.5"),
        (0, "number", "0"),
        (float("inf"), "number", "–"),
        (None, "number", "–"),
        ("", "text", "–"),
        (True, "number", "yes"),
        (1_234_567, "integer", "1,234,567"),
        (0.314, "percent", "31.4 %"),
        (-0.5, "percent", "-50 %"),
        (2_100_000, "amount2", "2.1 m"),
        (3_000_000_000, "amount3", "3.00 bn"),
        (0.25, "amount2", "0.25"),
        (1234.5, "amount5", "1,234.5"),
        ("two words", "capital", "Two words"),
        (date(2026, 3, 1), "date", "1 Mar 2026"),
        (datetime(2026, 3, 1, 14, 5), "date", "1 Mar 2026, 14:05"),
        ("2026-03-01", "date", "1 Mar 2026"),
        ("last spring", "date", "last spring"),
    ],
)
def test_formats(value: Any, format: str, text: str) -> None:
    assert shown(value, format) == text


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ("en", "1,234.5"),
        ("fr", f"1{NARROW_SPACE}234,5"),
        ("de", "1.234,5"),
        ("de-CH", "1’234.5"),
    ],
)
def test_signs_are_the_readers(numbers: str, text: str) -> None:
    with reading(Reader(numbers=numbers)):
        assert shown(1234.5, "amount5") == text
        assert shown("1,234.5", "text") == "1,234.5", "text is nobody's number"
