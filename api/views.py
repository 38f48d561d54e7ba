"""What all views of the API share: a parameter means its name, and one that nobody knows is refused."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from api.problems import ApiProblem, error

ANY = None
"""The view looks at its parameters itself, as ``api.paging.page`` does for lists."""


class View(APIView):
    """``parameters_by_method`` has what may stand behind the question mark of an address; left out: none."""

    parameters_by_method: ClassVar[Mapping[str, Collection[str] | None]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = self.parameters_by_method.get(request.method or "", ())
        if known is not ANY:
            refuse_unknown(request.query_params, known)


def refuse_unknown(sent: Iterable[str], known: Collection[str], what: str = "parameter") -> None:
    """Raises ApiProblem for names among ``sent`` that are not ``known``, with the nearest that is."""
    unknown = [name for name in sent if name not in known]
    if not unknown:
        return
    errors = []
    for name in unknown:
        near = difflib.get_close_matches(name, known, 1)
        there = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known)) or 'none'}."
        errors.append(error(name, "unknown", f"There is no {what} {name!r}; {there}"))
    raise ApiProblem(422, " ".join(one["message"] for one in errors), errors)
