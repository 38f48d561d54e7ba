"""The rows a run produced: viewed a page at a time, and downloaded as filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from api.line_charts import Lines
from api.rendering import table_response
from contract import registry
from language.formats import shown
from training.models import ModelVersion
from training.versions import services
from training.versions.about_sheet import about
from training.versions.rows import Rows, Wanted
from training.versions.views import find_version

ROWS = 50
GONE = 410
OF_THE_PAGE = ("q", "order", "page", "filter", "equals")
"""Every other parameter is a column and the value that its cells must have."""


@dataclass(frozen=True)
class Column:
    """``following`` is the order that a press on the head asks for; ``sorted`` is for aria-sort."""

    name: str
    css: str
    following: str
    sorted: str


@dataclass(frozen=True)
class Cell:
    text: str
    css: str


@dataclass(frozen=True)
class Condition:
    """A filter that holds, and the parameters of the page without it."""

    column: str
    value: str
    without: str


@require_GET
@needs("training.view_trainedmodel")
def rows(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """``?<column>=<value>`` keeps equal rows, ``q`` rows in which the text occurs, ``order`` sorts."""
    version = find_version(slug, number)
    if column := request.GET.get("filter"):  # The form cannot name its field after the chosen column.
        return redirect(f"{request.path}?{_changed(request.GET, column, request.GET.get('equals', ''))}")
    try:
        with services.result_rows(version) as every:
            wanted, unknown = _wanted(request.GET, every.formats)
            context = _page(request, version, every.where(wanted))
    except services.FileMissing as missing:
        return _missing(request, version, missing)
    return render(request, "training/rows.html", {**context, "unknown": unknown})


@require_GET
@needs("training.view_trainedmodel")
def download(request: HttpRequest, slug: str, number: str, file_format: str) -> HttpResponse:
    """Exactly the rows that the page with the same parameters has on all of its pages."""
    version = find_version(slug, int(number))
    try:
        with services.result_rows(version) as every:
            wanted, _ = _wanted(request.GET, every.formats)
            table = every.where(wanted).table().to_pandas()
    except services.FileMissing as missing:
        return _missing(request, version, missing)
    lines = Lines.of(registry.find(version.model.family).logged, list(table))
    said = about(version, table.columns, in_words=True)
    return table_response(table, file_format, f"{slug}-{version.label}", lines, for_excel=True, about=said)


def _wanted(query: Mapping[str, str], known: Iterable[str]) -> tuple[Wanted, list[str]]:
    """What ``query`` asks for, and the columns in it that the rows do not have."""
    columns = set(known)
    asked = {name: value.strip() for name, value in query.items() if name not in OF_THE_PAGE}
    order = query.get("order", "")
    unknown = [name for name in asked if name not in columns]
    if order and order.removeprefix("-") not in columns:
        unknown.append(order.removeprefix("-"))
        order = ""
    equal = {name: value for name, value in asked.items() if name in columns and value}
    return Wanted(equal, query.get("q", "").strip(), order), unknown


def _page(request: HttpRequest, version: ModelVersion, found: Rows) -> dict[str, Any]:
    wanted, formats = found.wanted, found.formats
    logged = version.model.get_family().logged
    # What names a row is not an amount (1001, not 1,001); a family may keep its dates as text.
    if logged is not None:
        formats |= dict.fromkeys(logged.keys_in(formats), "text")
        formats |= {logged.at: "date"} if logged.at in formats else {}
    page: Page[dict[str, Any]] = Paginator(cast(Any, found), ROWS).get_page(request.GET.get("page"))
    return {
        "version": version,
        "model": version.model,
        "page": page,
        "columns": [_column(name, format, wanted.order) for name, format in formats.items()],
        "rows": [
            [Cell(shown(row[name], format), _css(format)) for name, format in formats.items()] for row in page
        ],
        "conditions": [
            Condition(name, value, _changed(request.GET, name, "")) for name, value in wanted.equal.items()
        ],
        "wanted": wanted,
    }


def _column(name: str, format: str, order: str) -> Column:
    sorted = {name: "ascending", f"-{name}": "descending"}.get(order, "none")
    return Column(name, _css(format), f"-{name}" if order == name else name, sorted)


def _css(format: str) -> str:
    return "number" if format in {"integer", "number"} else format


def _changed(query: QueryDict, column: str, value: str) -> str:
    """The parameters with another value of ``column``; without it, where the value is empty."""
    changed = query.copy()
    for name in ("page", "filter", "equals", column):
        changed.pop(name, None)
    if value:
        changed[column] = value
    return changed.urlencode()


def _missing(request: HttpRequest, version: ModelVersion, missing: services.FileMissing) -> HttpResponse:
    context = {"version": version, "model": version.model, "missing": missing.args[0]}
    return render(request, "training/rows.html", context, status=GONE)
