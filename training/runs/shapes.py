"""What the API answers about runs, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Columns, DataProblem, Metrics, Page, Settings, Status
from contract.filters import Filter

Params = Annotated[dict[str, Any], Field(description="The parameters of the model, as it declares them.")]


class Candidate(TypedDict):
    """One line of the leaderboard: a model that was tried, or the naive baseline."""

    model: str
    label: str
    metrics: Metrics
    seconds: float
    chosen: bool
    baseline: bool
    note: str
    error: NotRequired[float | None]
    size: NotRequired[int | None]


class QueuePlace(TypedDict):
    """Where a waiting run stands, counted from 1; ``waiting_for`` are the runs in front. ``delayed``:
    one of them takes longer than expected."""

    position: int
    waiting_for: list[int]
    expected_start: datetime | None
    delayed: bool


class Run(TypedDict):
    """A training: what was ordered, how far it is, and what came of it. ``trained_model`` and ``version`` say
    which version of a model it has made."""

    id: int
    status: Status
    progress: int
    message: str
    name: str
    family: str
    model: str
    dataset: str
    tables: Annotated[dict[str, str], Field(description="Data sets by table.")]
    columns: Columns
    settings: Settings
    filters: list[Filter]
    params: Params
    effort: Annotated[str, Field(json_schema_extra={"enum": ["fast", "best"]})]
    then_best: bool
    follows: int | None
    seed: int
    attempt: int
    metrics: Metrics
    baseline: Metrics
    candidates: list[Candidate]
    problems: list[DataProblem]
    queue: QueuePlace | None
    queued_at: datetime
    started_at: datetime | None
    training_started_at: datetime | None
    finished_at: datetime | None
    duration_seconds: float | None
    error: str | None
    remedy: str | None
    reason: str | None
    expected_seconds: float | None
    trained_model: str | None
    version: int | None
    log_tail: list[str]


class RunPage(Page):
    """Runs, newest first."""

    results: list[Run]
