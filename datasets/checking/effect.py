"""What a step would do, before it is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from datasets.checking.finding import EXAMPLES, plain
from datasets.checking.step_words import describe
from datasets.checking.steps import Step, done
from language.sentences import Sentence, joined, say, say_count


@dataclass(frozen=True)
class Change:
    """A cell before and after; ``row`` is its place before, from 0.

    Without ``column`` it is a whole row, as values by column: ``after`` is None for a row that goes,
    ``before`` and ``row`` for one that is new.
    """

    column: str | None
    row: int | None
    before: Any
    after: Any


@dataclass(frozen=True)
class Effect:
    """``cells_changed`` counts cells of the rows and columns that stay; up to five ``examples``."""

    rows_before: int
    rows_after: int
    cells_changed: int
    examples: list[Change]
    message: Sentence

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def preview(frame: pd.DataFrame, step: Step) -> Effect:
    """What ``step`` would do to ``frame``, which stays as it is. Raises StepError."""
    before = frame.reset_index(drop=True)
    after = done(before, step)
    if step.kind == "rename":
        return Effect(len(before), len(after), 0, [], describe(step))
    old = after.index < len(before)
    stays = np.zeros(len(before), dtype=bool)
    stays[after.index[old]] = True
    kept, removed, added = np.flatnonzero(stays), np.flatnonzero(~stays), after.index[~old]
    gone = [str(name) for name in before if name not in after]
    cells, examples = 0, []
    touched = {*step.columns, *(step.params.get("sum") or ())}  # no step changes cells of other columns
    for name in before:
        if name in touched and name not in gone:
            changed = _changed(before[name].loc[kept], after[name].loc[kept])
            cells += len(changed)
            examples += [
                Change(str(name), int(row), plain(before.at[row, name]), plain(after.at[row, name]))
                for row in changed[:EXAMPLES]
            ]
    examples += [Change(None, int(row), _row(before, row), None) for row in removed[:EXAMPLES]]
    examples += [Change(None, None, None, _row(after, row)) for row in added[:EXAMPLES]]
    said = [*_columns(gone), *_counts(len(removed), len(added), cells)]
    message = joined(said) if said else say("Nothing changes.")
    return Effect(len(before), len(after), cells, examples[:EXAMPLES], message)


def _changed(before: pd.Series, after: pd.Series) -> np.ndarray:
    """The index of the cells that differ; those that become missing first, for they lose something."""
    gone_before, gone_after = before.isna().to_numpy(), after.isna().to_numpy()
    both = np.flatnonzero(~gone_before & ~gone_after)
    old, new = before.iloc[both].to_numpy(dtype=object), after.iloc[both].to_numpy(dtype=object)
    differs = gone_before != gone_after
    differs[both] = old != new
    places = np.flatnonzero(differs)
    places = places[np.argsort(~gone_after[places], kind="stable")]
    return before.index.to_numpy()[places]


def _row(frame: pd.DataFrame, row: Any) -> dict[str, Any]:
    return {str(name): plain(value) for name, value in frame.loc[row].items()}


def _columns(gone: list[str]) -> list[Sentence]:
    if not gone:
        return []
    names = ", ".join(f"'{name}'" for name in gone)
    return [
        say_count("Column {columns} is removed.", "Columns {columns} are removed.", len(gone), columns=names),
    ]


def _counts(removed: int, added: int, cells: int) -> list[Sentence]:
    found = []
    if removed:
        found.append(
            say_count("{count:integer} row is removed.", "{count:integer} rows are removed.", removed)
        )
    if added:
        found.append(say_count("{count:integer} row is added.", "{count:integer} rows are added.", added))
    if cells:
        found.append(say_count("{count:integer} cell changes.", "{count:integer} cells change.", cells))
    return found
