"""What the page of a version shows: some of its columns, its first rows, how it was read, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets import services
from datasets.forms import DATE_ORDERS, DECIMALS, DELIMITERS, HIDDEN_ROWS, QUOTES, THOUSANDS, encoding_words
from datasets.models import DatasetVersion
from datasets.values import KINDS, KindWords, bound_text, cell_text
from language.formats import NO_VALUE

if TYPE_CHECKING:
    from datasets.services import ReadingPreview

PREVIEW_ROWS, PREVIEW_COLUMNS = 20, 50
COLUMNS_SHOWN, ROWS_SHOWN, VERSIONS_SHOWN = 100, 100, 10
CELL_LENGTH = 300  # characters of a cell that are sent to the browser
TOP_VALUES, EXAMPLES = 4, 3

OPTION_LABELS = {
    "sheet": gettext_lazy("Sheet"),
    "sheets": gettext_lazy("Sheets in the workbook"),
    "header_row": gettext_lazy("Row with the column names"),
    "delimiter": gettext_lazy("Cell separator"),
    "quote": gettext_lazy("Quotation mark around cells"),
    "decimal": gettext_lazy("Decimal mark"),
    "thousands": gettext_lazy("Thousands separator"),
    "encoding": gettext_lazy("Encoding"),
    "date_order": gettext_lazy("Date order"),
    "missing": gettext_lazy("Missing values"),
    "not_missing": gettext_lazy("Words that are values"),
    "blanks": gettext_lazy("What blank cells mean"),
    "hidden_rows": gettext_lazy("Hidden rows"),
    "remembered": gettext_lazy("Same as last time"),
}
OPTION_WORDS: Mapping[str, Mapping[str, Any]] = {
    "date_order": DATE_ORDERS,
    "delimiter": {**DELIMITERS, "\t": DELIMITERS["tab"], " ": DELIMITERS["space"]},
    "quote": {**QUOTES, "'": QUOTES["apostrophe"]},
    "decimal": DECIMALS,
    "hidden_rows": HIDDEN_ROWS,
    "thousands": {**THOUSANDS, " ": THOUSANDS["space"], "'": THOUSANDS["apostrophe"]},
}


# --- Columns ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frequent:
    """A frequent value of a category. ``share`` is of the filled rows, from 0 to 1."""

    text: str
    share: float
    percent: int


@dataclass(frozen=True)
class ShownColumn:
    """A column as people read it. ``profile`` is what datasets.profiling found."""

    profile: Mapping[str, Any]
    kind: KindWords
    missing_share: float
    range: str
    middle: str
    frequent: list[Frequent]
    examples: str
    problems: list[Mapping[str, str]]


def columns_of(version: DatasetVersion, query: QueryDict) -> Page[Any]:
    """A page (``?page=``) of the columns whose name holds ``?column=``."""
    wanted = query.get("column", "").strip().casefold()
    found = [column for column in version.columns if wanted in column["name"].casefold()]
    page = Paginator(found, COLUMNS_SHOWN).get_page(query.get("page"))
    page.object_list = [_shown_column(column, version.rows) for column in page.object_list]
    return page


def _shown_column(profile: Mapping[str, Any], rows: int) -> ShownColumn:
    kind = profile["kind"]
    return ShownColumn(
        profile=profile,
        kind=KINDS[kind],
        missing_share=profile["missing"] / max(rows, 1),
        range=_range(profile, kind),
        middle=bound_text(profile["median"], kind) if kind == "number" else "",
        frequent=_frequent(profile, rows - profile["missing"]),
        examples=", ".join(cell_text(value, kind) for value in profile["examples"][:EXAMPLES]),
        # Profiles of the first release hold the bare texts.
        problems=[
            problem if isinstance(problem, Mapping) else {"message": problem}
            for problem in profile["problems"]
        ],
    )


def _range(profile: Mapping[str, Any], kind: str) -> str:
    low, high = profile.get("min"), profile.get("max")
    if low is None or high is None:
        return ""
    if low == high:
        return bound_text(low, kind)
    return _("%(low)s to %(high)s") % {"low": bound_text(low, kind), "high": bound_text(high, kind)}


def _frequent(profile: Mapping[str, Any], filled: int) -> list[Frequent]:
    """The most frequent values of a category or flag; nothing for other kinds."""
    histogram = profile.get("histogram") or {}
    found = zip(histogram.get("values", []), histogram["counts"], strict=True) if histogram else []
    top = list(found)[:TOP_VALUES] if "values" in histogram else []
    return [
        Frequent(cell_text(value, profile["kind"]), share, round(100 * share))
        for value, share in ((value, count / max(filled, 1)) for value, count in top)
    ]


# --- First rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownCell:
    text: str
    css: str


def first_rows(
    version: DatasetVersion, columns: Iterable[ShownColumn]
) -> list[tuple[int, list[ShownCell]]] | None:
    """The first rows of ``columns`` with their numbers; None where the table is gone from the disk."""
    names = [column.profile["name"] for column in columns]
    kinds = version.kinds
    try:
        found, rows = services.preview(version, ROWS_SHOWN, names)
    except FileNotFoundError:
        return None
    shown = ([shown_cell(value, kinds[name]) for name, value in zip(found, row, strict=True)] for row in rows)
    return [(version.row_number(place), cells) for place, cells in enumerate(shown)]


def shown_cell(value: Any, kind: str) -> ShownCell:
    if value is None:
        return ShownCell(NO_VALUE, "missing number" if kind == "number" else "missing")
    text = cell_text(value, kind)
    text = f"{text[:CELL_LENGTH]}…" if len(text) > CELL_LENGTH else text
    return ShownCell(text, kind if kind in {"number", "date"} else "")


@dataclass(frozen=True)
class PreviewColumn:
    name: str
    kind: KindWords


@dataclass(frozen=True)
class PreviewTable:
    """The first rows and columns of a table that is not kept. ``partial``: of a file's beginning alone."""

    columns: list[PreviewColumn]
    column_count: int
    rows: list[list[ShownCell]]
    findings: list[Any]
    sheets: list[str]
    partial: bool


