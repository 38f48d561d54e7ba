"""Rows of a request that tell what is known ahead: each is placed, or refused with its row.

Of a data set that is named, rows of other items and dates are left aside, and counted: it holds the past too.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from contract.asking import Flag, RequestProblem
from contract.data import TypedTable
from forecasting.panel import Panel
from forecasting.step_words import named
from language.sentences import Sentence, joined, say, say_count

MOST_COMPARED = 5_000  # names, to find the nearest
NEAR = 0.5


def spread(panel: Panel, asked: np.ndarray, horizon: int, future: TypedTable) -> TypedTable:
    """``future`` with the items and dates that its rows are for: without an item, all that are asked for;
    without a date, every date ahead."""
    frame = future.frame
    if "item" not in frame.columns:
        items = pd.DataFrame({"item": [panel.items[row] for row in asked]})
        frame = frame.merge(items, how="cross")
    if "date" not in frame.columns:
        codes = pd.Index(panel.items).get_indexer(frame["item"].astype(str))
        known = [panel.item_times(row, panel.steps, panel.steps + horizon) for row in np.maximum(codes, 0)]
        dates = pd.DataFrame({"row": np.repeat(frame.index, horizon), "date": np.concatenate(known)})
        dates["date"] = panel.frequency.to_dates(dates["date"].to_numpy())
        frame = frame.merge(dates, left_index=True, right_on="row").drop(columns="row")
    return replace(future, frame=frame.reset_index(drop=True))


def placed_rows(
    panel: Panel, horizon: int, future: TypedTable
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[Flag]]:
    """Which rows are used, and the series and step of every row.

    Raises RequestProblem for the first row that fits no item or no date ahead.
    """
    rows = future.frame
    _refuse_columns(panel, future)
    if rows["date"].isna().any():
        row = int(rows["date"].isna().argmax())
        message = say("Row {row:integer} of future has no date.", row=row)
        raise RequestProblem(f"future.{row}.date", "missing_date", message)
    codes = pd.Index(panel.items).get_indexer(rows["item"].astype(str))
    steps = panel.frequency.to_index(rows["date"]) - panel.start + panel.offsets[codes]
    known = codes >= 0
    ahead = (steps >= panel.steps) & (steps < panel.steps + horizon)
    if (known & ahead).all():
        return known, codes, steps, []
    if future.source:
        return known & ahead, codes, steps, [_left_aside(rows, known & ahead)]
    if not known.all():
        row = int((~known).argmax())
        raise RequestProblem(
            f"future.{row}.item", "unknown_item", _unknown_item(rows["item"].iloc[row], panel)
        )
    row = int((~ahead).argmax())
    raise RequestProblem(
        f"future.{row}.date",
        "not_ahead",
        _not_ahead(panel, int(codes[row]), pd.Timestamp(rows["date"].iloc[row]), horizon),
    )


def _refuse_columns(panel: Panel, future: TypedTable) -> None:
    drivers = sorted(driver.name for driver in panel.driver_columns)
    if future.left_out:
        name = future.left_out[0]
        message = say(
            "'{name}' is not a driver of this model; its drivers are {drivers}.{nearest}",
            name=name,
            drivers=joined(drivers, ", "),
            nearest=_nearest(name, drivers),
        )
        raise RequestProblem("future", "unknown_driver", message)


# --- What is said ---------------------------------------------------------------------------------


def _nearest(name: str, known: Sequence[str]) -> Sentence | str:
    """`` Do you mean 'South'?``; "" where none is like it."""
    first = {one.casefold(): one for one in reversed(known[:MOST_COMPARED])}
    near = difflib.get_close_matches(name.casefold(), first, 1, NEAR)
    return say(" Do you mean '{name}'?", name=first[near[0]]) if near else ""


def _unknown_item(item: object, panel: Panel) -> Sentence:
    if pd.isna(item):
        return say("The row has no item.")
    return say_count(
        "The item '{item}' is unknown; {count:integer} item is known: {names}.{nearest}",
        "The item '{item}' is unknown; {count:integer} items are known: {names}.{nearest}",
        len(panel.items),
        item=str(item),
        names=named(panel.items),
        nearest=_nearest(str(item), panel.items),
    )


def _not_ahead(panel: Panel, row: int, day: pd.Timestamp, horizon: int) -> Sentence:
    dates = panel.frequency.to_text(panel.item_times(row, panel.steps, panel.steps + horizon))
    return say(
        "{day:date} is not forecast: the forecast is from {first:date} to {last:date}. Leave the row out, or "
        "ask for a longer horizon.",
        day=day,
        first=dates[0],
        last=dates[-1],
    )


def _left_aside(rows: pd.DataFrame, placed: np.ndarray) -> Flag:
    first = rows.iloc[int((~placed).argmax())]
    message = say_count(
        "{count:integer} row of 'future' is of an item or a date that is not forecast ({first}): it changes "
        "nothing.",
        "{count:integer} rows of 'future' are of items or dates that are not forecast (first {first}): they "
        "change nothing.",
        int((~placed).sum()),
        first=" ".join([*([str(first["item"])] if "item" in rows else []), str(first["date"].date())]),
    )
    return Flag(row=None, code="unused_rows", message=message)
