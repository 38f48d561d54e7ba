"""What the API answers about data sets, typed: what the views return, and what is described."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Cell, Columns, DataProblem, Page, Row, Settings
from cells.conventions import Kind

Options = Annotated[
    dict[str, Any], Field(description="How the sheet is read, by option: sheet, decimal, date_order ...")
]
Params = Annotated[dict[str, Any], Field(description="What the kind needs, by name.")]
Report = Annotated[dict[str, Any], Field(description="How the sheet was read, and what was left out.")]
Finding = DataProblem


class Conventions(TypedDict, total=False):
    """How the cells of a column are written; what a sheet has not settled is left out."""

    name: str
    kind: Kind
    date_order: str | None
    decimal: str | None
    thousands: str | None
    percent: bool
    notes: list[str]
    missing: list[str]
    not_missing: list[str]
    yes: list[str]
    no: list[str]
    blank_is_no: bool
    categories: list[str] | None
    zone: str | None
    period: str | None
    no_end: list[str]


class ColumnProblem(TypedDict):
    """What is wrong with a column, and what to do about it."""

    code: str
    message: str
    remedy: str


class Histogram(TypedDict):
    """How often values occur: one edge more than counts, or a count for each of the values."""

    counts: list[int]
    edges: NotRequired[list[float | str]]
    values: NotRequired[list[Cell]]
    other: NotRequired[int]


class Column(TypedDict):
    """What a column holds. Least, largest and middle of dates are ISO text."""

    name: str
    kind: Kind
    missing: int
    unique: int
    min: float | str | None
    max: float | str | None
    mean: float | None
    median: float | str | None
    examples: list[Cell]
    histogram: Histogram | None
    problems: list[ColumnProblem]
    conventions: NotRequired[Conventions]


class Part(TypedDict):
    """One of the files whose rows make up a version."""

    version: int
    rows: int
    sha256: str
    size: int
    original_name: str
    download: str


class Step(TypedDict):
    """One change to a table."""

    kind: str
    columns: list[str]
    params: Params


class Expectation(TypedDict):
    """What is promised of a data set."""

    kind: str
    column: str | None
    params: Params


class Verdict(TypedDict):
    """Whether a version keeps a promise."""

    expectation: Expectation
    outcome: str
    message: str
    count: int
    examples: list[Cell]


class DatasetVersion(TypedDict):
    """A version of a data set. It never changes."""

    slug: str
    name: str
    version: int
    sha256: str
    rows: int
    rows_added: int
    rows_replaced: int
    parts: list[Part]
    size: int
    original_name: str
    options: Options
    columns: list[Column]
    problems: list[Finding]
    change: Annotated[
        dict[str, Any] | None, Field(description="What an append has changed; null for any other version.")
    ]
    steps: list[Step]
    steps_of: int | None
    outcome: str | None
    verdicts: list[Verdict] | None
    reject_count: int
    to_correct: int
    report: Report
    created_at: datetime
    url: str


class DatasetVersionInShort(TypedDict):
    """A version in the list of a data set's versions."""

    number: int
    rows: int
    created_at: datetime


class DatasetDetail(DatasetVersion):
    """A data set: its newest version, and all of them in short."""

    versions: list[DatasetVersionInShort]


class Maker(TypedDict):
    """The recipe that made a version."""

    key: str
    job: int
    columns: Columns
    settings: Settings
    warnings: list[DataProblem]


class Parent(TypedDict):
    """A version that a version was made from."""

    dataset: str
    version: int | None
    table: str
    deleted: bool


class Child(TypedDict):
    """A version that was made from a version."""

    dataset: str
    version: int
    table: str


class DatasetVersionDetail(DatasetVersion):
    """A version with what it was made from and what was made from it."""

    derivation: Maker | None
    parents: list[Parent]
    children: list[Child]


class DatasetInList(TypedDict):
    """A data set in the list."""

    slug: str
    name: str
    versions: int
    latest: int | None
    rows: int | None
    outcome: str | None
    owner: str | None
    created_at: datetime
    url: str


class DatasetPage(Page):
    """Data sets."""

    results: list[DatasetInList]


class Preview(TypedDict):
    """The first rows of a version; ``of`` is how many it has."""

    columns: list[str]
    rows: list[Row]
    of: int


class CheckFinding(TypedDict):
    """Something to know before a model learns from the table. Each of the steps is a remedy of its own."""

    code: str
    severity: Literal["stop", "warn", "note"]
    message: str
    remedy: str
    column: str | None
    row: int | None
    count: int
    share: float
    examples: list[Cell]
    steps: list[Step]


class Check(TypedDict):
    """What was found among ``rows`` rows of the version's ``of``."""

    findings: list[CheckFinding]
    rows: int
    of: int


class Expectations(TypedDict):
    """Expectations, suggestions from the newest version, and its verdicts."""

    expectations: list[Expectation]
    suggested: list[Expectation]
    version: int
    outcome: str | None
    verdicts: list[Verdict] | None