def preview_table(preview: ReadingPreview) -> PreviewTable:
    frame = preview.frame.iloc[:PREVIEW_ROWS, :PREVIEW_COLUMNS]
    kinds = preview.kinds[:PREVIEW_COLUMNS]
    return PreviewTable(
        columns=[PreviewColumn(str(name), KINDS[kind]) for name, kind in zip(frame, kinds, strict=True)],
        column_count=len(preview.kinds),
        rows=[
            [shown_cell(value, kind) for value, kind in zip(row, kinds, strict=True)]
            for row in services.plain_rows(frame)
        ],
        findings=list(preview.findings),
        sheets=list(preview.options.get("sheets", [])),
        partial=preview.partial,
    )


# --- How it was read, and what came before ------------------------------------------------------


def reading_of(version: DatasetVersion) -> list[tuple[str, str]]:
    """What was found or set for the file: a label and a text each."""
    facts = []
    for name, value in version.options.items():
        if name == "remembered":
            text = ", ".join(str(OPTION_LABELS[option]) for option in value)
        elif isinstance(value, list):
            text = ", ".join(value)
        elif name == "encoding":
            text = encoding_words(value)
        else:
            text = OPTION_WORDS.get(name, {}).get(value, value)
        facts.append((str(OPTION_LABELS.get(name, name)), str(text)))
    return facts


def other_sheets(version: DatasetVersion) -> list[str]:
    """The sheets of the workbook that were not read."""
    return [name for name in version.options.get("sheets", []) if name != version.options.get("sheet")]


def history_of(version: DatasetVersion, query: QueryDict) -> tuple[Page[DatasetVersion], list[Any]]:
    """A page (``?versions=``) of the versions, newest first, each with what changed since the one before."""
    rows = version.dataset.versions.select_related("created_by", "dataset").order_by("-number")
    page = Paginator(rows, VERSIONS_SHOWN).get_page(query.get("versions"))
    with_older = list(rows[page.start_index() - 1 : page.end_index() + 1])
    return page, services.history(with_older)[:VERSIONS_SHOWN]
