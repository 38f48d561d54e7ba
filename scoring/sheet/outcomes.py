"""Where the outcomes come from: a column of the customer sheet, or a separate sheet joined by the key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.values import dates, spellings
from contract.data import MAIN, DataProblems, Problem, TrainingData
from language.sentences import say, say_count
from scoring.options import ScoringSettings
from scoring.questions import Question
from scoring.sheet import labels
from scoring.sheet.labels import Labels

LISTED = 5


@dataclass(frozen=True)
class Outcomes:
    """``dates`` says when each outcome was known (NaT: not said), in the rows of the main table."""

    labels: Labels
    dates: np.ndarray
    notes: list[Problem]


def read(data: TrainingData, settings: ScoringSettings, question: Question) -> Outcomes:
    """Raises DataProblems where there is no outcome that can be learned."""
    if "labels" in data.tables:
        return _from_sheet(data, settings, question)
    column = data.column("label")
    if column is None:
        raise DataProblems([_missing()])
    found = labels.read(data.main[column], column, settings.positive, question, negative=settings.negative)
    return Outcomes(found, np.full(len(data.main), np.datetime64("NaT", "ns")), list(found.notes))


def _from_sheet(data: TrainingData, settings: ScoringSettings, question: Question) -> Outcomes:
    sheet, entity = data.tables["labels"], data.column("entity")
    if entity is None:
        raise DataProblems([_no_key()])
    key, column, date = (data.column(f"labels.{role}") for role in ("key", "label", "date"))
    lines = pd.DataFrame(
        {
            "key": spellings(sheet[key]),
            "label": sheet[column],
            "date": dates(sheet[date]) if date else np.datetime64("NaT", "ns"),
        }
    )
    lines = lines.dropna(subset="key")
    repeated = int(lines["key"].duplicated().sum())
    last = lines.sort_values("date", kind="stable", na_position="first").drop_duplicates("key", keep="last")
    keys = spellings(data.main[entity])
    placed = last.set_index("key").reindex(keys)
    values = placed["label"].reset_index(drop=True).rename(column)
    strangers = sorted(set(last["key"]) - set(keys))
    notes = [*_unmatched(strangers, len(last)), *_without(int(values.isna().sum()), len(keys))]
    notes += _repeated(repeated)
    if values.isna().all():
        raise DataProblems([_nothing_matched(str(key), entity, len(last)), *notes])
    found = labels.read(values, str(column), settings.positive, question, "labels", settings.negative)
    return Outcomes(found, placed["date"].to_numpy(dtype="datetime64[ns]"), [*notes, *found.notes])


def _missing() -> Problem:
    return Problem(
        code="missing_label",
        message=say(
            "No column is chosen as 'Known outcome', and there is no sheet of outcomes: 1 of the two is "
            "needed."
        ),
        count=0,
        remedy=say("Choose the column that says what happened, or add a sheet with the outcomes."),
    )


def _no_key() -> Problem:
    return Problem(
        code="missing_key",
        message=say("There is a sheet of outcomes, but no column is chosen as 'Customer number' to link it."),
        remedy=say("Choose the column with the customer numbers."),
    )


def _nothing_matched(key: str, entity: str, count: int) -> Problem:
    return Problem(
        code="nothing_matched",
        message=say(
            "None of the {count:integer} outcomes belongs to a customer: '{key}' and '{entity}' have no "
            "value in common.",
            count=count,
            key=key,
            entity=entity,
        ),
        table="labels",
        column=key,
        count=count,
        remedy=say("Choose the columns that hold the same numbers."),
    )


def _unmatched(strangers: list[str], outcomes: int) -> list[Problem]:
    if not strangers:
        return []
    shown = ", ".join(strangers[:LISTED]) + (", …" if len(strangers) > LISTED else "")
    message = say_count(
        "{count:integer} of {outcomes:integer} outcomes belongs to no customer of the sheet: {keys}.",
        "{count:integer} of {outcomes:integer} outcomes belong to no customer of the sheet: {keys}.",
        len(strangers),
        outcomes=outcomes,
        keys=shown,
    )
    remedy = say("Correct these numbers, or add the customers.")
    return [
        Problem(
            "unmatched_outcomes", message, table="labels", count=len(strangers), remedy=remedy, fatal=False
        )
    ]


def _without(count: int, customers: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} of {customers:integer} customers has no outcome: it is scored, but the model does "
        "not learn from it.",
        "{count:integer} of {customers:integer} customers have no outcome: they are scored, but the model "
        "does not learn from them.",
        count,
        customers=customers,
    )
    return [Problem("without_outcome", message, table=MAIN, count=count, fatal=False)]


def _repeated(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} outcome belongs to a customer with a later one: the latest counts.",
        "{count:integer} outcomes belong to customers with a later one: the latest counts.",
        count,
    )
    return [Problem("repeated_outcomes", message, table="labels", count=count, fatal=False)]
