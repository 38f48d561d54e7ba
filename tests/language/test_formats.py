"""Numbers and dates as the reader writes them: written_numbers.json is put to the scripts of a page, too
(tests/look/test_written_numbers.py)."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from language.formats import apart, shown, size
from language.reader import NARROW_SPACE, Reader, reading

CASES = json.loads((Path(__file__).parent / "written_numbers.json").read_text())


@pytest.mark.parametrize("reader", [Reader(), Reader("fr", "fr")], ids=["en", "fr"])
def test_what_pages_and_scripts_write_alike(reader: Reader) -> None:
    with reading(reader):
        for value, format, *texts in CASES["shown"]:
            assert shown(value, format) == texts[reader.language == "fr"], (value, format)
        for values, format, *texts in CASES["apart"]:
            assert apart(values, format) == texts[reader.language == "fr"], (values, format)


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (float("inf"), "number", "–"),
        ("", "text", "–"),
        (3_000_000_000, "amount3", "3.00 bn"),
        (True, "number", "yes"),
        ("two words", "capital", "Two words"),
        (date(2026, 3, 1), "date", "1 Mar 2026"),
        (datetime(2026, 3, 1, 14, 5), "date", "1 Mar 2026, 14:05"),
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


@pytest.mark.parametrize(
    ("bytes", "text"), [(12, "1 KB"), (345_678, "346 KB"), (1_240_000, "1.2 MB"), (None, "–")]
)
def test_sizes_of_files(bytes: float | None, text: str) -> None:
    assert size(bytes) == text
