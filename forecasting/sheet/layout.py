"""Converts every sheet layout to one: rows of item, date and amount.

- one row per item and date, the usual one;
- one row per date, one column per item: several columns hold amounts;
- one row per item, dates across the columns: no column holds dates, those of the amounts are named so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from contract.data import Problem, TrainingData
from forecasting.sheet.date_names import dated
from forecasting.sheet.keys import Keys, read_keys
from forecasting.sheet.reading import to_dates, to_numbers
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


def has_dates_across(data: TrainingData) -> bool:
    """No column holds dates, and every amount column is named like one."""
    targets = data.many("target")
    return not data.column("time") and bool(targets) and len(dated(targets)) == len(targets)


def read_rows(data: TrainingData) -> Rows:
    """All rows of the sheet, also those without a date, an item or an amount."""
    sheet, targets = data.main, data.many("target")
    keys, count = read_keys(sheet, data.many("item")), len(targets)
    values = np.concatenate([to_numbers(sheet[target]).to_numpy() for target in targets])
    positions = np.tile(np.arange(len(sheet)), count)
    if has_dates_across(data):
        at = dated(targets)
        dates = np.repeat(np.array([at[target] for target in targets], "datetime64[ns]"), len(sheet))
        return Rows(keys.repeated(count), pd.Series(dates), values, positions)
    dates = np.tile(to_dates(sheet[str(data.column("time"))]).to_numpy(), count)
    keys = keys.with_columns(targets) if count > 1 else keys
    return Rows(keys, pd.Series(dates), values, positions)


def unfit_layout(data: TrainingData) -> list[Problem]:
    """Columns known in advance cannot be used if dates run across the columns."""
    features = data.many("features")
    if not features or not has_dates_across(data):
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
    if len(data.many("target")) > 1 and not has_dates_across(data):
        columns = (*columns, say("column"))
    return joined(columns, " / ") if columns else None
