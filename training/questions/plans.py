"""What a person fills into the grid of a plan: read from a form, filled by rule, sent or kept."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cells.conventions import Conventions
from contract.grid import Grid, GridColumn
from datasets.models import Dataset, DatasetVersion
from datasets.services import upload_version

MOST_CELLS = 800
"""Of a page; more are planned in a sheet."""
ITEM, DATE = "item", "date"
VALUE, WEEKS, YEAR = "value", "weeks", "year"
WEEK = timedelta(days=7)


@dataclass
class Filled:
    """The texts of a grid by column, one per date, with what cannot be read by (row, column)."""

    grid: Grid
    texts: dict[str, list[str]]
    errors: dict[tuple[int, str], str] = field(default_factory=dict)

    @classmethod
    def known(cls, grid: Grid) -> Filled:
        return cls(grid, {column.name: list(grid.known[column.name]) for column in grid.columns})

    @classmethod
    def posted(cls, grid: Grid, data: Mapping[str, str]) -> Filled:
        """Cells are named ``cell-<row>-<number of the column>``."""
        return cls(
            grid,
            {
                column.name: [data.get(f"cell-{row}-{at}", "").strip() for row in range(len(grid.dates))]
                for at, column in enumerate(grid.columns)
            },
        )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each date with its cells."""
        return [
            {
                "date": day,
                "cells": [
                    {
                        "name": f"cell-{row}-{at}",
                        "label": f"{column.name}, {day}",
                        "column": column,
                        "text": self.texts[column.name][row],
                        "error": self.errors.get((row, column.name), ""),
                    }
                    for at, column in enumerate(self.grid.columns)
                ],
            }
            for row, day in enumerate(self.grid.dates)
        ]

    # --- By rule ---

    def fill(self, data: Mapping[str, str]) -> str:
        """Fill a column from one date to another by a rule. Returns what was done, or why nothing was."""
        column = next((one for one in self.grid.columns if one.name == data.get("column")), None)
        if column is None:
            return _("Choose a column to fill.")
        first, last = data.get("from") or self.grid.dates[0], data.get("to") or self.grid.dates[-1]
        rows = [row for row, day in enumerate(self.grid.dates) if first <= day[:10] <= last]
        value, done = data.get("value", "").strip(), 0
        for row in rows:
            text = self._by_rule(column, row, rows[0], data.get("rule", VALUE), value)
            if text is not None:
                self.texts[column.name][row] = text
                done += 1
        if not done:
            return _("No cell was filled: nothing is known of these dates.")
        said = ngettext("%(count)s cell of %(column)s filled.", "%(count)s cells of %(column)s filled.", done)
        return said % {"count": done, "column": column.name}

    def _by_rule(self, column: GridColumn, row: int, first: int, rule: str, value: str) -> str | None:
        """None leaves the cell as it is."""
        if rule == YEAR:
            return self.grid.year_before[column.name][row] or None
        if rule == WEEKS:
            begin, day = (date.fromisoformat(self.grid.dates[at][:10]) for at in (first, row))
            other = (day - begin) // WEEK % 2 == 1
            return ("0" if column.kind == "flag" else None) if other else value
        return value

    # --- As values ---

    def values(self, conventions: Mapping[str, Conventions]) -> list[dict[str, Any]]:
        """One row for each date of which anything is told, as a request sends it; ``conventions`` are those
        of the main sheet. Cells that cannot be read are in ``errors`` afterwards."""
        columns = {
            column.name: self._read(column, conventions.get(column.name)) for column in self.grid.columns
        }
        found = []
        for row, day in enumerate(self.grid.dates):
            told = {name: values[row] for name, values in columns.items() if values[row] is not None}
            if told:
                found.append({DATE: day, **told})
        return found

    def _read(self, column: GridColumn, how: Conventions | None) -> list[Any]:
        texts = self.texts[column.name]
        if column.kind == "number":
            return self._numbers(column, how)
        if column.kind == "flag":
            as_number = how is not None and how.kind == "number"
            known: Mapping[str, Any] = {"1": 1, "0": 0} if as_number else {"1": True, "0": False}
        else:
            known = {choice: choice for choice in column.choices}
        for row, text in enumerate(texts):
            if text and text not in known:
                self.errors[row, column.name] = _("Not one of the values there are.")
        return [known.get(text) for text in texts]

    def _numbers(self, column: GridColumn, how: Conventions | None) -> list[Any]:
        from cells.reading import read_cells

        own = how if how is not None and how.kind == "number" else Conventions(column.name, "number")
        found: list[Any] = []
        for row, text in enumerate(self.texts[column.name]):
            if not text:
                found.append(None)
                continue
            try:
                found.append(float(text))
            except ValueError:
                read = read_cells([text], own)
                if read.unfit:
                    self.errors[row, column.name] = str(read.unfit[0].message)
                found.append(None if read.unfit else float(read.values[0]))
        return found


def future_rows(rows: Sequence[Mapping[str, Any]], items: Sequence[str]) -> list[dict[str, Any]]:
    """The rows for each of ``items``; as they are where the model has only one."""
    return [{ITEM: item, **row} for item in items for row in rows] if items else [dict(row) for row in rows]


def keep(
    actor: Any, dataset: Dataset | None, name: str, rows: Sequence[Mapping[str, Any]], item: str
) -> DatasetVersion:
    """The plan as the next version of its data set: the rows of these dates and of ``item`` take the place of
    those before; "" is for all items."""
    import pandas as pd

    new = pd.DataFrame([{DATE: row[DATE], ITEM: item, **row} for row in rows])
    newest = None if dataset is None else dataset.versions.order_by("-number").first()
    if newest is not None:
        old = newest.frame()
        if ITEM not in old.columns:
            old[ITEM] = ""
        old[ITEM] = old[ITEM].astype(object).where(old[ITEM].notna(), "").astype(str)
        old[DATE], new[DATE] = pd.to_datetime(old[DATE]), pd.to_datetime(new[DATE])
        replaced = old[DATE].isin(new[DATE]) & (old[ITEM] == item)
        new = pd.concat([old[~replaced], new], ignore_index=True)
    if (new[ITEM] == "").all():
        new = new.drop(columns=ITEM)
    content = io.BytesIO(new.to_csv(index=False).encode())
    version, _created = upload_version(actor, File(content, name="plan.csv"), name=name, dataset=dataset)
    return version
