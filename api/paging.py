"""Lists: ``?limit=&offset=``, at most 200 a page, ``{count, next, previous, results}``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems import field_problem
from api.views import refuse_unknown


class Paging(LimitOffsetPagination):
    default_limit = 50
    max_limit = 200


def page(
    request: Request,
    rows: QuerySet[Any],
    describe: Callable[[Any], Mapping[str, Any]],
    ordering: Iterable[str] = (),
    filters: Mapping[str, str] | None = None,
    others: Iterable[str] = (),
) -> Response:
    """One page of ``rows``. ``ordering`` names the fields that ``?ordering=`` takes; ``filters`` maps a
    query parameter to the lookup it stands for; ``others`` are parameters that the caller has looked at."""
    known = {"limit", "offset", *(filters or {}), *others} | ({"ordering"} if ordering else set())
    refuse_unknown(request.query_params, known)
    for parameter, lookup in (filters or {}).items():
        if (value := request.query_params.get(parameter)) not in {None, ""}:
            rows = _filtered(rows, parameter, lookup, value)
    if wanted := request.query_params.get("ordering"):
        allowed = list(ordering)
        if wanted.removeprefix("-") not in allowed:
            raise field_problem(
                "ordering",
                "unknown",
                f"This list can be ordered by {', '.join(allowed)}, not by {wanted!r}.",
                400,
            )
        rows = rows.order_by(wanted, "pk")
    paging = Paging()
    shown = paging.paginate_queryset(rows, request) or []
    return paging.get_paginated_response([describe(row) for row in shown])


def flag(parameter: str, value: str) -> bool:
    """What a parameter says that is "true" or "false"."""
    if value not in {"true", "false"}:
        raise field_problem(parameter, "invalid", f"{parameter} is true or false, not {value!r}.", 400)
    return value == "true"


def _filtered(rows: QuerySet[Any], parameter: str, lookup: str, value: str) -> QuerySet[Any]:
    """Through the keys, since a lookup over many related rows would list a record once for each of them."""
    try:
        if "\0" in value:
            raise ValueError("PostgreSQL takes no NUL in a text")
        keys = rows.model._base_manager.filter(**{lookup: value}).values("pk")
    except (ValueError, ValidationError):
        message = f"{parameter} cannot be {value!r}."
        raise field_problem(parameter, "invalid", message, 400) from None
    return rows.filter(pk__in=keys)
