"""What the API answers about uploads, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Cell, Status
from api.openapi.components import Either
from datasets.api.shapes import DatasetVersion, Finding


class MatchedColumn(TypedDict):
    """A column of the data set, and what it is called in the sheet."""

    column: str
    found: str | None
    how: str


class ChangedRow(TypedDict):
    """A row that is there and comes again with other values, by column."""

    key: dict[str, Cell]
    before: dict[str, Cell]
    after: dict[str, Cell]


class AppendPlan(TypedDict):
    """What appending a sheet would change. Rows whose key exists with other values are ``changed``, some of
    them shown: one of ``choices`` says what is done with them, ``replaced`` counts the rows that then go."""

    extends: str
    rows: int
    rows_added: int
    duplicates: int
    same_key: int
    key: list[str]
    columns: list[MatchedColumn]
    problems: list[Finding]
    to_confirm: list[str]
    choices: list[str]
    chosen: str
    replaced: int
    changed: list[ChangedRow]


class Import(TypedDict):
    """An upload that a worker reads."""

    id: int
    status: Status
    progress: int
    message: str
    dataset: str | None
    mode: Literal["replace", "append"]
    preview: bool
    file: str
    size: int
    version: str | None
    error: str | None
    remedy: str | None
    problems: list[Finding]
    question: Annotated[
        dict[str, Any] | None,
        Field(description="What only you know: an option of the upload, and its readings."),
    ]
    confirm: list[str]
    plan: AppendPlan | None
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration_seconds: float | None


UploadAnswer = Either("UploadAnswer", DatasetVersion, AppendPlan)
"""The version that holds this very file already, or what appending would change."""
