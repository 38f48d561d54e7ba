"""Opens a workbook of any kind: XLSX, XLS, ODS, or tables in markup that are called .xls."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import python_calamine

from datasets.reading.files.content import HEAD_BYTES, damaged_workbook
from datasets.reading.files.markup import MOST_BYTES, MarkupBook, markup_of
from datasets.reading.options import ReadingLimits
from datasets.reading.outcome import ReadingError
from datasets.reading.workbook import spreadsheetml, web_pages
from language.sentences import say

SUFFIXES = (".xlsx", ".xls")


@contextmanager
def opened(path: Path, name: str, limits: ReadingLimits, encoding: str | None = None) -> Iterator[Any]:
    """The workbook in the file: its ``sheet_names``, ``sheets_metadata`` and ``get_sheet_by_index``.

    Raises ReadingError where it is damaged or protected, also for what its sheets turn out to be.
    """
    with path.open("rb") as file:
        markup = markup_of(file.read(HEAD_BYTES))
        file.seek(0)
        try:
            if markup is None:
                yield python_calamine.load_workbook(file)
            else:
                yield _of_markup(path, markup, name, limits, encoding)
        except python_calamine.CalamineError as error:
            raise _refusal(path, name, error) from None


def _of_markup(path: Path, markup: str, name: str, limits: ReadingLimits, encoding: str | None) -> MarkupBook:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ReadingError.too_many("unpacked_bytes", name, size, MOST_BYTES)
    if markup == "xml":
        return spreadsheetml.sheets_of(path.read_bytes(), name, limits)
    return web_pages.tables_of(path.read_bytes(), name, limits, encoding)


def _refusal(path: Path, name: str, error: Exception) -> ReadingError:
    """Only under the right suffix does the library say that a workbook is protected."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SUFFIXES:
            link = Path(folder) / f"workbook{suffix}"
            link.symlink_to(path.resolve())
            try:
                python_calamine.load_workbook(link)
            except python_calamine.PasswordError:
                return ReadingError.of(
                    "password",
                    say("'{name}' is protected by a password.", name=name),
                    remedy=say("Save it without the password."),
                )
            except python_calamine.CalamineError:
                continue
    return damaged_workbook(name, error)
