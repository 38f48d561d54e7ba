"""Totals that a request asks for: of weeks, months or the whole horizon, of single items or of groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from columns.frequency import MONTHS, Frequency
from contract.asking import RequestProblem
from forecasting.answering.answers import answer_table
from forecasting.options import Request
from forecasting.panel import Panel
from forecasting.step_words import ONE_STEP, one_step
from forecasting.uncertainty.joint_samples import Futures, period_totals, sampled_bounds
from forecasting.uncertainty.series_stats import outward
from language.sentences import joined, say

ITEMS_AT_ONCE = 500


def wants_totals(request: Request) -> bool:
    return request.period != "step" or bool(request.group)


def totals_table(request: Request, panel: Panel, futures: Futures, counts: np.ndarray) -> pd.DataFrame:
    """One row per item or group and period: totals, or means of what does not add up. Bounds are read from
    samples of whole futures, and are whole numbers where all items that are summed are ``counts``.

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
    if panel.averaged:
        sizes = np.array([1] * len(names) if groups is None else [len(group.rows) for group in groups])
        parts = sizes[:, None] * periods.lengths[None, :]
        values, samples, whole = values / parts, samples / parts[:, :, None], np.zeros(len(names), dtype=bool)
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
    own = panel.frequency
    if request.period in ("step", own.name):
        each = np.arange(request.horizon)
        at = own.to_text(panel.times(panel.steps, panel.steps + request.horizon))
        return Periods(own.name, each, each + 1, at)
    if Frequency.named(request.period).days < own.days:
        message = say(
            "One step of the model is {step}: it has no totals of {period}, which is shorter.",
            step=one_step(own.name),
            period=ONE_STEP[request.period],
        )
        raise RequestProblem("period", "too_short", message)
    if not made_up_of(own, request.period):
        message = say(
            "One step of the model is {step}: {period} is no whole number of them, so it has no total. Ask "
            "for every step, or for the whole horizon.",
            step=one_step(own.name),
            period=ONE_STEP[request.period],
        )
        raise RequestProblem("period", "does_not_fit", message)
    return periods_ahead(panel, request.horizon, request.period)


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


# --- Items that belong together: all of a store, all of a brand. Totals are made over them ---

ALL_ITEMS = "All items"
MOST_GROUPS = 100  # of a report, the largest
MOST_GROUPED = 5_000  # items of a report; of more, the sum of all is enough


@dataclass(frozen=True)
class Group:
    """``rows`` are the items whose ``column`` says ``value``."""

    column: str
    value: str
    rows: np.ndarray


def group_columns(panel: Panel) -> dict[str, tuple[str, ...]]:
    """What items can be grouped by, and what it says of each item."""
    found = (
        dict(zip(panel.key_columns, zip(*panel.key_parts, strict=True), strict=True))
        if panel.key_parts
        else {}
    )
    for column, values in zip(panel.static_columns, panel.static, strict=True):
        if column.categories:
            known = np.isfinite(values)
            places = np.where(known, values, 0).astype(int)
            said = np.where(known, np.asarray(column.categories, dtype=object)[places], "")
            found.setdefault(column.name, tuple(said))
    return found


def groups_of(column: str, said: tuple[str, ...]) -> list[Group]:
    """In the order of the items; items without a value are in no group."""
    values = np.asarray(said, dtype=object)
    return [Group(column, value, np.flatnonzero(values == value)) for value in dict.fromkeys(said) if value]


def reported_groups(panel: Panel, sizes: np.ndarray) -> list[Group]:
    """The largest groups of more than one item, by the sum of ``sizes``; none for very many items."""
    if len(panel.items) > MOST_GROUPED:
        return []
    every = [group for column, said in group_columns(panel).items() for group in groups_of(column, said)]
    several = [group for group in every if 1 < len(group.rows) < len(panel.items)]
    return sorted(several, key=lambda group: -float(sizes[group.rows].sum()))[:MOST_GROUPS]


# --- Calendar periods coarser than the step of a panel: days of hours, weeks and months of days  ---

# Coarser steps by what the panel's own is like, as reports show them.
COARSER: dict[str, tuple[str, ...]] = {
    "hour": ("day", "week"),
    "day": ("week", "month"),
    "week": ("month",),
    "month": ("year",),
    "quarter": ("year",),
    "year": (),
}
LONGEST = 168


