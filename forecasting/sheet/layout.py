"""Converts every sheet layout to one: rows of item, date and amount.

- one row per item and date, the usual one;
- one row per date, one column per item: several columns hold amounts;
- one row per item, dates across the columns: no column holds dates, those of the amounts are named so;
- a table of years by months: a column of years, and columns of amounts named after months (see ``across``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cells.periods import FIRST_DAYS
from columns.values import numbers
from contract.data import MAIN, Problem, TrainingData
from forecasting.panel import ONLY_ITEM, Panel
from forecasting.sheet.across import Across, across_in, is_total
from forecasting.sheet.date_names import dated
from forecasting.sheet.part_names import part_of_name
from forecasting.sheet.time_parts import part_of_cells
from forecasting.sheet.times import across_days, read_times
from language.sentences import Sentence, joined, say


@dataclass(frozen=True)
class Rows:
    """``dates`` and ``values`` (NaT and NaN where missing) of the items ``keys.codes``; ``positions`` are
    the rows of the sheet they come from, counted from 0."""

    keys: Keys
    dates: pd.Series
    values: np.ndarray
    positions: np.ndarray

    @property
    def codes(self) -> np.ndarray:
        return self.keys.codes

    def select(self, which: np.ndarray) -> Rows:
        """``which`` is a mask over the rows."""
        keys = replace(self.keys, codes=self.codes[which])
        dates = self.dates[which].reset_index(drop=True)
        return Rows(keys, dates, self.values[which], self.positions[which])

    def blanked(self, which: np.ndarray) -> Rows:
        """The same rows, without the amounts of ``which``, a mask."""
        return replace(self, values=np.where(which, np.nan, self.values))


def has_dates_across(data: TrainingData) -> bool:
    """No column holds dates, and every amount column is named like one."""
    targets = data.many("target")
    return not data.many("time") and bool(targets) and len(dated(targets)) == len(targets)


def parts_across(data: TrainingData) -> Across | None:
    """The amounts of a table of years by months, quarters or half-years, either way round."""
    times, named = data.many("time"), [name for name in data.many("target") if not is_total(name)]
    across = across_in(named) if len(times) == 1 else None
    if across is None or len(across.places) < len(named):
        return None
    part = part_of_name(times[0]) or part_of_cells(data.main[times[0]])
    fits = part in FIRST_DAYS and part != "year" if across.part == "year" else part == "year"
    return across if fits else None


def are_dates_named(data: TrainingData) -> bool:
    """Whether columns of amounts are named after dates or parts of them, rather than after items."""
    return has_dates_across(data) or parts_across(data) is not None


def read_rows(data: TrainingData) -> Rows:
    """All rows of the sheet, also those without a date, an item or an amount."""
    sheet, targets = data.main, data.many("target")
    across = parts_across(data)
    if across is not None:
        targets = tuple(across.places)
    keys, count = read_keys(_with_words(sheet, data), data.many("item")), len(targets)
    values = np.concatenate([numbers(sheet[target]) for target in targets])
    positions = np.tile(np.arange(len(sheet)), count)
    if has_dates_across(data):
        at = dated(targets)
        named = np.repeat(np.array([at[target] for target in targets], "datetime64[ns]"), len(sheet))
        return Rows(keys.repeated(count), pd.Series(named), values, positions)
    if across is not None:
        days = across_days(sheet[data.many("time")[0]], across)
        return Rows(keys.repeated(count), pd.Series(days.ravel()), values, positions)
    times = np.tile(read_times(sheet, data.many("time")).days, count)
    keys = keys.with_columns(targets) if count > 1 else keys
    return Rows(keys, pd.Series(times), values, positions)


def _with_words(sheet: pd.DataFrame, data: TrainingData) -> pd.DataFrame:
    """Flags that name items, as the words for them."""
    flags = [name for name in data.many("item") if data.kind(name) == "flag"]
    if not flags:
        return sheet
    said = {name: sheet[name].astype(object).map(_words_of(data, name)) for name in flags}
    return sheet.assign(**said)


def _words_of(data: TrainingData, flag: str) -> dict[bool, str]:
    """``{False: "Nein", True: "Ja"}``."""
    how = data.conventions.get(MAIN, {}).get(flag)
    if how is None or not how.yes or not how.no:
        return {False: "No", True: "Yes"}
    return {False: how.no[0].capitalize(), True: how.yes[0].capitalize()}


def unfit_layout(data: TrainingData) -> list[Problem]:
    """Columns known in advance cannot be used if dates run across the columns."""
    features = data.many("features")
    if not features or not are_dates_named(data):
        return []
    message = say(
        "Dates run across the columns ('{first}' to '{last}'): a column known in advance, such as "
        "'{feature}', has only one value per row, and cannot change with the date.",
        first=data.many("target")[0],
        last=data.many("target")[-1],
        feature=features[0],
    )
    remedy = say("Leave these columns out, or use a sheet with one row per item and date.")
    return [Problem("features_across", message, column=features[0], count=len(features), remedy=remedy)]


def amount_name(data: TrainingData) -> str | Sentence:
    """The user's word for the amount; where several columns hold it, they are the items or the dates."""
    targets = data.many("target")
    return targets[0] if len(targets) == 1 else say("amount")


