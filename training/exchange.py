"""What a family and the program exchange: roles and problems, data and plans, blocks and answers.

Nothing here imports Django, pandas or a machine learning library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pandas import DataFrame

MAIN = "main"

Kind = Literal["date", "number", "category", "flag", "text"]
Effort = Literal["fast", "best"]


Layout = Callable[[Mapping[str, Kind]], Mapping[str, str | tuple[str, ...]] | None]


class Options(BaseModel):
    """Base of every Settings, Params and Request: unknown names are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- What a family asks of the data -------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    """A column the family needs, in the user's words.

    ``hints`` are lower-case words often found in the name of such a column; they guide the guess.
    ``guess_rest`` marks a ``many`` role that takes every fitting column no other role has taken;
    ``guess_any`` an optional role that nearly every sheet has a column for: any fitting one is taken.
    """

    key: str
    label: str
    kinds: tuple[Kind, ...]
    required: bool = True
    many: bool = False
    help: str = ""
    hints: tuple[str, ...] = ()
    guess_rest: bool = False
    guess_any: bool = False

    @property
    def usually_one(self) -> bool:
        """One column is guessed, and written as its plain name; only several are a list."""
        return not self.many or (bool(self.hints) and not self.guess_rest)

    def written(self, names: Sequence[str]) -> str | tuple[str, ...]:
        """The columns that play it, as ``columns`` of TrainingData holds them; ``names`` is not empty."""
        return names[0] if self.usually_one and len(names) == 1 else tuple(names)


@dataclass(frozen=True)
class Table:
    """A sheet the family reads. The main table is required; side tables are named and optional.

    ``layout`` tells, from the kinds of the columns, which play which role where a sheet is laid out in a way
    of its own; None where it is not, and columns are guessed by names and kinds.
    """

    key: str
    label: str
    roles: tuple[Role, ...]
    required: bool = True
    help: str = ""
    layout: Layout | None = None

    def role(self, key: str) -> Role:
        return next(role for role in self.roles if role.key == key)

    def address(self, role: str) -> str:
        """How ``columns`` names a role of this table: ``"table.role"``, plain ``"role"`` in the main one."""
        return role if self.key == MAIN else f"{self.key}.{role}"


@dataclass(frozen=True)
class Problem:
    """Something wrong with the data, in the user's words, with the place, the number and a remedy."""

    code: str
    message: str
    table: str = MAIN
    column: str | None = None
    row: int | None = None
    series: str | None = None
    count: int | None = None
    remedy: str = ""
    fatal: bool = True

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class DataProblems(Exception):
    """The data cannot answer the question. Carries every problem found, fatal ones included."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(p.message for p in self.problems if p.fatal))


class RequestProblem(Exception):
    """A prediction request that this model cannot answer, e.g. an item it has never seen."""

    def __init__(self, location: str, code: str, message: str):
        self.location, self.code, self.message = location, code, message
        super().__init__(message)


# --- What a family is handed --------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingData:
    """Tables by key, the column that plays each role, and the kind of each column.

    ``columns`` maps a role key to a column name, or to a tuple of names for a ``many`` role. Roles
    of a side table are addressed as ``"table.role"``.
    """

    tables: Mapping[str, DataFrame]
    columns: Mapping[str, str | tuple[str, ...]]
    kinds: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)

    @property
    def main(self) -> DataFrame:
        return self.tables[MAIN]

    def column(self, role: str) -> str | None:
        """The column of a single role, or None where it is not given."""
        name = self.columns.get(role)
        return name if isinstance(name, str) and name else None

    def many(self, role: str) -> tuple[str, ...]:
        """The columns of a ``many`` role, in the order given; empty where it is not given."""
        names = self.columns.get(role) or ()
        return (names,) if isinstance(names, str) else tuple(names)

    def kind(self, column: str, table: str = MAIN) -> Kind:
        return self.kinds.get(table, {}).get(column, "text")


@dataclass(frozen=True)
class Plan:
    """How to train: everything but the data. ``model`` is a key of the family's models or "auto"."""

    settings: Any
    params: Any
    model: str = "auto"
    effort: Effort = "fast"
    seed: int = 0
    threads: int = 1


