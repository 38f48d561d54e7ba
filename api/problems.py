"""Errors as ``application/problem+json`` (RFC 9457), for every path below ``/api/``."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponse
from pydantic import ValidationError as PydanticError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.rendering import PROBLEM_TYPE
from audit.bin import binned_at_address
from contract.data import DataProblems
from contract.orders import OrderRefused
from contract.plain import plain

logger = logging.getLogger(__name__)


def error(location: Any, code: str, message: str) -> dict[str, Any]:
    """One entry of ``errors``. ``location`` is a field path, or ``{table, column, row, series}``."""
    return {"location": location, "code": code, "message": message}


class ApiProblem(exceptions.APIException):
    """Refuse the request with a status, a sentence and the list of what is wrong where."""

    def __init__(self, status: int, detail: str, errors: Iterable[Mapping[str, Any]] = (), **extra: Any):
        super().__init__(detail)
        self.status_code = status
        self.sentence = detail
        self.errors = list(errors)
        self.extra = extra


def field_problem(field: str, code: str, message: str, status: int = 422) -> ApiProblem:
    return ApiProblem(status, message, [error(field, code, message)])


def from_pydantic(failure: PydanticError, prefix: str = "") -> ApiProblem:
    """422 with one entry per field that pydantic refused."""
    errors = [
        error(
            ".".join([prefix, *map(str, item["loc"])]).strip("."),
            item["type"],
            item["msg"].removeprefix("Value error, "),
        )
        for item in failure.errors(include_url=False, include_context=False)
    ]
    detail = "; ".join(f"{item['location'] or 'body'}: {item['message']}" for item in errors)
    return ApiProblem(422, detail, errors)


def data_error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A data problem as an entry of ``errors``."""
    place = {key: problem.get(key) for key in ("table", "column", "row", "series")}
    return error(place, problem["code"], f"{problem['message']} {problem['remedy']}".strip())


def data_problem(problems: Iterable[Mapping[str, Any]], **extra: Any) -> ApiProblem:
    """What prevents a training. ``questions`` has what only the caller knows: where in the order the answer
    goes (``option``), and the choices."""
    fatal = [problem for problem in problems if problem["fatal"]]
    asked = [
        {"column": problem["column"], "message": problem["message"], **problem["question"]}
        for problem in fatal
        if problem.get("question")
    ]
    extra |= {"questions": plain(asked)} if asked else {}
    return ApiProblem(422, " ".join(p["message"] for p in fatal), [data_error(p) for p in fatal], **extra)


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what is refused of an order, and of its data, into problems."""
    try:
        yield
    except OrderRefused as refused:
        raise ApiProblem(
            422, str(refused), [error(e.location, e.code, e.message) for e in refused.errors]
        ) from None
    except DataProblems as refused:
        raise data_problem(problem.as_dict() for problem in refused.problems) from None


def body(status: int, detail: str, errors: Iterable[Mapping[str, Any]] = (), **extra: Any) -> dict[str, Any]:
    title = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": list(errors),
        **extra,
    }


def plain_response(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """For errors outside of the API's views: an unknown path, a body too large, a crash."""
    return JsonResponse(body(status, detail), status=status, content_type=PROBLEM_TYPE)


def in_bin(path: str) -> ApiProblem | None:
    """404 for an address of what is in the bin: since when, by whom, and the way back."""
    found = binned_at_address(path)
    if found is None:
        return None
    who = found.binned_by.get_username() if found.binned_by else None
    said = f"{found} is in the bin since {found.binned_at:%Y-%m-%d %H:%M} UTC{f', by {who}' if who else ''}."
    return ApiProblem(
        404,
        f"{said} POST {found.restore_address} brings it back.",
        binned_at=found.binned_at,
        binned_by=who,
        purged_at=found.purged_at,
        restore=found.restore_address,
    )


def exception_handler(failure: Exception, context: dict[str, Any]) -> Response | None:
    """Turns what a view raises into a problem. Unknown exceptions are logged and become a bare 500."""
    if isinstance(failure, PydanticError):
        failure = from_pydantic(failure)
    elif isinstance(failure, Http404):
        failure = in_bin(context["request"].path) or ApiProblem(
            404, str(failure) or "Nothing exists at this address."
        )
    elif isinstance(failure, PermissionDenied):
        failure = ApiProblem(403, str(failure) or "You are not allowed to do this.")
    elif isinstance(failure, SuspiciousOperation):  # e.g. more form fields than anybody needs
        failure = ApiProblem(413 if isinstance(failure, RequestDataTooBig) else 400, str(failure))
    headers: dict[str, str] = {}
    if isinstance(failure, ApiProblem):
        status, content = (
            failure.status_code,
            body(failure.status_code, failure.sentence, failure.errors, **failure.extra),
        )
    elif isinstance(failure, exceptions.APIException):
        status = failure.status_code
        content = body(status, *_explained(failure))
        if getattr(failure, "auth_header", None):
            headers["WWW-Authenticate"] = failure.auth_header  # type: ignore[attr-defined]
        if getattr(failure, "wait", None) is not None:
            headers["Retry-After"] = str(int(failure.wait) + 1)  # type: ignore[attr-defined]
    else:
        logger.exception("An API view failed", exc_info=failure)
        status, content = 500, body(500, "This is a bug in Almanac, not your mistake. It has been logged.")
    set_rollback()
    return Response(content, status=status, headers=headers, content_type=PROBLEM_TYPE)


def _explained(failure: exceptions.APIException) -> tuple[str, list[dict[str, Any]]]:
    if isinstance(failure, exceptions.ValidationError) and isinstance(failure.detail, Mapping):
        errors = [
            error(str(field), getattr(message, "code", "invalid"), str(message))
            for field, messages in failure.detail.items()
            for message in (messages if isinstance(messages, list) else [messages])
        ]
        return "; ".join(f"{item['location']}: {item['message']}" for item in errors), errors
    return str(failure.detail), []