def item_name(data: TrainingData) -> str | Sentence | None:
    """The user's word for an item; None where there is only one."""
    columns = data.many("item")
    if len(data.many("target")) > 1 and not are_dates_named(data):
        columns = (*columns, say("column"))
    return joined(columns, " / ") if columns else None


# --- Several columns that together name an item: product × customer × store ---

JOINT = " / "
COLUMN_KEY = "column"  # the key that the names of several amount columns are the parts of


@dataclass(frozen=True)
class Keys:
    """``codes`` number the item of each row, -1 where a part is missing; ``parts`` is items × columns."""

    columns: tuple[str, ...]
    codes: np.ndarray
    parts: np.ndarray

    def names(self, codes: np.ndarray) -> tuple[str, ...]:
        """``A / X``; a part that holds the joint itself is quoted, so that no two items share a name."""
        if not self.columns:
            return (ONLY_ITEM,) * len(codes)
        parts = self.parts[codes]
        if len(self.columns) == 1:
            return tuple(parts[:, 0])
        return tuple(JOINT.join(f"'{part}'" if JOINT in part else part for part in row) for row in parts)

    def parts_of(self, codes: np.ndarray) -> tuple[tuple[str, ...], ...]:
        """What each key says of each item; empty where an item's name is all there is."""
        return tuple(map(tuple, self.parts[codes])) if len(self.columns) > 1 else ()

    def with_columns(self, names: Sequence[str]) -> Keys:
        """Each of ``names`` as one more key: rows are those of the first name, then of the second ..."""
        count, items = len(names), max(len(self.parts), 1)
        codes = np.concatenate([np.where(self.codes < 0, -1, self.codes + items * n) for n in range(count)])
        parts = np.tile(self.parts, (count, 1)) if self.columns else np.empty((count, 0), dtype=object)
        last = np.repeat(np.asarray(names, dtype=object), items)[:, None]
        return Keys((*self.columns, COLUMN_KEY), codes, np.hstack([parts, last]))

    def repeated(self, count: int) -> Keys:
        return Keys(self.columns, np.tile(self.codes, count), self.parts)


def read_keys(sheet: pd.DataFrame, columns: Sequence[str]) -> Keys:
    """The item of each row; without columns there is one."""
    codes = np.zeros(len(sheet), dtype=np.int64)
    parts: list[np.ndarray] = []
    for column in columns:
        own, names = pd.factorize(sheet[column])
        missing = (codes < 0) | (own < 0)
        both, pairs = pd.factorize(np.where(missing, -1, codes * max(len(names), 1) + own))
        # factorize has numbered "missing", too, where it came.
        real = pairs >= 0
        number = np.full(len(pairs), -1, dtype=np.int64)
        number[real] = np.arange(int(real.sum()))
        kept = pairs[real]
        earlier, this = np.divmod(kept, max(len(names), 1))
        parts = [part[earlier] for part in parts] + [
            item_names(pd.Series(names)).to_numpy(dtype=object)[this]
        ]
        codes = number[both] if len(both) else codes
    found = np.column_stack(parts) if parts else np.empty((1, 0), dtype=object)
    return Keys(tuple(columns), codes, found)


# --- Items as text, the same in every table, and which series a name of another table stands for ---


def item_names(column: pd.Series) -> pd.Series:
    """17.0, as a number column with missing cells shows it, is item '17'; None where there is none."""
    if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype(object).where(column.isna(), column.astype(str)).where(column.notna(), None)


def named_series(panel: Panel, names: pd.Series) -> list[np.ndarray]:
    """The series that each of ``names`` stands for; none where it is unknown.

    Names are items, or, where several columns name an item, what one of these says: a promotion of a product
    holds in all stores. Of the columns it is the one that knows most of the names.
    """
    columns = [panel.items, *zip(*panel.key_parts, strict=True)]
    known = max(columns, key=lambda column: names.isin(set(column)).sum())
    rows = pd.Series(np.arange(len(known))).groupby(np.asarray(known, dtype=object)).agg(list)
    nothing = np.zeros(0, dtype=int)
    return [np.asarray(rows[name]) if name in rows.index else nothing for name in names]
