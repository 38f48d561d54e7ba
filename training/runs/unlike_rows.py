"""Rows whose amounts must not be added up: asked about before a training, with the sums of each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from columns.unlike import Rows, Unlike, unlike_values
from contract.data import Choice, Problem, Question, Table, TrainingData
from contract.family import Family
from contract.filters import Filter
from datasets.models import DatasetVersion
from language.sentences import Sentence, say, say_count

if TYPE_CHECKING:
    import pandas as pd

MOST_VALUES = 50
"""Of a column that says of what kind a row is."""


def unlike_rows(
    family: Family,
    versions: Mapping[str, DatasetVersion],
    data: TrainingData,
    filters: Sequence[Filter],
) -> list[Problem]:
    """One question for each column whose values make rows unlike, of tables whose amounts are added up.

    Settled is a column that names the items, or that a filter looks at: its values were chosen.
    """
    problems = []
    for table in family.tables:
        if table.key not in versions or not (amounts := _amounts(table, data)):
            continue
        settled = {one.column for one in filters if one.table == table.key} | _naming(table, data)
        for name in _candidates(versions[table.key]):
            if name in settled or name in amounts:
                continue
            rows = _rows_by_value(versions[table.key], name, amounts[0], data, table.key)
            found = unlike_values(name, rows)
            if found is None:
                continue
            if found.reason != "no_sale" and _one_each(versions[table.key], name, table, data):
                problems.append(_only_totals(table, name, found))
            else:
                problems.append(_question(table, name, amounts[0], rows, found))
    return problems


def _amounts(table: Table, data: TrainingData) -> list[str]:
    return [name for role in table.roles if role.added_up for name in data.many(table.address(role.key))]


def _naming(table: Table, data: TrainingData) -> set[str]:
    """The columns that make a series or a customer of their own of each value."""
    return {
        name
        for role in table.roles
        if role.key in ("item", "key", "group")
        for name in data.many(table.address(role.key))
    }


def _candidates(version: DatasetVersion) -> list[str]:
    return [
        column["name"]
        for column in version.columns
        if column["kind"] in ("category", "text", "flag") and 1 < column["unique"] <= MOST_VALUES
    ]


def _rows_by_value(
    version: DatasetVersion, name: str, amount: str, data: TrainingData, table: str
) -> dict[str, Rows]:
    column = _column(version, name, data, table)
    amounts = data.tables[table][amount].astype(float)
    known = column.notna() & amounts.notna()
    grouped = amounts[known].groupby(column[known])
    return {
        str(value): Rows(int(count), float(total))
        for (value, count), total in zip(grouped.count().items(), grouped.sum(), strict=True)
    }


def _column(version: DatasetVersion, name: str, data: TrainingData, table: str) -> pd.Series:
    column: pd.Series = version.frame(columns=[name])[name]
    if table in data.positions:
        column = column.iloc[data.positions[table]].reset_index(drop=True)
    return column


def _one_each(version: DatasetVersion, name: str, table: Table, data: TrainingData) -> bool:
    """Whether every series has one value alone: flour in kilograms, eggs in pieces."""
    keys = [one for one in _naming(table, data) if one in data.tables[table.key]]
    if not keys:
        return False
    column = _column(version, name, data, table.key)
    grouped = column.groupby([data.tables[table.key][key] for key in keys], dropna=False)
    return bool((grouped.nunique() <= 1).all())


def _only_totals(table: Table, name: str, found: Unlike) -> Problem:
    message = say(
        "Each item has one '{column}', but not the same ({values}): totals over several items say nothing.",
        column=name,
        values=", ".join(found.apart[:5]),
    )
    return Problem(
        "unlike_totals", message, table.key, name, remedy=say("Look at single items."), fatal=False
    )


def _question(table: Table, name: str, amount: str, rows: Mapping[str, Rows], found: Unlike) -> Problem:
    choices = tuple(
        Choice(value, count=said.count, amount=said.amount, suggested=value not in found.apart)
        for value, said in sorted(rows.items(), key=lambda one: (one[0] in found.apart, -one[1].count))
    )
    remedy = say("Say which rows count, or let '{column}' name the items.", column=name)
    if not any(role.key == "item" for role in table.roles):
        remedy = say("Say which rows count.")
    return Problem(
        "unlike_rows",
        _message(name, amount, rows, found),
        table=table.key,
        column=name,
        count=sum(rows[value].count for value in found.apart),
        remedy=remedy,
        question=Question("filters", choices, many=True),
    )


def _message(name: str, amount: str, rows: Mapping[str, Rows], found: Unlike) -> Sentence:
    shown = ", ".join(found.apart[:5])
    if found.reason == "currency":
        return say(
            "'{column}' has several currencies ({values}): their amounts cannot be added up.",
            column=name,
            values=shown,
        )
    if found.reason == "unit":
        return say(
            "'{column}' has several units ({values}): their amounts cannot be added up.",
            column=name,
            values=shown,
        )
    count = sum(rows[value].count for value in found.apart)
    return say_count(
        "{count:integer} row may be no sale: '{column}' says {values}. Its '{amount}' is {total:number}.",
        "{count:integer} rows may be no sales: '{column}' says {values}. Their '{amount}' adds up to "
        "{total:number}.",
        count,
        column=name,
        values=shown,
        amount=amount,
        total=sum(rows[value].amount for value in found.apart),
    )
