"""What deleting by way of the bin, coming back and being renamed have in common over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404
from pydantic import Field
from rest_framework.response import Response

from api.pages import printable
from api.problems import ApiProblem, error, field_problem
from audit.bin import Binnable, NameTaken
from contract.data import Options


class RestoreOrder(Options):
    """The body that brings a record back; it may be left out."""

    name: str = Field(default="", max_length=120, description="Needed where another one has taken the name.")


def binned_response(obj: Binnable) -> Response:
    """204, and where the way back is."""
    return Response(status=204, headers={"Link": f'<{obj.restore_address}>; rel="restore"'})


def binned(kind: type[Binnable], key: Any) -> Any:
    """What an address names in the bin: of several, what was moved there last. Raises Http404."""
    rows = kind._base_manager.filter(**{kind.lookup: key}, binned_at__isnull=False)
    found = rows.order_by("-binned_at").first()
    if found is None:
        raise Http404(f"There is no {kind._meta.verbose_name} {key!r} in the bin.")
    return found


@contextmanager
def restoring(obj: Binnable) -> Iterator[None]:
    """Turns a name that is taken into a problem that says by what."""
    try:
        yield
    except NameTaken as taken:
        said = f"{str(taken.holder or obj)!r} has this name now: send another one as name."
        raise ApiProblem(409, said, [error("name", "taken", said)]) from None


@contextmanager
def naming(name: str) -> Iterator[str]:
    """``name`` as it is kept. Turns one that is taken into a problem that says by whom."""
    kept = printable(name)
    if not kept:
        raise field_problem("name", "empty", "The name is empty.")
    try:
        yield kept
    except NameTaken as taken:
        owner = getattr(taken.holder, "owner", None)
        said = f"{kept!r} is the name of another one{f', of {owner}' if owner else ''}: {taken.holder.slug}."
        raise ApiProblem(409, said, [error("name", "taken", said)]) from None
