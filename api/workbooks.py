"""Tables as a workbook to be read by people: what it is, columns that fit, dates and numbers as such."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from api.formulas import safe_cell
from api.line_charts import Lines, add_chart, with_dates
from api.plain_rows import plain_rows
from cells.own_workbooks import MARK
from contract.result_columns import ResultColumn

if TYPE_CHECKING:
    from pandas import DataFrame

DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
PERCENT, WHOLE, SMALL = "0.0%", "#,##0", "#,##0.00"
WHOLE_FROM = 1_000
MEASURED = 1_000  # rows by which the width of a column is found
NARROWEST, WIDEST = 9, 60  # characters
LABELS, TEXTS = 28, 90


@dataclass(frozen=True)
class About:
    """What a workbook is: ``facts`` are labels and texts, ``columns`` the words for those of the table.

    ``in_words`` is for people: this sheet comes first, and columns are headed by their labels. A program
    reads the first sheet and the names of the API.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    columns: Mapping[str, ResultColumn] = field(default_factory=dict)
    in_words: bool = True

    def label(self, name: str) -> str:
        return str(self.columns[name].label) if self.in_words and name in self.columns else name


NOTHING = About("", in_words=False)


def xlsx_bytes(
    table: DataFrame,
    sheet: str = "Almanac",
    lines: Lines | None = None,
    more: Mapping[str, DataFrame] | None = None,
    about: About = NOTHING,
) -> bytes:
    """Numbers stay numbers, dates are dates. Every sheet has a header in sight and a filter.

    Times are in UTC, since a workbook knows no time zones; control characters, which it cannot hold,
    are left out. ``lines`` are drawn on a sheet of their own, and ``more`` tables stand on theirs.
    """
    from openpyxl import Workbook

    if lines is not None:
        table = with_dates(table, lines)
    book = Workbook(write_only=True)
    if about.title and about.in_words:
        _add_about(book, about, table)
    page = _add_table(book, sheet, table, about)
    for title, other in (more or {}).items():
        _add_table(book, title, other, about)
    if lines is not None:
        add_chart(book, page, table, lines, about.label(lines.value))
    if about.title and not about.in_words:
        _add_about(book, about, table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _add_table(book: Any, title: str, table: DataFrame, about: About) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(title[:31])
    page.freeze_panes = "A2"
    header = [about.label(str(name)) for name in table.columns]
    formats = [_format(table[name], about.columns.get(str(name))) for name in table.columns]
    first = list(islice(plain_rows(table.iloc[:MEASURED]), MEASURED))
    for place, name in enumerate(header):
        longest = max((len(_as_seen(row[place], formats[place])) for row in first), default=0)
        width = min(max(longest, len(name) + 3, NARROWEST) + 2, WIDEST)  # 3: the button of the filter
        page.column_dimensions[get_column_letter(place + 1)].width = width
    if header:
        page.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(table) + 1}"
    cells = []
    for name in header:
        cell = WriteOnlyCell(page, value=_storable(name))
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        cells.append(cell)
    page.append(cells)
    # One cell for each column is enough: a row is written at once.
    written = [WriteOnlyCell(page) for _format in formats]
    for row in plain_rows(table):
        for cell, value, format in zip(written, row, formats, strict=True):
            cell.value = _storable(value)
            cell.number_format = _date_format(value) or format
        page.append(written)
    return page


def _add_about(book: Any, about: About, table: DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(_("About"))
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = LABELS, TEXTS

    def line(label: str, text: str = "", size: int = 11, head: bool = False) -> None:
        cells = [WriteOnlyCell(page, value=_storable(value)) for value in (label, text)]
        cells[0].font, cells[1].font = Font(bold=True, size=size), Font(bold=head)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.append(cells)

    line(MARK + about.title, size=14)
    page.append([])
    for label, text in about.facts:
        line(label, text)
    found = {str(name): about.columns[str(name)] for name in table.columns if str(name) in about.columns}
    if not found:
        return
    page.append([])
    line(_("Column"), _("How to read it"), head=True)
    for name, column in found.items():
        line(about.label(name), str(column.reads))


def _format(values: Any, column: ResultColumn | None) -> str:
    """How the numbers of a column are written; "General" leaves them as they are, such as keys."""
    if column is not None and column.format == "percent":
        return PERCENT
    if values.dtype.kind not in "fi" or (column is not None and column.format == "text"):
        return "General"
    if values.dtype.kind == "i" or values.abs().max() >= WHOLE_FROM:
        return WHOLE if column is not None else "General"
    return SMALL if column is not None else "General"


def _date_format(value: Any) -> str:
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else ""


def _as_seen(value: Any, format: str) -> str:
    if isinstance(value, (int, float)) and format != "General":
        return f"{value:,.2f}"
    return "" if value is None else str(value)


def _storable(value: Any) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value))
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
