"""Encoding and delimiter of a text file, found from its bytes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from datasets.reading.content import CHUNK, not_a_table
from datasets.reading.options import ReadingOptions
from datasets.reading.outcome import ReadingError
from language.sentences import say

CANDIDATES = (",", ";", "\t", "|")
SAMPLE_BYTES = 1 << 16
SAMPLE_ROWS = 200
FEWEST_LINES, LONGEST_SAMPLE = 5, 4 << 20  # a sheet of thousands of columns has long lines
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written, with the cells of its first rows (blank rows are empty lists)."""

    encoding: str
    delimiter: str
    sample: list[list[str]]


def find_dialect(path: Path, name: str, options: ReadingOptions) -> Dialect:
    encoding = options.encoding or _find_encoding(path)
    if not _decodes(path, encoding):
        raise ReadingError.of(
            "wrong_encoding",
            say("'{name}' is not written in {encoding}.", name=name, encoding=encoding),
            remedy=say("Leave the encoding out to have it found, or name another."),
        )
    text = _sample_text(path, encoding)
    if "\x00" in text or len(CONTROL.findall(text)) > len(text) / 100:
        raise not_a_table(name, say("a binary file"))
    text = text.lstrip("\ufeff")
    if options.delimiter:
        return Dialect(encoding, options.delimiter, _rows(text, options.delimiter))
    samples = {delimiter: _rows(text, delimiter) for delimiter in CANDIDATES}
    best = max(samples, key=lambda delimiter: _fit(samples[delimiter]))
    return Dialect(encoding, best, samples[best])


def common_width(rows: list[list[str]]) -> int:
    """The number of cells that most rows have, the larger where two numbers are as common."""
    counts = Counter(len(row) for row in rows if row)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _fit(rows: list[list[str]]) -> float:
    """How well a delimiter explains the rows: many columns, the same number in every row.

    Decimal commas split the rows of a ``;`` file evenly too, but never its header: a first row that
    splits unlike the others counts against.
    """
    filled = [row for row in rows if row]
    width = common_width(filled)
    if width < 2:
        return 0.0
    share = sum(len(row) == width for row in filled) / len(filled)
    return (width - 1) * share**2 * (1.0 if len(filled[0]) == width else 0.25)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, SAMPLE_ROWS))
    except csv.Error:
        return []


def _sample_text(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        data = file.read(SAMPLE_BYTES)
        if data.count(b"\n") + data.count(b"\r") < FEWEST_LINES:
            data += file.read(LONGEST_SAMPLE - SAMPLE_BYTES)
        whole = not file.read(1)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data, final=whole)
    if not whole and (end := max(text.rfind("\n"), text.rfind("\r"))) > 0:
        return text[: end + 1]
    return text


def _find_encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    # Western text in UTF-16 without a mark has a zero byte beside nearly every letter.
    if head[1::2].count(0) > 0.4 * len(head) and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return next(encoding for encoding in ("utf-8", "cp1252", "latin-1") if _decodes(path, encoding))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
