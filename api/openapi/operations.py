"""What a view says of one of its methods: a name, a summary, what it takes, what it answers, how it fails."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter

from api.rendering import CSV_TYPE, XLSX_TYPE

JSON_TYPE = "application/json"
FORM_TYPE = "multipart/form-data"
BINARY: Mapping[str, Any] = {"type": "string", "format": "binary"}
TEXT: Mapping[str, Any] = {"type": "string"}
SHEETS: Mapping[str, Mapping[str, Any]] = {CSV_TYPE: TEXT, XLSX_TYPE: BINARY}
NOTHING = None
"""The answer has no content."""

Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Operation:
    """``answers`` maps a status to a class (a TypedDict, a pydantic model), a list of one, NOTHING, or
    schemas by media type. ``body`` is such a class, or schemas by media type. ``fails`` are statuses beside
    those that every operation of its kind has. ``examples`` are bodies by the name that says what they are.
    """

    operation_id: str
    summary: str
    answers: Mapping[int, Any]
    body: Any = None
    optional_body: bool = False
    fails: Collection[int] = ()
    parameters: Collection[OpenApiParameter] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)
    answered: Mapping[str, Any] = field(default_factory=dict)
    """Examples of the answer, by the name that says what they are."""


def operation(operation_id: str, summary: str, **said: Any) -> Callable[[Method], Method]:
    """Describes a method of a view. Takes the fields of Operation."""
    described = Operation(operation_id, summary, **said)

    def describe(method: Method) -> Method:
        method.operation = described  # type: ignore[attr-defined]
        return method

    return describe


def operation_of(view: Any, method: str) -> Operation:
    """Raises AttributeError where nobody has described the method."""
    found: Operation = getattr(view, method.lower()).operation
    return found


# --- Parameters ---------------------------------------------------------------------------------

WAIT = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="wait=N: wait up to N seconds (at most 120) for the work to end, and answer with its result.",
)
NO_WAIT = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="respond-async: answer 202 at once, and let a worker read the sheet. wait=N: wait up to N "
    "seconds for a worker to end.",
)
PAGING = (
    OpenApiParameter("limit", int, description="How many at most; 50 if left out, never more than 200."),
    OpenApiParameter("offset", int, description="How many to leave out at the beginning."),
)
FORMAT = OpenApiParameter("format", str, enum=["json", "csv", "xlsx"], description="json if left out.")


def listed(
    filters: Mapping[str, str], ordering: Iterable[str] = (), **kinds: Any
) -> tuple[OpenApiParameter, ...]:
    """The parameters of a list: paging, ``filters`` with what each of them means, and its order. ``kinds``
    are types of filters that are no text."""
    found = [*PAGING]
    found += [
        OpenApiParameter(name, kinds.get(name, str), description=text) for name, text in filters.items()
    ]
    if names := list(ordering):
        choices = [sign + name for name in names for sign in ("", "-")]
        found.append(
            OpenApiParameter("ordering", str, enum=choices, description="With a minus: the largest first.")
        )
    return tuple(found)
