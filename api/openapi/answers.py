"""Shapes that answers of several views share. A TypedDict is what a view returns, and what is described."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

COMPONENT = "x-component"
"""Stands for a component that is made elsewhere, until all are together."""


def component(name: str) -> WithJsonSchema:
    """Of something that is described by a component called ``name``."""
    return WithJsonSchema({COMPONENT: name})


Status = Annotated[
    str, Field(json_schema_extra={"enum": ["queued", "running", "succeeded", "failed", "cancelled"]})
]
Block = Annotated[dict[str, Any], component("Block")]
Cell = str | float | bool | None
"""What stands in a cell of a table."""
Row = Annotated[
    dict[str, Any], Field(description="The cells of a row by column: text, a number, true or false, or null.")
]
Metrics = Annotated[
    dict[str, float | None],
    Field(description="By name; GET /families says which of them is the family's own."),
]
JsonSchema = Annotated[dict[str, Any], Field(description="A JSON schema (2020-12).")]
Columns = Annotated[
    dict[str, str | list[str]],
    Field(description="Columns by role; a role of a side table as table.role."),
]
Settings = Annotated[
    dict[str, Any], Field(description="The settings of the family or recipe, as it declares them.")
]


class Place(TypedDict):
    """Where in a table."""

    table: str | None
    column: str | None
    row: int | None
    series: str | None


class ErrorEntry(TypedDict):
    """One thing that is wrong. The location is a field of the request as a path, such as settings.horizon, or
    a place in a table."""

    location: str | Place
    code: str
    message: str


class Problem(TypedDict):
    """Why a request was refused (RFC 9457). ``errors`` names every field or cell that is to blame."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorEntry]
    questions: NotRequired[list[AskedQuestion]]
    option: NotRequired[Annotated[str, Field(description="The field of an upload that settles a reading.")]]
    readings: NotRequired[
        Annotated[list[dict[str, Any]], Field(description="The ways in which a sheet can be read.")]
    ]
    confirm: NotRequired[
        Annotated[list[str], Field(description="Words for `confirm`, by which it is done all the same.")]
    ]
    plan: NotRequired[Annotated[dict[str, Any], Field(description="What appending the sheet would change.")]]
    depends_on: NotRequired[Annotated[list[Dependent], Field(description="What was made from it.")]]
    run: NotRequired[Annotated[int, Field(description="The run that failed.")]]
    job: NotRequired[Annotated[int, Field(description="The job that has no answer.")]]
    step: NotRequired[Annotated[int, Field(description="The step at which a session is.")]]
    binned_at: NotRequired[str]
    binned_by: NotRequired[str | None]
    purged_at: NotRequired[str | None]
    restore: NotRequired[Annotated[str, Field(description="POST to it to bring back what is in the bin.")]]


class Dependent(TypedDict):
    """A record that refers to another one."""

    type: str
    name: str


class Deletes(TypedDict):
    """What a deletion would take along."""

    deletes: list[Dependent]


class Page(TypedDict):
    """A part of a list. ``next`` and ``previous`` are addresses."""

    count: int
    next: str | None
    previous: str | None


class QuestionChoice(TypedDict):
    """One answer; so many rows say so, and their amounts add up to that."""

    value: Cell | list[Cell]
    label: str
    count: int | None
    amount: float | None
    suggested: bool


class Question(TypedDict):
    """What only you know. The option is the place in an order for the answer, such as settings.positive."""

    option: str
    choices: list[QuestionChoice]
    many: bool


class AskedQuestion(Question):
    """A question, with the column it is about."""

    column: str | None
    message: str


class Alternative(TypedDict):
    """What could be done instead of what was done: a value for an option of the order."""

    option: str
    value: Cell | list[Cell]
    label: str


class DataProblem(TypedDict):
    """Something to know of the data: what, where, how many, and what helps."""

    code: str
    message: str
    table: NotRequired[str]
    column: NotRequired[str | None]
    row: NotRequired[int | None]
    series: NotRequired[str | None]
    count: NotRequired[int | None]
    remedy: NotRequired[str]
    fatal: NotRequired[bool]
    severity: NotRequired[str]
    value: NotRequired[str | None]
    question: NotRequired[Question | None]
    alternative: NotRequired[Alternative | None]
    examples: NotRequired[list[Cell]]
