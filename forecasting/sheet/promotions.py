"""A table of promotions, past and planned, as drivers known ahead.

Each row is a promotion from its start to its end (its start alone where no end is given) of one item or,
where none is named, of all. Steps without one count as without: nothing is promoted that is not planned.
Of promotions at the same time the one with the largest depth tells kind and depth.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from columns.values import dates, numbers
from contract.data import Problem, TrainingData
from forecasting.options import MAX_HORIZON
from forecasting.panel import Driver, Panel
from forecasting.sheet.layout import item_names, named_series
from language.sentences import say, say_count

TABLE = "promotions"
ACTIVE, KIND, DEPTH = "planned promotion", "planned promotion: kind", "planned promotion: depth"
LABELS = {
    ACTIVE: say("planned promotion"),
    KIND: say("planned promotion: kind"),
    DEPTH: say("planned promotion: depth"),
}
NO_KIND = ""


def with_promotions(panel: Panel, data: TrainingData, horizon: int) -> tuple[Panel, list[Problem]]:
    """``panel`` with the drivers from the table, up to its last planned step or the horizon."""
    if TABLE not in data.tables:
        return panel, []
    promotions, problems = _read(panel, data)
    ahead = int(np.clip(promotions["end"].max() + 1 - panel.steps if len(promotions) else 0, 0, MAX_HORIZON))
    steps = max(panel.steps + max(ahead, horizon), panel.drivers.shape[2])
    columns = [Driver(ACTIVE, otherwise=0.0)]
    if data.column(f"{TABLE}.kind"):
        columns.append(Driver(KIND, (NO_KIND, *sorted(set(promotions["kind"]) - {NO_KIND})), otherwise=0.0))
    if data.column(f"{TABLE}.depth"):
        columns.append(Driver(DEPTH, otherwise=0.0))
    told = _placed(promotions, columns, (len(panel.items), steps))
    known = np.full((len(panel.driver_columns), len(panel.items), steps), np.nan)
    known[:, :, : panel.drivers.shape[2]] = panel.drivers
    panel = replace(
        panel,
        driver_columns=(*panel.driver_columns, *columns),
        drivers=np.concatenate([known, told]),
    )
    return panel, problems + _none_ahead(panel, promotions)


def _read(panel: Panel, data: TrainingData) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns rows (the series; None for all), start and end (steps, both inside), kind, depth."""
    table = data.tables[TABLE]
    start = _days(table, str(data.column(f"{TABLE}.start")))
    end_column, item = data.column(f"{TABLE}.end"), data.column(f"{TABLE}.item")
    kind, depth = data.column(f"{TABLE}.kind"), data.column(f"{TABLE}.depth")
    end = _last_moment(_days(table, end_column) if end_column else start).fillna(start)
    names = item_names(table[item]) if item else pd.Series(None, index=table.index, dtype=object)
    rows = named_series(panel, names)
    unknown = np.array([not len(found) for found in rows]) & names.notna().to_numpy()
    undated = (start.isna() | (end < start)).to_numpy()
    problems = _undated(int(undated.sum())) + _of_unknown_items(int((unknown & ~undated).sum()))
    found = pd.DataFrame({"rows": rows, "start": start, "end": end})
    found["rows"] = found["rows"].where(names.notna(), None)
    found["kind"] = table[kind].astype(object).fillna(NO_KIND).astype(str) if kind else NO_KIND
    found["depth"] = np.nan_to_num(numbers(table[depth])) if depth else 0.0
    found = found[~(unknown | undated)]
    frequency = replace(panel.frequency, nearest=False)  # the steps that the days are in
    for column in ("start", "end"):
        found[column] = frequency.to_index(found[column]) - panel.start
    return found, problems


def _days(table: pd.DataFrame, column: str) -> pd.Series:
    """A promotion without an end is one: it goes on as far as the forecast."""
    return pd.Series(dates(table[column], endless=True), table.index)


def _last_moment(days: pd.Series) -> pd.Series:
    """An end without a time of day is the whole day."""
    return days.where(days != days.dt.normalize(), days + pd.Timedelta(hours=23, minutes=59))


def _placed(promotions: pd.DataFrame, columns: list[Driver], shape: tuple[int, int]) -> np.ndarray:
    """Driver × series × steps."""
    told = np.zeros((len(columns), *shape))
    for promotion in promotions.sort_values(["depth", "start"], kind="stable").itertuples():
        rows = np.arange(shape[0]) if promotion.rows is None else promotion.rows
        steps = np.arange(max(promotion.start, 0), min(max(promotion.end + 1, 0), shape[1]))
        for number, column in enumerate(columns):
            value = 1.0 if column.name == ACTIVE else promotion.depth
            if column.name == KIND:
                value = column.categories.index(promotion.kind)
            told[number, rows[:, None], steps] = value
    return told


# --- Sentences ------------------------------------------------------------------------------------


def _undated(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} promotion has no start, or ends before its start: it is left out.",
        "{count:integer} promotions have no start, or end before their start: they are left out.",
        count,
    )
    return [Problem("undated_promotions", message, table=TABLE, count=count, fatal=False)]


def _of_unknown_items(count: int) -> list[Problem]:
    if not count:
        return []
    message = say_count(
        "{count:integer} promotion names no item of the sheet: it is left out.",
        "{count:integer} promotions name no item of the sheet: they are left out.",
        count,
    )
    return [Problem("unknown_items", message, table=TABLE, count=count, fatal=False)]


def _none_ahead(panel: Panel, promotions: pd.DataFrame) -> list[Problem]:
    """Where no promotion is planned ahead, it may be that nobody has written it down yet."""
    if (promotions["end"] >= panel.steps).any():
        return []
    message = say("The promotions table plans none for the forecast steps, so none is assumed.")
    return [Problem("no_promotion_ahead", message, table=TABLE, fatal=False)]
