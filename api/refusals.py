"""How orders and data that are refused look over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from api.problems import ApiProblem, error
from contract.data import DataProblems
from contract.orders import OrderRefused


def data_error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A data problem as an entry of ``errors``."""
    place = {key: problem.get(key) for key in ("table", "column", "row", "series")}
    return error(place, problem["code"], f"{problem['message']} {problem['remedy']}".strip())


def data_problem(problems: Iterable[Mapping[str, Any]], **extra: Any) -> ApiProblem:
    fatal = [problem for problem in problems if problem["fatal"]]
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
