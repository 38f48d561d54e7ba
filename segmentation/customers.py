"""The customers of a sheet, cleaned and encoded: the input of models and report."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from columns.values import numbers
from contract.asking import Input
from contract.data import DataProblems, Kind, Problem, TrainingData
from contract.training import Plan, Prepared
from language.sentences import say, say_count
from segmentation.checking import missing_numbers, usable_columns
from segmentation.encoding import Encoder, NumberColumn, WordColumn

SAMPLE = 2_000  # rows on which segments are compared; silhouettes need every pair of rows


@dataclass
class Customers(Prepared):
    """``points`` has one row per customer; ``sample`` holds the places of those used to compare."""

    frame: pd.DataFrame
    ids: pd.Series
    id_column: str | None
    id_kind: Kind
    value: str | None
    encoder: Encoder
    points: np.ndarray
    sample: np.ndarray
    missing: dict[str, np.ndarray] = field(default_factory=dict)
    """The rows without a number, of the columns that have such rows."""
    problems: list[Problem] = field(default_factory=list)

    def inputs(self) -> list[Input]:
        """One input per column, with the median or the most common word."""
        inputs, sample = [], self.frame.iloc[self.sample]
        if self.id_column:
            inputs.append(Input(self.id_column, self.id_kind, typical=self.ids.iloc[0]))
        for column in self.encoder.columns:
            if isinstance(column, WordColumn):
                common = np.bincount(column.codes(sample[column.name]) + 1)[1:].argmax()
                choices = tuple(column.levels)
                inputs.append(Input(column.name, "category", typical=choices[common], choices=choices))
            else:
                inputs.append(Input(column.name, "number", typical=column.median))
        return inputs

    def lacking(self) -> np.ndarray:
        """What each customer has no number for, as text: "sales, orders"; "" where nothing is missing."""
        found = np.full(len(self.frame), "", dtype=object)
        for name, rows in self.missing.items():
            found[rows] = [f"{before}, {name}" if before else name for before in found[rows]]
        return found

    def without_value(self) -> int:
        """How many customers have no value; 0 where the sheet has no such column."""
        return int(self.missing[self.value].sum()) if self.value in self.missing else 0

    def values(self) -> np.ndarray | None:
        """The value of each customer (NaN: missing), or None where the sheet has no such column."""
        return numbers(self.frame[self.value]) if self.value else None


def prepare(data: TrainingData, plan: Plan) -> Customers:
    """Raises DataProblems where the customers differ too little for the segments asked for."""
    names, _ = usable_columns(data)
    frame = data.main[names]
    encoder = Encoder(
        [
            NumberColumn.learn(frame[name]) if data.kind(name) == "number" else WordColumn.learn(frame[name])
            for name in names
        ]
    )
    points = encoder.encode(frame)
    sample = sample_rows(len(points), SAMPLE, plan.seed)
    _refuse_too_few_kinds(points[sample], plan.settings.segments or 2)
    id_column, value = data.column("id"), data.column("value")
    return Customers(
        frame=frame,
        ids=identities(data.main, id_column),
        id_column=id_column,
        id_kind=data.kind(id_column) if id_column else "number",
        value=value if value in names else None,
        encoder=encoder,
        points=points,
        sample=sample,
        missing=missing_numbers(data, names),
    )


def identities(frame: pd.DataFrame, column: str | None) -> pd.Series:
    """What names each row in the answer: the id column, or the row's number (see TypedTable) without one."""
    numbered = pd.Series(np.arange(1, len(frame) + 1) + getattr(frame.index, "start", 0))
    if column not in frame:
        return numbered
    ids = frame[column].reset_index(drop=True)
    return ids.astype(object).where(ids.notna(), numbered) if ids.hasnans else ids


def sample_rows(rows: int, size: int, seed: int) -> np.ndarray:
    """The places of at most ``size`` of the rows, drawn at random, in order."""
    if rows <= size:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, size=size, replace=False))


def _refuse_too_few_kinds(points: np.ndarray, segments: int) -> None:
    different = len(np.unique(points, axis=0))
    if different < segments:
        raise DataProblems(
            [
                Problem(
                    code="too_alike",
                    message=say_count(
                        "Only {count:integer} customer differs from the others: {segments:integer} segments "
                        "need at least {segments:integer}.",
                        "Only {count:integer} customers differ from each other: {segments:integer} segments "
                        "need at least {segments:integer}.",
                        different,
                        segments=segments,
                    ),
                    count=different,
                    remedy=say("Ask for fewer segments, or add columns in which the customers differ."),
                )
            ]
        )
