"""How a model is asked, and how it answers.

A family offers one or more asks. From the declaration the program derives the route, the form, the schema,
the "try it" page, sheets in and out, jobs and example calls: a family only says what it takes and answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from cells.conventions import Conventions
from contract.blocks import Block
from contract.data import MAIN, Kind, Options, Role, TypedTable
from contract.filters import Filter
from contract.grid import Grid
from language.sentences import say

if TYPE_CHECKING:
    from pandas import DataFrame

Reading = Mapping[str, Mapping[str, Conventions | None]]
"""How the columns of each table are read; a column of None stays as it came."""
PREDICT = "predict"
PREDICTIONS = "predictions"
REQUEST = "request"


class RequestProblem(Exception):
    """A request that this model cannot answer, e.g. an item it has never seen. ``location`` is a path of the
    body such as ``"items.0"`` or ``"tables.transactions.3.date"``."""

    def __init__(self, location: str, code: str, message: str):
        self.location, self.code, self.message = location, code, message
        super().__init__(message)


# --- What is asked --------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskTable:
    """A table that a request brings, as a field of the body or under ``tables``.

    ``of`` is the table of the training whose columns it has: its cells are read by their conventions.
    ``roles`` are columns of its own, called by their keys; the others are found by the names that the model
    learned from, and what is neither is left aside.
    ``invalid_cells`` says what becomes of cells that fit no convention: the request is refused, or they
    count as missing and the answer says so.
    """

    key: str
    label: str
    of: str = MAIN
    roles: tuple[Role, ...] = ()
    required: bool = False
    help: str = ""
    invalid_cells: Literal["refuse", "flag"] = "flag"


@dataclass(frozen=True)
class Logged:
    """The columns of an answer that the log keeps, so that a value can be compared with what came.

    ``keys`` name what the value is of: an item, or a customer and an item. Where an answer has no ``value``,
    that of ``instead`` is kept. ``lag`` is how many steps ahead of its publication a value lies.
    """

    keys: tuple[str, ...]
    value: str
    at: str | None = None
    low: str | None = None
    high: str | None = None
    lag: str | None = None
    instead: Mapping[str, str] = field(default_factory=dict)

    def found_in(self, columns: Collection[str]) -> dict[str, str]:
        """Which columns of an answer with these ``columns`` are kept as value, at, low, high and lag."""
        named = {"value": self.value, "at": self.at, "low": self.low, "high": self.high, "lag": self.lag}
        found = {}
        for role, name in named.items():
            there = name if name in columns else self.instead.get(name or "")
            if there in columns:
                found[role] = str(there)
        return found

    def keys_in(self, columns: Collection[str]) -> list[str]:
        return [key for key in self.keys if key in columns]


@dataclass(frozen=True)
class Input:
    """A value that a request wants, for the "try it" form and the example calls.

    ``of`` is the key of the table for a column of its rows, "request" for a field of the request.
    """

    name: str
    kind: Kind
    typical: Any = None
    choices: tuple[str, ...] = ()
    of: str = "rows"


@dataclass(frozen=True)
class Learned:
    """What a version knows of its data: columns by role, the conventions of columns by table, and which of
    the rows it learned from."""

    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    conventions: Mapping[str, Mapping[str, Conventions]] = field(default_factory=dict)
    filters: Sequence[Filter] = ()

    def of_table(self, key: str) -> Mapping[str, Conventions]:
        return self.conventions.get(key, {})

    def column(self, address: str) -> str | None:
        """The column of a single role, or None where the model learned without it."""
        name = self.columns.get(address)
        if name is None or isinstance(name, str):
            return name or None
        return str(name[0]) if len(name) == 1 else None


@dataclass(frozen=True)
class VersionFacts:
    """Which version answers, as far as a family may know it."""

    model: str
    number: int
    label: str
    created_at: datetime | None = None


@dataclass(frozen=True)
class AskContext:
    """All that an ask sees: the model, the version it is, and the request with its tables read."""

    model: Any
    request: Any
    tables: Mapping[str, TypedTable] = field(default_factory=dict)
    version: VersionFacts = field(default_factory=lambda: VersionFacts("", 0, ""))
    learned: Learned = field(default_factory=Learned)
    today: date = field(default_factory=date.today)
    whole: TypedTable | None = None
    """All rows of the request, where the table of its rows holds a part of them."""

    def table(self, key: str) -> TypedTable | None:
        return self.tables.get(key)


# --- What is answered -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Flag:
    """Says why an answer deserves less trust. ``row`` counts from 0 in the answer's first table."""

    row: int | None
    code: str
    message: str
    column: str | None = None


