"""Steps that repair a table: what is done to which columns. A step is kept as JSON and can be done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from cells.conventions import Conventions
from language.sentences import say

WRONG_ARGUMENTS = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""The errors that settings of a wrong type cause: callers can send anything."""


class StepError(Exception):
    """A step that is not known, or that does not fit the table. Its text is a sentence.

    ``step`` is the one of several that does not fit; None where that is not said.
    """

    def __init__(self, message: str, step: Step | None = None):
        self.message, self.step = message, step
        super().__init__(message)


@dataclass(frozen=True)
class Step:
    """One repair. ``kind`` is one of ``OPERATIONS``, ``columns`` those it works on; ``params`` are JSON."""

    kind: str
    columns: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "columns": list(self.columns), "params": dict(self.params)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Step:
        """Raises StepError where ``stored`` is not a step."""
        kind, columns, params = (stored.get(name) for name in ("kind", "columns", "params"))
        if kind not in OPERATIONS:
            raise StepError(say("There is no step called '{kind}'.", kind=str(kind)))
        if not isinstance(columns or [], (list, tuple)) or not isinstance(params or {}, Mapping):
            raise StepError(say("The step '{kind}' needs a list of columns and its settings.", kind=kind))
        return cls(str(kind), tuple(str(name) for name in columns or ()), dict(params or {}))


Operation = Callable[[pd.DataFrame, Step], pd.DataFrame]


OPERATIONS: dict[str, Operation] = {}
"""What a step can do, by its kind; filled by ``cell_operations`` and ``row_operations``."""


def apply(frame: pd.DataFrame, steps: Sequence[Step]) -> pd.DataFrame:
    """A new table after all ``steps``, its rows numbered from 0; ``frame`` stays as it is.

    The same table and steps give the same table. Raises StepError.
    """
    result = frame.reset_index(drop=True)
    for step in steps:
        try:
            result = done(result, step).reset_index(drop=True)
        except StepError as refusal:
            raise StepError(refusal.message, step) from None
        except WRONG_ARGUMENTS:
            raise StepError(unfit(step).message, step) from None
    return result


def done(frame: pd.DataFrame, step: Step) -> pd.DataFrame:
    """The table after one step; rows that stay keep their index, new rows have new ones. Raises StepError."""
    operation = OPERATIONS.get(step.kind)
    if operation is None:
        raise StepError(say("There is no step called '{kind}'.", kind=step.kind))
    for name in (*step.columns, *named_in(step)):
        if name not in frame:
            raise StepError(
                say(
                    "The step '{kind}' needs the column '{column}', which the table does not have.",
                    kind=step.kind,
                    column=name,
                )
            )
    return operation(frame, step)


def named_in(step: Step) -> list[str]:
    """The columns that the settings of a step name."""
    named = [step.params.get(role) or [] for role in ("except", "keys", "sum", "zero")]
    time = step.params.get("time")
    return [str(name) for names in named for name in names] + ([str(time)] if time else [])


def unfit(step: Step) -> StepError:
    """The refusal of settings that a step cannot be done with."""
    return StepError(say("The step '{kind}' does not work with these settings: change them.", kind=step.kind))


def renamed_by(steps: Sequence[Step]) -> dict[str, str]:
    """Every name that a column had before some of ``steps``, which fit the table, with its last name."""
    names: dict[str, str] = {}
    for step in steps:
        if step.kind == "rename":
            before, after = step.columns[0], str(step.params["to"])
            names = {name: after if last == before else last for name, last in names.items()}
            names[before] = after
    return {name: last for name, last in names.items() if name != last}


def written_after(conventions: Mapping[str, Conventions], steps: Sequence[Step]) -> dict[str, Conventions]:
    """``conventions`` of a table after ``steps``, which fit it. A value that was made missing is one of the
    column's words for missing from then on. Later cells are read by them."""
    found = dict(conventions)
    for step in steps:
        for name in step.columns:
            if name not in found:
                continue
            if step.kind == "drop_column":
                del found[name]
            elif step.kind == "rename":
                new = str(step.params["to"])
                found[new] = replace(found.pop(name), name=new)
            elif step.kind == "convert_kind":
                found[name] = replace(found[name], kind="number", decimal=step.params.get("decimal", "."))
            elif step.kind == "set_missing":
                found[name] = _with_missing(found[name], step.params.get("values") or ())
    return found


def _with_missing(how: Conventions, values: Any) -> Conventions:
    several = values if isinstance(values, (list, tuple)) else [values]
    words = [str(value).replace(".", how.decimal or ".") for value in several]
    return replace(how, missing=tuple(dict.fromkeys([*how.missing, *words])))


def only_column(step: Step) -> str:
    """The one column of a step. Raises StepError for none or several."""
    if len(step.columns) != 1:
        raise StepError(
            say(
                "The step '{kind}' works on 1 column, but {count:integer} are named.",
                kind=step.kind,
                count=len(step.columns),
            )
        )
    return step.columns[0]
