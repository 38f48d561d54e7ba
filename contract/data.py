"""What a family asks of the data, and the typed tables it is handed. No Django, no pandas at import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from cells.conventions import Conventions, Kind
from contract.row_numbers import Runs, number_of

if TYPE_CHECKING:
    import numpy as np
    from pandas import DataFrame

MAIN = "main"


GuessColumns = Callable[[Mapping[str, Kind]], tuple[str, ...]]
Layout = Callable[[Mapping[str, Kind]], Mapping[str, str | tuple[str, ...]] | None]


class Options(BaseModel):
    """Base of every Settings, Params and Request: unknown names are refused, values are frozen, numbers are
    finite: 1e999 is none."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Role:
    """A column the family needs, in the user's words.

    ``hints`` are lower-case words often found in the name of such a column; they guide the guess.
    ``guess_rest`` marks a ``many`` role that takes every fitting column no other role has taken;
    ``guess_any`` an optional role that nearly every sheet has a column for: any fitting one is taken.
    ``unguessed`` are kinds that fit where somebody chooses them, but are never guessed.
    ``required_if`` says of the settings of a training whether they need a role that is optional else.
    A column of a kind in ``also`` may play it, too, beside another or for its values, which the family
    checks; ``also_named`` says of a name whether it is worth offering. ``guess_columns`` guesses, from the
    kinds of the free columns, which of them play the role together. A column that is ``named_otherwise`` is
    guessed only where no other fits.
    ``added_up`` says that amounts of several rows are summed: rows that are unlike must not be mixed.
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
    unguessed: tuple[Kind, ...] = ()
    required_if: Callable[[Any], bool] | None = None
    also: tuple[Kind, ...] = ()
    also_named: Callable[[str], bool] = bool
    guess_columns: GuessColumns | None = None
    named_otherwise: Callable[[str], bool] | None = None
    added_up: bool = False

    def needed(self, settings: Any) -> bool:
        """Whether a training with these ``settings`` cannot do without it."""
        return self.required or (self.required_if is not None and self.required_if(settings))

    @property
    def fitting(self) -> tuple[Kind, ...]:
        """The kinds of all columns that may be chosen."""
        return (*self.kinds, *self.also)

    def offers(self, name: str, kind: Kind) -> bool:
        """Whether people are shown the column among those to choose from."""
        return kind in self.kinds or (kind in self.also and self.also_named(name))

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
    of its own; None where it is not, and columns are guessed by names and kinds. One that is ``filled_in``
    can be filled in by hand, in the grid that the family gives.
    """

    key: str
    label: str
    roles: tuple[Role, ...]
    required: bool = True
    help: str = ""
    layout: Layout | None = None
    filled_in: bool = False

    def role(self, key: str) -> Role:
        return next(role for role in self.roles if role.key == key)

    def address(self, role: str) -> str:
        """How ``columns`` names a role of this table: ``"table.role"``, plain ``"role"`` in the main one."""
        return role if self.key == MAIN else f"{self.key}.{role}"


@dataclass(frozen=True)
class Choice:
    """One possible answer to a question. ``value`` is what an order is sent with; ``label``, a sentence, says
    what it means, where the value alone does not. ``count`` rows say so, ``amount`` is their sum."""

    value: Any
    label: str = ""
    count: int | None = None
    amount: float | None = None
    suggested: bool = False


@dataclass(frozen=True)
class Question:
    """What only the user knows of the data. ``option`` is the place in an order for the answer, such as
    "settings.positive"; of ``many`` choices several may be taken."""

    option: str
    choices: tuple[Choice, ...]
    many: bool = False


@dataclass(frozen=True)
class Alternative:
    """What could be done instead of what was done: ``value`` for the ``option`` of an order, such as
    "settings.wild_values"; for "filters", a filter of the rows that count. ``label`` says it on a button."""

    option: str
    value: Any
    label: str


@dataclass(frozen=True)
class Problem:
    """Something wrong with the data, in the user's words, with the place, the number and a remedy.

    With a ``question`` it is fatal until that is answered: nothing starts on a guess.
    """

    code: str
    message: str
    table: str = MAIN
    column: str | None = None
    row: int | None = None
    series: str | None = None
    count: int | None = None
    remedy: str = ""
    fatal: bool = True
    question: Question | None = None
    alternative: Alternative | None = None

    def as_dict(self) -> dict[str, Any]:
        without = [name for name in ("question", "alternative") if getattr(self, name) is None]
        return {name: value for name, value in asdict(self).items() if name not in without}


@dataclass(frozen=True)
class InvalidCell:
    """A cell that is not written by the conventions of its column; it counts as missing.

    ``row`` counts from 0 in the table that was sent; ``code`` is not_a_number, ambiguous_number,
    ambiguous_percent, not_a_date, impossible_date, ambiguous_date, not_a_flag or not_a_cell (a list or an
    object); ``message`` is a sentence of language.sentences.
    """

    row: int
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True)
class TypedTable:
    """A table whose cells are read: a frame with the kinds of its columns, and what did not fit.

    Numbers are float64 or int64 (Int64 where some are missing), dates datetime64[ns] without a zone, flags
    boolean, categories and texts objects with None where nothing is said. Rows are numbered from 0, by the
    index of the frame; where it is a part of a longer table, they keep the numbers that they have there.
    """

    frame: DataFrame
    conventions: Mapping[str, Conventions]
    invalid_cells: Sequence[InvalidCell] = ()
    left_out: tuple[str, ...] = ()
    """Columns that no convention is known for."""
    source: str = ""
    """The version of the data set that was named, such as "sales@3"; "" for rows that were sent."""

    def __len__(self) -> int:
        return len(self.frame)

    def kind(self, column: str) -> Kind:
        return self.conventions[column].kind if column in self.conventions else "text"


class DataProblems(Exception):
    """The data cannot answer the question. Carries every problem found, fatal ones included."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(p.message for p in self.problems if p.fatal))


@dataclass(frozen=True)
class TrainingData:
    """Tables by key, the column that plays each role, and the kind of each column.

    Tables are typed by ``kinds`` as a TypedTable is: a family reads no numbers or dates out of texts.
    ``columns`` maps a role key to a column name, or to a tuple of names for a ``many`` role. Roles
    of a side table are addressed as ``"table.role"``. ``positions`` has the places in the whole sheet of the
    rows of tables from which rows were left out, ``row_runs`` how a table's sheet numbers its rows.
    ``find_copies`` reads all columns of the main sheet: ``copies`` calls it, where a family wants to know.
    ``conventions`` say how the cells of columns were written, by table, as far as it is known.
    """

    tables: Mapping[str, DataFrame]
    columns: Mapping[str, str | tuple[str, ...]]
    kinds: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict)
    positions: Mapping[str, np.ndarray] = field(default_factory=dict)
    row_runs: Mapping[str, Runs] = field(default_factory=dict)
    find_copies: Callable[[], np.ndarray] | None = None
    conventions: Mapping[str, Mapping[str, Conventions]] = field(default_factory=dict)

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

    def copies(self) -> np.ndarray | None:
        """Of each row of the main table, the place of the first one that is equal in every column of the
        sheet, -1 where there is none before it; None where nobody can tell."""
        return None if self.find_copies is None else self.find_copies()

    def row_number(self, position: int, table: str = MAIN) -> int:
        """Of the row at ``position`` of a table, as its sheet counts."""
        places = self.positions.get(table)
        place = int(position if places is None else places[position])
        return number_of(self.row_runs.get(table, ()), place)

    def kind(self, column: str, table: str = MAIN) -> Kind:
        return self.kinds.get(table, {}).get(column, "text")
