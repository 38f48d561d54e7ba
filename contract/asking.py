"""How a model is asked and how it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from contract.data import Kind

if TYPE_CHECKING:
    from pandas import DataFrame


class RequestProblem(Exception):
    """A prediction request that this model cannot answer, e.g. an item it has never seen."""

    def __init__(self, location: str, code: str, message: str):
        self.location, self.code, self.message = location, code, message
        super().__init__(message)


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

    ``logged`` is False where rows are no predictions to be compared with actuals: totals of others.
    """

    table: DataFrame
    flags: Sequence[Flag] = ()
    logged: bool = True