@dataclass(frozen=True, init=False)
class Answer:
    """Named tables, blocks and flags. The first table is the answer proper: one row per prediction, in the
    order asked.

    ``logged`` is False where rows are no predictions to be compared with what comes: totals of others.
    """

    tables: Mapping[str, DataFrame]
    flags: Sequence[Flag]
    blocks: Sequence[Block]
    logged: bool

    def __init__(
        self,
        table: DataFrame | Mapping[str, DataFrame],
        flags: Sequence[Flag] = (),
        blocks: Sequence[Block] = (),
        logged: bool = True,
    ):
        object.__setattr__(self, "tables", table if isinstance(table, Mapping) else {PREDICTIONS: table})
        object.__setattr__(self, "flags", flags)
        object.__setattr__(self, "blocks", blocks)
        object.__setattr__(self, "logged", logged)

    @property
    def table(self) -> DataFrame:
        return next(iter(self.tables.values()))

    def flagged(self, first: Sequence[Flag]) -> Answer:
        """With ``first``, about cells that could not be read: its own flags need not call them missing."""
        doubted = {(flag.row, flag.column) for flag in first if flag.row is not None}
        own = [
            flag for flag in self.flags if flag.code != "missing" or (flag.row, flag.column) not in doubted
        ]
        flags = list(dict.fromkeys([*first, *own]))
        return Answer(self.tables, flags, self.blocks, self.logged)


class AnswerRow(BaseModel):
    """A row of the first table of an answer: each column with its type, and what it means."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Ask(ABC):
    """One way to ask a model. Stateless; declared by a family in ``asks``.

    ``rows`` is the key of the table whose rows are independent of each other, so that the program may
    split thousands of them into a job, whose answer is the first table alone; "" where the answer needs them
    all. ``logged`` is None where answers
    are not kept: a slider that is being moved. ``Row`` and ``Facts`` (of the model) describe the answer.
    """

    key: ClassVar[str] = PREDICT
    label: ClassVar[str] = say("Predict")
    help: ClassVar[str] = ""
    Request: ClassVar[type[Options]] = Options
    Row: ClassVar[type[AnswerRow]] = AnswerRow
    Facts: ClassVar[type[Options]] = Options
    tables: ClassVar[tuple[AskTable, ...]] = ()
    rows: ClassVar[str] = ""
    logged: ClassVar[Logged | None] = None

    @abstractmethod
    def answer(self, context: AskContext) -> Answer:
        """Raises RequestProblem where the model cannot answer."""

    @abstractmethod
    def columns(self, request: Any) -> list[str]:
        """The columns of the first table of every answer to ``request``, in order."""

    def present(self, context: AskContext, answer: Answer) -> list[Block]:
        """The answer as blocks, for the "try it" page."""
        return list(answer.blocks)

    def grid(self, model: Any, item: str, steps: int) -> Grid | None:
        """What of the next ``steps`` may be told in advance, of ``item`` or ("") of all; None where nothing
        may. Raises RequestProblem for an unknown item."""
        return None

    def takes(self, learned: Learned) -> tuple[AskTable, ...]:
        """Its tables, but for those of sheets that the version learned without."""
        return tuple(
            table
            for table in self.tables
            if table.of == MAIN or any(name.startswith(f"{table.of}.") for name in learned.columns)
        )

    def conventions(self, model: Any, learned: Learned) -> Reading:
        """How the cells of each of its tables are read: as in the data that the model learned from."""
        return {table.key: learned.of_table(table.of) for table in self.tables}

    def schema(self, tables: Sequence[AskTable] | None = None) -> dict[str, Any]:
        """The body of a request as JSON schema: its fields, and its ``tables`` beside them."""
        schema = self.Request.model_json_schema()
        rows = {"type": "array", "items": {"type": "object"}}
        named = {"type": "string", "description": "A data set: its name, name@latest or name@3."}
        for table in self.tables if tables is None else tables:
            about = {"title": str(table.label), "description": str(table.help)}
            schema.setdefault("properties", {})[table.key] = {"anyOf": [rows, named], **about}
            if table.required:
                schema.setdefault("required", []).append(table.key)
        return schema

    def table_for(self, key: str) -> AskTable:
        return next(table for table in self.tables if table.key == key)
