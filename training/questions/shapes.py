"""What the API answers about families and their sources, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Columns, JsonSchema, Page, Settings
from cells.conventions import Kind
from contract.filters import Filter


class FamilyRole(TypedDict):
    """A column that a family needs, or can use. ``hints`` are words that are looked for in its name."""

    key: str
    label: str
    kinds: list[Kind]
    required: bool
    many: bool
    help: str
    hints: list[str]
    guess_rest: bool
    guess_any: bool
    unguessed: list[Kind]
    required_if: bool
    also: list[Kind]
    added_up: bool


class FamilyTable(TypedDict):
    """A sheet that a family reads; the first one is the main table."""

    key: str
    label: str
    required: bool
    help: str
    filled_in: bool
    roles: list[FamilyRole]


class FamilyModel(TypedDict):
    """A model that can answer the question, with its parameters."""

    key: str
    label: str
    help: str
    available: bool
    unavailable: str
    params: JsonSchema


class Family(TypedDict):
    """A kind of question: its tables, settings, asks and models."""

    key: str
    label: str
    question: str
    primary_metric: str
    tables: list[FamilyTable]
    settings: JsonSchema
    request: JsonSchema | None
    asks: list[str]
    can: list[str]
    models: list[FamilyModel]


class FamilyPage(Page):
    """Families."""

    results: list[Family]


class Source(TypedDict):
    """The data that a family's shortcuts train on."""

    family: str
    dataset: str
    tables: Annotated[dict[str, str], Field(description="Data sets by table.")]
    columns: Columns
    settings: Settings
    filters: list[Filter]
    set_by: str | None
    set_at: datetime
