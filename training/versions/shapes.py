"""What the API answers about models, their versions and aliases, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Block, Cell, Columns, DataProblem, Metrics, Page, Row, Settings
from cells.conventions import Kind
from contract.filters import Filter


class Alias(TypedDict):
    """Which version a name points at, since when, and by whom."""

    alias: str
    version: int
    label: str
    since: datetime
    until: datetime | None
    set_by: str | None
    reason: str


class Aliases(TypedDict):
    """The aliases at a moment (null: now), and all there ever were."""

    at: datetime | None
    aliases: list[Alias]
    history: list[Alias]


class DataUsed(TypedDict):
    """A data set that a version learned from."""

    name: str
    sha256: str


class ModelInput(TypedDict):
    """A value that a request wants: of a field of the request, or of a column of one of its tables."""

    name: str
    kind: Kind
    typical: Cell | list[Cell]
    choices: list[str]
    of: str


class ModelVersion(TypedDict):
    """A version of a model: how good it is, what it learned from, and its report."""

    outcome: NotRequired[Annotated[Cell, Field(description="The outcome that is scored.")]]
    base_rate: NotRequired[Annotated[float, Field(description="The share of rows with that outcome.")]]
    number: int
    label: str
    model: str
    family: str
    algorithm: str
    run: int | None
    headline: str
    metrics: Metrics
    baseline: Metrics
    baseline_label: str
    columns: Columns
    settings: Settings
    filters: list[Filter]
    params: Annotated[dict[str, Any], Field(description="The parameters of the model.")]
    datasets: Annotated[dict[str, DataUsed], Field(description="By table.")]
    inputs: list[ModelInput]
    libraries: Annotated[dict[str, str], Field(description="The version of each library.")]
    files: Annotated[dict[str, str], Field(description="The SHA-256 of each file.")]
    size: int
    sha256: str
    report: list[Block]
    problems: list[DataProblem]
    result_rows: int
    created_at: datetime


class ModelVersionInShort(TypedDict):
    """A version in the list of a model's versions."""

    number: int
    label: str
    headline: str
    metrics: Metrics
    baseline: Metrics
    size: int
    created_at: datetime


class Model(TypedDict):
    """A trained model: its name, marks, aliases and versions."""

    slug: str
    name: str
    family: str
    owner: str | None
    pinned: bool
    archived: bool
    created_at: datetime
    aliases: list[Alias]
    versions: list[ModelVersionInShort]


class ModelInList(TypedDict):
    """A model in the list; ``production`` is the version in production, ``size`` in bytes."""

    slug: str
    name: str
    family: str
    owner: str | None
    versions: int
    latest: int | None
    production: int | None
    headline: str | None
    size: int | None
    pinned: bool
    archived: bool
    created_at: datetime


class ModelPage(Page):
    """Models."""

    results: list[ModelInList]


class ResultPage(Page):
    """Rows of the table that a training itself has produced."""

    results: list[Row]
