"""The expected amounts as a table: days, or weeks and months where the horizon is long, and their total."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contract.blocks import Table
from contract.training import Evaluation
from forecasting.answering.totals import (
    COARSER,
    Periods,
    made_up_of,
    periods_ahead,
    totals_table,
)
from forecasting.options import Request
from forecasting.panel import Panel, PreparedPanel
from forecasting.report.dates import dates_ahead_in_words, range_in_words, step_in_words
from forecasting.report.words import WRITTEN_WHOLE_FROM, amount_label, expected_total
from forecasting.uncertainty.learned import results_futures
from language.formats import apart_format
from language.sentences import say

MOST_ROWS = 31


def periods_table(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> list[Table]:
    """Of all items together; nothing where they end on different dates, and so share none."""
    panel, horizon = prepared.panel, prepared.horizon
    if not panel.end_together:
        return []
    periods = shown_periods(panel, horizon)
    counts = evaluation.learned["tested"].stats.counts
    futures = results_futures(prepared, evaluation, results)
    request = Request(horizon=horizon, period=periods.step, group="all", levels=[80])
    found = totals_table(request, panel, futures, counts)
    rows = [
        _row(_dates(panel, periods, number), *amounts)
        for number, amounts in enumerate(
            zip(found["value"], found["lower_80"], found["upper_80"], strict=True)
        )
    ]
    if horizon > 1:
        total = expected_total(prepared, evaluation, results)
        name = say("Mean") if panel.averaged else say("Total")
        dates = say("{name}, {dates}", name=name, dates=dates_ahead_in_words(panel, horizon))
        whole = _row(dates, total["value"], total["lower_80"], total["upper_80"])
        rows.append({**whole, "_tone": "neutral"})
    form = _format(prepared, rows, counts)
    columns = [
        {"key": "dates", "label": say("When"), "format": "text"},
        {"key": "value", "label": say("Expected {amount}", amount=amount_label(prepared)), "format": form},
        {"key": "low", "label": say("At least"), "format": form},
        {"key": "high", "label": say("At most"), "format": form},
    ]
    said = say("Four times in five, the amount lies between the last two columns.")
    return [Table(say("What to expect"), columns, rows, summary=said)]


def shown_periods(panel: Panel, horizon: int) -> Periods:
    """Steps where they are few, else the shortest periods that are; the longest where none are few."""
    each = np.arange(horizon)
    shown = Periods("step", each, each + 1, [])
    for step in COARSER[panel.frequency.like]:
        if len(shown.begins) <= MOST_ROWS:
            break
        if made_up_of(panel.frequency, step):
            shown = periods_ahead(panel, horizon, step)
    return shown


def _dates(panel: Panel, periods: Periods, number: int) -> str:
    first, end = (panel.start + panel.steps + int(edge[number]) for edge in (periods.begins, periods.ends))
    if periods.step == "step":
        return step_in_words(panel.frequency, first)
    return range_in_words(panel.frequency, first, end - 1)


def _row(dates: str, value: float, low: float, high: float) -> dict[str, Any]:
    return {"dates": dates, "value": float(value), "low": float(low), "high": float(high)}


def _format(prepared: PreparedPanel, rows: list[dict[str, Any]], counts: np.ndarray) -> str:
    """Whole numbers where things are counted, and where amounts are large; more digits where a range asks."""
    counted = counts.all() and not prepared.panel.averaged
    large = max(abs(row["value"]) for row in rows) >= WRITTEN_WHOLE_FROM
    ranges = [(row["value"], row["low"], row["high"]) for row in rows]
    return apart_format(ranges, "integer" if counted or large else "number")
