"""Paging and searching of the HTML lists."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 25
POLLING_STOPS = 286  # The status by which htmx ends a poll.


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that ``?page=`` asks for; the nearest one that exists, where it does not."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page only."""
    return request.headers.get("HX-Request") == "true"
