"""What the API answers about derivations, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Block, Columns, DataProblem, JsonSchema, Page, Row, Settings, Status
from api.openapi.components import Either
from cells.conventions import Kind


class RecipeRole(TypedDict):
    """A column that a recipe needs."""

    address: str
    key: str
    label: str
    kinds: list[Kind]
    required: bool
    many: bool
    help: str


class RecipeTable(TypedDict):
    """A table that a recipe reads."""

    key: str
    label: str
    required: bool
    help: str
    roles: list[RecipeRole]


class Recipe(TypedDict):
    """What can be derived: its tables, their roles, its settings."""

    key: str
    label: str
    help: str
    tables: list[RecipeTable]
    settings: JsonSchema


class RecipePage(Page):
    """Recipes."""

    results: list[Recipe]


class DerivedColumn(TypedDict):
    """A column of a derived table."""

    name: str
    kind: Kind


class HowMade(TypedDict):
    """How a table was made, and the warnings."""

    warnings: list[DataProblem]
    blocks: list[Block]


class Derived(HowMade):
    """A derived table: its first rows, what it was made from, and how."""

    rows: int
    columns: list[DerivedColumn]
    first: list[Row]
    tables: Annotated[dict[str, str], Field(description="Data sets by the recipe's tables.")]
    roles: Columns
    settings: Settings


class DerivationJob(TypedDict):
    """A table that a worker derives."""

    id: int
    status: Status
    progress: int
    message: str
    derivation: str
    preview_only: bool
    name: str | None
    tables: Annotated[dict[str, str], Field(description="Data sets by the recipe's tables.")]
    columns: Columns
    settings: Settings
    dataset: str | None
    version: int | None
    error: str | None
    remedy: str | None
    problems: list[DataProblem]
    requested_by: str | None
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration_seconds: float | None


class DerivationJobDetail(DerivationJob):
    """With its result: of a preview what it answers, else how the table was made."""

    result: Derived | HowMade | None


class DerivationJobPage(Page):
    """Derivations."""

    results: list[DerivationJob]


DerivedAnswer = Either("DerivedAnswer", Derived, DerivationJob)
"""The preview, or the job where it was cancelled while somebody waited for it."""
