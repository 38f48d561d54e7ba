"""Encoding and delimiter of a text file, found from its bytes."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cells.words import RULE
from datasets.reading.files.content import CHUNK, not_a_table
from datasets.reading.options import SPACE, ReadingOptions
from datasets.reading.outcome import Finding, ReadingError
from datasets.reading.text.encodings import Encoding, find_encoding
from datasets.reading.text.parting import DOUBLE, SINGLE, delimiter_of, parted
from datasets.reading.text.ragged_rows import END_OF_FILE
from datasets.reading.text.rewriting import Rewrite, by_words, spaced, unwrapped_lines, without_blanks_behind
from language.sentences import say

RARE = ("^", "~")  # x^2 and ~/home are more common
CANDIDATES = (",", ";", "\t", "|", *RARE)
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
RAGGED = 0.5  # share of the rows of one width from which on they are a table
FEWEST_QUOTED = 3  # cells in single quotation marks
FEWEST_BELOW = 3  # rows that make a table below longer notes
DECIMALS = re.compile(r".*\d,\d+(\D.*)?", re.DOTALL)


@dataclass(frozen=True)
class Dialect:
    """How a text file is written, with the cells of its first rows (blank rows are empty lists).

    ``quote`` is the mark around cells that hold the delimiter, or "none". ``rewritten`` has the cells of the
    rows of an opened file that no parser of delimited text can part. ``findings`` say what was guessed.
    """

    encoding: str
    delimiter: str
    sample: list[list[str]]
    rewritten: Rewrite | None = None
    quote: str = DOUBLE
    findings: tuple[Finding, ...] = ()


def find_dialect(path: Path, name: str, options: ReadingOptions) -> Dialect:
    """Raises ReadingError where the file is no text, ReadingQuestion where its letters have two readings."""
    encoding = Encoding(options.encoding) if options.encoding else _find_encoding(path)
    if not _decodes(path, encoding.name):
        raise ReadingError.of(
            "wrong_encoding",
            say("'{name}' is not written in {encoding}.", name=name, encoding=encoding.name),
            remedy=say("Leave the encoding out to detect it, or choose another."),
        )
    return replace(_parted_as(path, name, encoding.name, options), findings=encoding.findings)


def _parted_as(path: Path, name: str, encoding: str, options: ReadingOptions) -> Dialect:
    text = _sample_text(path, encoding).removesuffix(END_OF_FILE)
    if "\x00" in text or len(CONTROL.findall(text)) > len(text) / 100:
        zeros = len(CONTROL.findall(text)) == text.count("\x00") <= len(text) / 10
        raise not_a_table(name, say("a text with zero bytes in it") if zeros else say("a binary file"))
    text = text.lstrip("\ufeff")
    if options.delimiter == SPACE:
        return _rewritten(encoding, SPACE, spaced(text.splitlines()) or by_words, text)
    delimiters = (options.delimiter,) if options.delimiter else CANDIDATES
    quote = options.quote or DOUBLE
    samples = {delimiter: _rows(text, delimiter, quote) for delimiter in delimiters}
    best = max(samples, key=lambda delimiter: _fit(samples[delimiter], delimiter))
    if quote != DOUBLE:
        return Dialect(encoding, best, samples[best], quote=quote)
    if not options.delimiter and not _fit(samples[best], best):
        return _of_one_column(encoding, text, samples)
    return _loosely_quoted(encoding, best, samples[best], text, options)


def _loosely_quoted(
    encoding: str, delimiter: str, sample: list[list[str]], text: str, options: ReadingOptions
) -> Dialect:
    """Of a file that is separated by ``delimiter``, perhaps with blanks before its quotes or single ones."""
    blanks = without_blanks_behind(delimiter)
    rows = _parted(blanks, text)
    if _is_better(rows, sample) or _loses_quotes(rows, sample, DOUBLE):
        return Dialect(encoding, delimiter, rows, blanks)
    rows = [] if options.quote else _rows(text, delimiter, SINGLE)
    # An apostrophe that opens a word would swallow the lines below.
    if len(rows) == len(sample) and (_is_better(rows, sample) or _loses_quotes(rows, sample, SINGLE)):
        return Dialect(encoding, delimiter, rows, quote=SINGLE)
    return Dialect(encoding, delimiter, sample)


def _of_one_column(encoding: str, text: str, samples: dict[str, list[list[str]]]) -> Dialect:
    """Of a file without a delimiter: lines quoted as a whole or separated by blanks, else one column."""
    commas = samples[","]
    inner = delimiter_of([row[0] if row else "" for row in commas]) if _is_one_column(commas) else None
    if inner is not None:
        return _rewritten(encoding, inner, unwrapped_lines(inner), text)
    if (_is_one_column(commas) or _parts_numbers(commas)) and (parting := spaced(text.splitlines())):
        return _rewritten(encoding, SPACE, parting, text)
    single = next((one for one in CANDIDATES if _is_one_column(samples[one])), ",")
    return Dialect(encoding, single, samples[single])


def _rewritten(encoding: str, delimiter: str, rewrite: Rewrite, text: str) -> Dialect:
    return Dialect(encoding, delimiter, _parted(rewrite, text), rewrite)


def _is_one_column(rows: list[list[str]]) -> bool:
    return bool(rows) and all(len(row) < 2 for row in rows)


def _is_better(rows: list[list[str]], than: list[list[str]]) -> bool:
    """Whether more of ``rows`` have one width: blanks stood between delimiters and quotation marks."""
    return rows != than and common_width(rows) > 1 and _alike(rows) > _alike(than)


def _loses_quotes(rows: list[list[str]], than: list[list[str]], mark: str) -> bool:
    """Whether ``rows`` are ``than`` without the quotation ``mark`` around cells."""
    quoted = [cell.strip() for row in than for cell in row if cell.lstrip().startswith(mark)]
    return (
        len(quoted) >= FEWEST_QUOTED
        and all(len(cell) > 1 and cell.endswith(mark) for cell in quoted)
        and [len(row) for row in rows] == [len(row) for row in than]
        and not any(cell.startswith(mark) for row in rows for cell in row)
    )


def _alike(rows: list[list[str]]) -> float:
    """The share of rows that have the common width."""
    width = common_width(rows)
    return sum(len(row) == width for row in rows) / max(len(rows), 1)


def common_width(rows: list[list[str]]) -> int:
    """The number of cells that most rows have, the larger where two numbers are as common."""
    counts = Counter(len(row) for row in rows if row)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _fit(rows: list[list[str]], delimiter: str) -> float:
    """How well a delimiter explains the rows: many columns, the same number in every row.

    Decimal commas split the rows of a ``;`` file evenly too, but never its header: a first row that
    splits unlike the others counts against. Where it is not split at all, commas are likely to be those
    of sentences or decimal marks.
    """
    filled = [row for row in rows if row and not (len(row) == 1 and RULE.fullmatch(row[0]))]
    widths = [len(row) for row in filled]
    width = common_width(filled)
    if width < 2:  # more lines of notes than rows
        width = max(widths, default=0)
        if width < 2 or len(widths) - widths.index(width) < FEWEST_BELOW:
            return 0.0
    if delimiter in RARE and widths[0] != width:
        return 0.0
    share = widths.count(width) / len(widths)
    if widths[0] == 1:  # below a title come rows of one width, below the name of a column do not
        below = widths[widths.index(width) :]
        if below.count(width) <= RAGGED * len(below) or (delimiter == "," and _parts_numbers(filled[1:])):
            return 0.0
    return (width - 1) * share**2 * (1.0 if widths[0] == width else 0.25)


def _parts_numbers(rows: list[list[str]]) -> bool:
    """Whether every comma stands in a number with decimals, one in a row."""
    return all(len(row) == 1 or (len(row) == 2 and DECIMALS.fullmatch(",".join(row))) for row in rows)


def _rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    return _parted(lambda lines: parted(lines, delimiter, quote), text)


def _parted(rewrite: Rewrite, text: str) -> list[list[str]]:
    try:
        return list(islice(rewrite(io.StringIO(text, newline="")), SAMPLE_ROWS))
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


def _find_encoding(path: Path) -> Encoding:
    if (plain := unicode_of(path)) is not None:
        return Encoding(plain)
    with path.open("rb") as file:
        lines = iter(lambda: file.readline(CHUNK), b"")
        return find_encoding(lines, lambda encoding: _decodes(path, encoding))


def unicode_of(path: Path) -> str | None:
    """The encoding of a text in Unicode, which its marks or its bytes prove; also of one that is ASCII."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    # Western text in UTF-16 without a mark has a zero byte next to nearly every letter.
    if head[1::2].count(0) > 0.4 * len(head) and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return "utf-8" if _decodes(path, "utf-8") else None


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