class Progress:
    """Reports progress from 0 to 1 that never falls, with a message a person understands.

    A report may raise (the run was cancelled): let it pass, it ends the training.
    """

    def __init__(self, report: Callable[[float, str], None] = lambda fraction, message: None):
        self._report = report
        self._reached = 0.0

    def __call__(self, fraction: float, message: str = "") -> None:
        self._reached = max(self._reached, min(max(fraction, 0.0), 1.0))
        self._report(self._reached, message)

    def part(self, start: float, end: float) -> Progress:
        """A progress of its own from 0 to 1 that fills this one from ``start`` to ``end``."""
        return Progress(lambda fraction, message: self(start + (end - start) * fraction, message))


# --- What a family gives back -------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A piece of a report as plain JSON. ``summary`` is the sentence that says what it shows.

    The shape of ``data`` for every kind is written down in ``docs/blocks.md``.
    """

    kind: Literal["cards", "note", "table", "line", "bar", "scatter", "heatmap", "fan"]
    title: str
    data: dict[str, Any]
    summary: str = ""

    def as_dict(self) -> dict[str, Any]:
        return dict(plain(vars(self)))


@dataclass(frozen=True)
class Candidate:
    """One line of the leaderboard: a model that was tried, or the naive baseline."""

    model: str
    label: str
    metrics: Mapping[str, float]
    seconds: float = 0.0
    chosen: bool = False
    baseline: bool = False
    note: str = ""
    error: float | None = None
    """Standard error of the primary metric: how far it would move on other held-out rows."""
    size: int | None = None
    """Bytes of its file, where it was measured."""


@dataclass(frozen=True)
class Evaluation:
    """How good the answer is, measured on rows the model did not learn from.

    ``baseline`` holds the metrics of the naive baseline on the same rows. ``model`` is the key of
    the model to fit on everything ("auto" resolved); ``reason`` is the sentence that says why it was
    chosen; ``learned`` is what the evaluation taught that fit: member weights, interval widths, the
    number of segments.
    """

    model: str
    metrics: Mapping[str, float]
    baseline: Mapping[str, float]
    baseline_label: str
    candidates: Sequence[Candidate] = ()
    learned: Mapping[str, Any] = field(default_factory=dict)
    blocks: Sequence[Block] = ()
    reason: str = ""


@dataclass(frozen=True)
class Input:
    """A value a prediction request wants, for the "try it" form and the example calls.

    ``of`` is "rows" for a column of the rows to be answered, "request" for a field of the request.
    """

    name: str
    kind: Kind
    typical: Any = None
    choices: tuple[str, ...] = ()
    of: Literal["rows", "request"] = "rows"


@dataclass(frozen=True)
class Flag:
    """Says why an answer deserves less trust. ``row`` counts from 0 in the answer's rows."""

    row: int | None
    code: str
    message: str
    column: str | None = None


@dataclass(frozen=True)
class Answer:
    """One table row per prediction, in the order asked; columns as the family declares them.

    ``logged`` is False where rows are not predictions to be compared with actuals: totals of others.
    """

    table: DataFrame
    flags: Sequence[Flag] = ()
    logged: bool = True


class Prepared:
    """Base of what ``prepare`` returns: clean data plus the problems that did not stop it."""

    problems: list[Problem]


def plain(value: Any) -> Any:
    """``value`` as plain JSON: no NaN or Infinity (null instead), no numpy or pandas types.

    Dates become ISO text, without the time where it is midnight.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return None if text == "NaT" else text.removesuffix("T00:00:00")
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    return None if str(value) in {"<NA>", "NaT"} else str(value)
