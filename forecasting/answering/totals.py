"""Totals that a request asks for: of weeks, months or the whole horizon, of single items or of groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.asking import RequestProblem
from forecasting.answering.answers import answer_table
from forecasting.answering.groups import ALL_ITEMS, Group, group_columns, groups_of
from forecasting.answering.periods import SHORTEST_FIRST, Periods, periods_ahead, whole_horizon
from forecasting.options import Request
from forecasting.panel import Panel
from forecasting.step_words import ONE_STEP
from forecasting.uncertainty.joint_samples import Futures, period_totals, sampled_bounds
from forecasting.uncertainty.series_stats import outward
from language.sentences import joined, say

ITEMS_AT_ONCE = 500


def wants_totals(request: Request) -> bool:
    return request.period != "step" or bool(request.group)


def totals_table(request: Request, panel: Panel, futures: Futures, counts: np.ndarray) -> pd.DataFrame:
    """One row per item or group and period; bounds are read from samples of whole futures, and are whole
    numbers where all items that are summed are ``counts``.

    Raises RequestProblem where the panel has no such group, or is coarser than the period asked for.
    """
    periods = _periods(request, panel)
    groups = _groups(request, panel)
    values = period_totals(futures.values[:, :, None], periods.begins, periods.ends)[:, :, 0]
    if groups is None:
        names, samples, whole = list(panel.items), _of_items(futures, periods), counts
    else:
        names = [group.value for group in groups]
        whole = np.array([counts[group.rows].all() for group in groups])
        values = np.stack([values[group.rows].sum(axis=0) for group in groups])
        sums = np.stack([futures.summed(group.rows) for group in groups])
        samples = period_totals(sums, periods.begins, periods.ends)
    bounds = {
        level: outward(*sampled_bounds(samples, values, level), whole=whole) for level in request.levels
    }
    dates = np.tile(np.asarray(periods.at, dtype=object), (len(names), 1))
    return answer_table(names, dates, values, bounds)


def _of_items(futures: Futures, periods: Periods) -> np.ndarray:
    parts = []
    for first in range(0, len(futures.items), ITEMS_AT_ONCE):
        rows = np.arange(first, min(first + ITEMS_AT_ONCE, len(futures.items)))
        parts.append(period_totals(futures.paths(rows), periods.begins, periods.ends))
    return np.concatenate(parts)


def _periods(request: Request, panel: Panel) -> Periods:
    if not panel.end_together:
        message = say("The items end on different dates, so they share no weeks, months or sums.")
        raise RequestProblem("period", "no_common_dates", message)
    if request.period == "horizon":
        return whole_horizon(panel, request.horizon)
    own = panel.frequency.step
    step = own if request.period == "step" else request.period
    if SHORTEST_FIRST.index(step) < SHORTEST_FIRST.index(own):
        message = say(
            "One step of the model is {step}: it has no totals of {period}, which is shorter.",
            step=ONE_STEP[own],
            period=ONE_STEP[request.period],
        )
        raise RequestProblem("period", "too_short", message)
    if step == own:
        each = np.arange(request.horizon)
        at = panel.frequency.to_text(panel.times(panel.steps, panel.steps + request.horizon))
        return Periods(own, each, each + 1, at)
    return periods_ahead(panel, request.horizon, step)


def _groups(request: Request, panel: Panel) -> list[Group] | None:
    """None: every item by itself."""
    if not request.group:
        return None
    everything = Group("", ALL_ITEMS, np.arange(len(panel.items)))
    if request.group == "all":
        return [everything]
    columns = group_columns(panel)
    if request.group not in columns:
        message = say(
            "Items cannot be grouped by '{column}'; choose from {known}.",
            column=request.group,
            known=joined(["all", *columns], ", "),
        )
        raise RequestProblem("group", "unknown_group", message)
    return groups_of(request.group, columns[request.group])
