"""Joins the sheets: one row per customer, with the outcome separate from what is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.values import dates, spellings
from contract.data import DataProblems, Kind, Problem, TrainingData
from language.sentences import say, say_count
from scoring.options import ScoringSettings
from scoring.questions import Question
from scoring.sheet import copies, label_problems, outcomes
from scoring.sheet.copies import Copies
from scoring.sheet.labels import Labels
from scoring.sheet.side_tables import note_columns, transaction_columns
from scoring.sheet.usable import usable

UNKNOWN = np.datetime64("NaT", "ns")


@dataclass(frozen=True)
class Assembled:
    """``frame`` holds the columns to learn from. ``moments`` dates each row (NaT: not known); ``reference``
    is the date that stands in. ``groups`` says which rows belong together. ``copies`` are rows that were
    copied to balance the outcome; where they are not ``kept``, each different row counts once.
    """

    frame: pd.DataFrame
    kinds: dict[str, Kind]
    ids: pd.Series
    id_column: str | None
    time_column: str | None
    labels: Labels
    moments: np.ndarray
    reference: np.datetime64
    groups: np.ndarray
    notes: list[Problem]
    copies: Copies | None = None
    kept: bool = False
    until: np.datetime64 = UNKNOWN
    """The newest date of the columns that date rows, outcomes and records; NaT where there is none."""

    @property
    def known(self) -> np.ndarray:
        """The places of the rows to learn from."""
        counts = ~np.isnan(self.labels.values)
        if self.copies is not None and not self.kept:
            counts &= ~self.copies.again
        return np.flatnonzero(counts)


def assemble(data: TrainingData, settings: ScoringSettings, question: Question) -> Assembled:
    """Raises DataProblems where there is no outcome that can be learned."""
    found = outcomes.read(data, settings, question)
    time, entity = data.column("time"), data.column("entity")
    moments = dates(data.main[time]) if time else found.dates
    reference = _reference(data, moments)
    names = [n for n in data.many("features") if n not in {entity, data.column("label"), time}]
    frame = data.main[names].reset_index(drop=True)
    kinds = {name: data.kind(name) for name in names}
    notes = [*found.notes, *_id_as_feature(data, entity), *_unmatched(data, entity)]
    if entity:
        filled = np.where(np.isnat(moments), reference, moments)
        for key, columns_of in (("transactions", transaction_columns), ("notes", note_columns)):
            if key in data.tables:
                more, more_kinds = columns_of(
                    data.tables[key], _side_columns(data, key), data.main[entity], filled
                )
                frame, kinds = pd.concat([frame, more], axis=1), {**kinds, **more_kinds}
    names, remarks = usable(frame, kinds)
    alike = _alike(frame[names])
    assembled = Assembled(
        frame=frame[names],
        kinds={name: kinds[name] for name in names},
        ids=identities(data.main, entity),
        id_column=entity,
        time_column=time,
        labels=found.labels,
        moments=moments,
        reference=reference,
        groups=_groups(data, alike),
        notes=[*notes, *remarks],
        copies=copies.find(found.labels, _dated(alike, moments)),
        kept=settings.copies == "keep",
        until=_until(data, moments),
    )
    _note_copies(assembled)
    return assembled


def identities(frame: pd.DataFrame, column: str | None) -> pd.Series:
    """What names each row in the answer, as text: the customer's number, or the row's (see TypedTable)."""
    numbered = pd.Series(np.arange(1, len(frame) + 1) + getattr(frame.index, "start", 0)).astype(str)
    if column not in frame:
        return numbered
    ids = spellings(frame[column]).reset_index(drop=True)
    return ids.where(ids.notna(), numbered)


def _unmatched(data: TrainingData, entity: str | None) -> list[Problem]:
    """Records of nobody in the sheet: fatal where there are no others. Raises DataProblems without a key."""
    notes = []
    for key in ("transactions", "notes"):
        if key not in data.tables:
            continue
        if entity is None:
            raise DataProblems([_no_key(key)])
        column = str(data.column(f"{key}.key"))
        found = spellings(data.tables[key][column])
        count = int((~found.isin(set(spellings(data.main[entity]).dropna()))).sum())
        if not count:
            continue
        message = say_count(
            "{count:integer} of {rows:integer} rows of '{table}' belongs to no customer of the sheet.",
            "{count:integer} of {rows:integer} rows of '{table}' belong to no customer of the sheet.",
            count,
            rows=len(found),
            table=key,
        )
        remedy = say("Choose the columns that hold the same numbers, or correct these numbers.")
        fatal = count == len(found)
        code = "nothing_matched" if fatal else "unmatched_records"
        notes.append(Problem(code, message, key, column, count=count, remedy=remedy, fatal=fatal))
    return notes


def _no_key(table: str) -> Problem:
    return Problem(
        code="missing_key",
        message=say(
            "There is a sheet '{table}', but no column is chosen as 'Customer number' to link it.",
            table=table,
        ),
        table=table,
        remedy=say("Choose the column with the customer numbers, or leave the sheet out."),
    )


def _reference(data: TrainingData, moments: np.ndarray) -> np.datetime64:
    """The latest date of the rows; where they have none, that of the side sheets and date columns."""
    if not np.isnat(moments).all():
        return np.datetime64(np.nanmax(moments), "ns")
    latest = [
        dates(data.tables[table][column]).max()
        for table in ("transactions", "notes")
        if table in data.tables and (column := data.column(f"{table}.date"))
    ]
    latest += [dates(data.main[n]).max() for n in data.many("features") if data.kind(n) == "date"]
    known = [moment for moment in latest if not np.isnat(moment)]
    return np.datetime64(max(known), "ns") if known else np.datetime64("2000-01-01", "ns")


def _until(data: TrainingData, moments: np.ndarray) -> np.datetime64:
    """Dates that only describe a customer may lie ahead, as the end of a contract does: they do not count."""
    newest = [
        dates(data.tables[table][column]).max()
        for table in ("labels", "transactions", "notes")
        if table in data.tables and (column := data.column(f"{table}.date"))
    ]
    if not np.isnat(moments).all():
        newest.append(np.nanmax(moments))
    known = [one for one in newest if not np.isnat(one)]
    return np.datetime64(max(known), "ns") if known else UNKNOWN


def _side_columns(data: TrainingData, table: str) -> dict[str, str | None]:
    return {role: data.column(f"{table}.{role}") for role in ("key", "date", "amount", "text")}


def _alike(frame: pd.DataFrame) -> np.ndarray:
    """A code per row, the same for rows that are exact duplicates."""
    if not frame.shape[1]:
        return np.arange(len(frame))
    return pd.util.hash_pandas_object(frame.astype(str), index=False).to_numpy()


def _dated(alike: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Rows of different dates are different."""
    if np.isnat(moments).all():
        return alike
    rows = pd.DataFrame({"alike": alike, "moment": moments})
    return rows.groupby(["alike", "moment"], dropna=False, sort=False).ngroup().to_numpy()


