"""Paging and searching of the HTML lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from audit.bin import Binnable

ROWS = 25
NAME_LENGTH = 120
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


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page of ours that the form names as ``next``, else to ``otherwise``."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if wanted and safe else otherwise)


def new_name(request: HttpRequest) -> str:
    """The name that a form gives; empty, with a message, where it cannot be one."""
    name = printable(request.POST.get("name", ""))
    if not name or len(name) > NAME_LENGTH:
        words = _("Nothing was renamed: a name has 1 to %(most)s characters.")
        messages.error(request, words % {"most": NAME_LENGTH})
        return ""
    return name


def printable(text: str) -> str:
    """PostgreSQL takes no NUL in a text, and no control character is meant by a name."""
    return "".join(character for character in text if character.isprintable()).strip()