def made_up_of(own: Frequency, period: str) -> bool:
    """Whether the steps of ``own`` can be added up to whole periods. Weeks count for the month that they
    begin in, as do quarters for the year; several days or weeks are too long for that."""
    if own.within_day or own.every == 1:
        return own.step != "semimonth" or period != "week"
    if own.step not in MONTHS or period not in MONTHS:
        return False
    length = MONTHS[period]
    return length % own.months == 0 and own.anchor % own.months == 0 and length > own.months


@dataclass(frozen=True)
class Periods:
    """Whole periods within a panel and its forecast: from step ``begins`` up to ``ends``, which lie
    at most the horizon beyond the panel. ``at`` is the first day of each, as ISO text.
    """

    step: str
    begins: np.ndarray
    ends: np.ndarray
    at: list[str]

    @property
    def lengths(self) -> np.ndarray:
        """Steps of each."""
        return self.ends - self.begins

    def select(self, which: np.ndarray) -> Periods:
        at = [self.at[position] for position in np.flatnonzero(which)]
        return Periods(self.step, self.begins[which], self.ends[which], at)

    def until(self, end: int) -> Periods:
        """Those that are over at step ``end``."""
        return self.select(self.ends <= end)

    def reaching(self, origin: int, horizon: int) -> Periods:
        """Those that end within ``horizon`` steps after ``origin``; the first may have begun before."""
        return self.select((self.ends > origin) & (self.ends <= origin + horizon))

    def totals(self, path: np.ndarray) -> np.ndarray:
        """Series × periods: sums of ``path``, series × steps from the panel's first; NaN counts as 0."""
        running = np.nan_to_num(path).cumsum(axis=1)
        running = np.pad(running, ((0, 0), (1, 0)))
        return running[:, self.ends] - running[:, self.begins]


def coarser_periods(panel: Panel, horizon: int) -> list[Periods]:
    """Periods of each coarser step of which at least one ends within the forecast."""
    steps = [step for step in COARSER[panel.frequency.like] if made_up_of(panel.frequency, step)]
    if not steps:
        return []
    around = panel.times(-LONGEST, panel.steps + horizon + LONGEST)
    dates = panel.frequency.to_dates(around)
    found = []
    for step in steps:
        edges = np.flatnonzero(np.diff(NUMBERS[step](dates))) + 1
        at = dates[edges[:-1]].strftime(FIRST_DAY[step])
        every = Periods(step, edges[:-1] - LONGEST, edges[1:] - LONGEST, list(at))
        periods = every.select((every.begins >= 0) & (every.ends <= panel.steps + horizon))
        if len(periods.ends) and periods.ends[-1] > panel.steps:
            found.append(periods)
    return found


def whole_horizon(panel: Panel, horizon: int) -> Periods:
    """One period from the first step ahead to the last."""
    first = panel.frequency.to_text(panel.times(panel.steps, panel.steps + 1))
    return Periods("horizon", np.array([0]), np.array([horizon]), first)


def periods_ahead(panel: Panel, horizon: int, step: str) -> Periods:
    """The calendar periods that the forecast touches; steps are counted from the first ahead.

    The first and the last may be there in part only: of them it is the part ahead.
    """
    dates = panel.frequency.to_dates(panel.times(panel.steps, panel.steps + horizon))
    begins = np.flatnonzero(np.diff(NUMBERS[step](dates), prepend=-1))
    ends = np.append(begins[1:], horizon)
    return Periods(step, begins, ends, list(dates[begins].strftime(FIRST_DAY[step])))


def _weeks(dates: pd.DatetimeIndex) -> np.ndarray:
    """Weeks from Monday to Sunday."""
    return np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64) + 3) // 7  # 1970 began on a Thursday


def _months(dates: pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(dates.year * 12 + dates.month)


NUMBERS: dict[str, Callable[[pd.DatetimeIndex], np.ndarray]] = {
    "day": lambda dates: np.asarray(dates.to_numpy("datetime64[D]").astype(np.int64)),
    "week": _weeks,
    "month": _months,
    "quarter": lambda dates: np.asarray(dates.year * 4 + dates.quarter),
    "year": lambda dates: np.asarray(dates.year),
}
FIRST_DAY = {
    **dict.fromkeys(("day", "week"), "%Y-%m-%d"),
    **dict.fromkeys(("month", "quarter"), "%Y-%m-01"),
    "year": "%Y-01-01",
}
