"""Paging and searching of the HTML lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from audit.bin import Binnable

ROWS = 25
POLLING_STOPS = 286  # The status by which htmx ends a poll.


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The page that ``?page=`` asks for; the nearest one that exists, where it does not."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page only."""
    return request.headers.get("HX-Request") == "true"


def undo_offered(request: HttpRequest, binned: Binnable, text: str) -> str:
    """The message after a deletion: ``text``, where the record is now, and a button that brings it back."""
    return render_to_string("parts/undo.html", {"binned": binned, "text": text}, request)
