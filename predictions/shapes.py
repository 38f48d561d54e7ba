"""What the API answers when a model is asked, typed. The answers themselves are described per ask."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Block, Cell, Columns, DataProblem, JsonSchema, Metrics, Page, Row, Status
from cells.conventions import Kind


class Flag(TypedDict):
    """Why an answer deserves less trust. ``row`` counts from 0 in the first table of the answer."""

    row: int | None
    code: str
    message: str
    column: str | None


class AnswerFrame(TypedDict):
    """What every answer has: the version that answered, the row of the log, the flags, perhaps drawings."""

    model: str
    version: int
    label: str
    prediction_id: int | None
    flags: list[Flag]
    blocks: NotRequired[list[Block]]


class RowFlag(TypedDict):
    """Why a row of a job deserves less trust."""

    code: str
    message: str
    column: str | None


class AskColumn(TypedDict):
    """A column that is read, and how its cells are written."""

    name: str
    kind: Kind
    date_order: str | None
    decimal: str | None


class AskTable(TypedDict):
    """A table that a request brings, in the columns that the model learned from."""

    key: str
    label: str
    help: str
    required: bool
    roles: Columns
    columns: list[AskColumn]


class OpenApiDocument(TypedDict):
    """OpenAPI 3.1 of one version: its paths, and the components they name."""

    openapi: str
    info: Annotated[dict[str, str], Field(description="Title, version and description.")]
    paths: Annotated[dict[str, Any], Field(description="The operations, as OpenAPI has them.")]
    components: Annotated[dict[str, Any], Field(description="The schemas, as OpenAPI has them.")]


class Ask(TypedDict):
    """One way to ask a model: its request, its tables; whether rows may be split, and answers are kept."""

    key: str
    label: str
    help: str
    request: JsonSchema
    tables: list[AskTable]
    splittable: bool
    logged: bool


class PredictionJob(TypedDict):
    """Rows that a worker answers. ``result`` is the address of the answer, once there is one."""

    id: int
    status: Status
    progress: int
    message: str
    model: str
    version: int
    label: str
    alias: str | None
    rows: int
    file: str | None
    flags: list[Flag]
    error: str | None
    remedy: str | None
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration_seconds: float | None
    prediction_id: int | None
    result: str | None


class PredictionJobPage(Page):
    """Your jobs, newest first."""

    results: list[PredictionJob]


class JobRows(Page):
    """Rows of the answer of a job: the columns of the ask, ``row`` (from 1) and ``flags``."""

    results: list[Row]


# --- The shortcuts --------------------------------------------------------------------------------


class _Trained(TypedDict):
    run: int
    model: str
    version: int
    extends: str | None
    metrics: Metrics
    baseline: Metrics
    problems: list[DataProblem]
    processing_seconds: float
    defaults: Annotated[dict[str, Any], Field(description="Values of the fields that were left out.")]


class ShortcutHorizon(TypedDict):
    """How far ahead was asked, and what it came to in steps of the data."""

    horizon_days: int | None
    steps: int
    step: str
    default: bool


class ForecastPoint(TypedDict):
    """One step ahead, with the bounds between which 95 of 100 values are expected."""

    item: NotRequired[str]
    date: str
    value: float
    lower: float
    upper: float


class ForecastOfSheet(_Trained):
    """The model that was trained on a sheet, and what it forecasts."""

    horizon: ShortcutHorizon
    forecast: list[ForecastPoint]


class Assignment(TypedDict):
    """The segment of a customer."""

    id: Cell
    segment: int


class Segment(TypedDict):
    """A segment: its name, how many customers it has and of what share, and what they are like."""

    segment: int
    name: str
    description: str
    size: int
    share: float
    profile: Annotated[dict[str, Cell | list[Cell]], Field(description="What is typical of it, by column.")]


class SegmentsOfSheet(_Trained):
    """The model that was trained on a sheet, and the segments it found."""

    assignments: list[Assignment]
    segments: list[Segment]
    distribution: Annotated[dict[str, int], Field(description="Customers by segment.")]