def _groups(data: TrainingData, alike: np.ndarray) -> np.ndarray:
    """A code per row: rows of one group, of one customer, or that are exact duplicates share it."""
    column = data.column("group") or data.column("entity")
    codes = np.arange(len(alike))
    if column:
        found, _ = pd.factorize(data.main[column])
        codes = np.where(found < 0, len(alike) + codes, found)
    first = pd.Series(codes).groupby(alike).transform("min").to_numpy()
    return pd.Series(first).groupby(codes).transform("min").to_numpy()


def _note_copies(found: Assembled) -> None:
    """Raises DataProblems where too few rows are left once each counts once."""
    if found.copies is None:
        return
    found.notes.append(copies.told(found.copies, found.labels.column, found.kept))
    if not found.kept and found.copies.different < label_problems.FEWEST_OF_A_CLASS:
        raise DataProblems([copies.too_few_different(found.copies, found.labels.column)])


def _id_as_feature(data: TrainingData, entity: str | None) -> list[Problem]:
    if entity is None or entity not in data.many("features"):
        return []
    return [
        Problem(
            code="id_as_feature",
            message=say(
                "'{column}' identifies the {rows:integer} customers, so the model does not learn from it.",
                column=entity,
                rows=len(data.main),
            ),
            column=entity,
            count=len(data.main),
            remedy=say("No action needed."),
            fatal=False,
        )
    ]
