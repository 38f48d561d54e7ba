"""Item reports: history, backtest and forecast, in every coarser step.

Everything is computed for many series at once; an entry is what docs/blocks.md calls an item of a fan.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from contract.training import Evaluation
from forecasting.answering.answers import Bounds, value_and_bounds
from forecasting.answering.totals import ALL_ITEMS, Periods, coarser_periods, reported_groups
from forecasting.judging.metrics import per_series
from forecasting.options import REPORT_LEVELS
from forecasting.panel import Panel, PreparedPanel
from forecasting.uncertainty.joint_samples import period_totals, sampled_bounds
from forecasting.uncertainty.learned import results_futures
from language.sentences import kept, say

MOST_ITEMS = 20_000
MOST_POINTS = 400
ITEMS_AT_ONCE = 500
DIGITS = 6
MOST_DECIMALS = 300  # of the smallest numbers there are


Sampled = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Samples of totals from step ``begins`` up to ``ends`` ahead: series × periods × samples."""


@dataclass(frozen=True)
class Drawn:
    """Some series, as rows of every array; ``backtest`` is the last window, NaN where it tells nothing.

    ``bounds`` are of single steps, ``sampled`` of totals; ``wape`` and ``bias`` are of the whole backtest.
    """

    names: tuple[str, ...]
    values: np.ndarray
    first: np.ndarray
    backtest: np.ndarray
    forecast: np.ndarray
    bounds: Bounds
    sampled: Sampled
    wape: np.ndarray
    bias: np.ndarray
    offsets: np.ndarray


class _Dates:
    """The dates of each series' steps as ISO text, written once for all of them."""

    def __init__(self, panel: Panel, offsets: np.ndarray, horizon: int):
        self._offsets, self._farthest = offsets, int(offsets.max(initial=0))
        self._texts = panel.frequency.to_text(panel.times(-self._farthest, panel.steps + horizon))

    def of(self, row: int, begin: int, end: int) -> list[str]:
        moved = self._farthest - int(self._offsets[row])
        return self._texts[moved + begin : moved + end]


class ItemReports:
    """The entries of a report, largest forecast total first; before them their sum, and sums of groups."""

    def __init__(self, prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame):
        panel, learned = prepared.panel, evaluation.learned
        self.panel, self.horizon = panel, prepared.horizon
        self.names = panel.items if prepared.has_items else (prepared.target,)
        self.tested, chosen = learned["tested"], learned["forecast"]
        self.last_window = np.where(np.isnan(self.tested.actual[-1]), np.nan, chosen[-1])
        self.error = self.tested.error(chosen)
        self.periods = coarser_periods(panel, prepared.horizon) if panel.end_together else []
        self.futures = results_futures(prepared, evaluation, results)
        self.forecast = self.futures.values
        self.bounds = {
            level: tuple(
                results[f"{side}_{level}"].to_numpy().reshape(self.forecast.shape)
                for side in ("lower", "upper")
            )
            for level in REPORT_LEVELS
        }
        usual = np.nanmean(np.abs(panel.values), axis=1)
        self.wape, self.bias = per_series(self.tested.actual, chosen, usual)
        totals = self.forecast.sum(axis=1)
        self.order = np.argsort(-totals, kind="stable")[:MOST_ITEMS]
        self.total_name = _free_name(ALL_ITEMS, panel.items)
        groups = reported_groups(panel, totals) if panel.end_together else []
        self.groups = {_free_name(f"{group.column}: {group.value}", panel.items): group for group in groups}

    @property
    def count(self) -> int:
        return len(self.order) + self.has_total + len(self.groups)

    @property
    def has_total(self) -> bool:
        """Items that end on dates of their own have none."""
        return len(self.panel.items) > 1 and self.panel.end_together

    def entries(self, most: int) -> Iterator[dict[str, Any]]:
        """The sum of all, where there are several, then the ``most`` largest groups and series."""
        if self.has_total:
            (total,) = self._drawn(self._sum(self.total_name, np.arange(len(self.names))))
            label = say("Mean of all items") if self.panel.averaged else say("All items")
            yield {**total, "label": label}
        for name, group in list(self.groups.items())[:most]:
            (total,) = self._drawn(self._sum(name, group.rows))
            yield {**total, "label": say("{column}: {value}", column=group.column, value=group.value)}
        for begin in range(0, min(most, len(self.order)), ITEMS_AT_ONCE):
            rows = self.order[begin : min(begin + ITEMS_AT_ONCE, most)]
            yield from self._drawn(self._series(rows))

    def _sum(self, name: str, rows: np.ndarray) -> Drawn:
        """The sum of ``rows``, or their mean, as a series of its own."""
        summed = self.panel.select(rows).together()
        actual = self._together(self.tested.actual[:, rows], 1)
        forecast = actual + self._together(self.error[:, rows], 1)
        wape, bias = per_series(actual, forecast, np.abs(summed.values).mean(axis=1))
        parts = self.panel.parts(np.array(len(rows)))
        ahead, samples = self._together(self.forecast[rows], 0), self.futures.summed(rows) / parts
        return Drawn(
            names=(name,),
            values=summed.values,
            first=self.panel.first[rows].min(keepdims=True),
            backtest=self._together(self.last_window[rows], 0),
            forecast=ahead,
            bounds={level: sampled_bounds(samples[None], ahead, level) for level in REPORT_LEVELS},
            sampled=lambda begins, ends: period_totals(samples[None], begins, ends),
            wape=wape,
            bias=bias,
            offsets=np.zeros(1, dtype=int),
        )

    def _together(self, values: np.ndarray, axis: int) -> np.ndarray:
        """The sum along ``axis``, or the mean, of what is known."""
        known = np.maximum((~np.isnan(values)).sum(axis=axis, keepdims=True), 1)
        return np.asarray(np.nansum(values, axis=axis, keepdims=True) / self.panel.parts(known))

    def _series(self, rows: np.ndarray) -> Drawn:
        paths = self.futures.paths(rows)
        return Drawn(
            names=tuple(self.names[row] for row in rows),
            values=self.panel.values[rows],
            first=self.panel.first[rows],
            backtest=self.last_window[rows],
            forecast=self.forecast[rows],
            bounds={level: (low[rows], high[rows]) for level, (low, high) in self.bounds.items()},
            sampled=lambda begins, ends: period_totals(paths, begins, ends),
            wape=self.wape[rows],
            bias=self.bias[rows],
            offsets=self.panel.offsets[rows],
        )

    # --- Entries ---

    def _drawn(self, drawn: Drawn) -> Iterator[dict[str, Any]]:
        panel, origin = self.panel, self.tested.windows.origins[-1]
        begin = max(panel.steps - MOST_POINTS, 0)
        dates = _Dates(panel, drawn.offsets, self.horizon)
        history, backtest = plain_numbers(drawn.values[:, begin:]), plain_numbers(drawn.backtest)
        backtest_steps = drawn.backtest.shape[1]
        forecast = _plain(drawn.forecast, drawn.bounds)
        whole = np.array([0]), np.array([self.horizon])
        parts = panel.parts(whole[1])
        total = _totals(drawn, drawn.forecast.sum(axis=1, keepdims=True), *whole, parts)
        coarser = [self._coarser(drawn, periods) for periods in self.periods]
        rates = plain_numbers(np.column_stack([drawn.wape, drawn.bias]))
        for row, name in enumerate(drawn.names):
            known = max(int(drawn.first[row]) - begin, 0)
            yield {
                "item": name,
                "history": {"at": dates.of(row, begin + known, panel.steps), "value": history[row][known:]},
                "backtest": _line(dates.of(row, origin, origin + backtest_steps), backtest[row]),
                "forecast": {
                    "at": dates.of(row, panel.steps, panel.steps + self.horizon),
                    **{key: values[row] for key, values in forecast.items()},
                },
                "total": {key: values[row][0] for key, values in total.items()},
                "coarser": [rows[row] for rows in coarser],
                "rows": dict(zip(("wape", "bias"), rates[row], strict=True)),
            }

    def _coarser(self, drawn: Drawn, periods: Periods) -> list[dict[str, Any]]:
        """One entry for each series: totals of whole periods, or their means."""
        steps, origin = self.panel.steps, self.tested.windows.origins[-1]
        past, ahead = periods.until(steps), periods.reaching(steps, self.horizon)
        tested = periods.reaching(origin, drawn.backtest.shape[1])
        parts = self.panel.parts
        history = plain_numbers(past.totals(drawn.values) / parts(past.lengths))
        backtest = tested.totals(np.hstack([drawn.values[:, :origin], drawn.backtest]))
        backtest = backtest / parts(tested.lengths)
        backtest[np.isnan(drawn.backtest).any(axis=1)] = np.nan
        told = plain_numbers(backtest)
        forecast = self._periods_ahead(drawn, ahead)
        begun = np.searchsorted(past.begins, drawn.first)
        return [
            {
                "step": periods.step,
                "history": {"at": past.at[begun[row] :], "value": history[row][begun[row] :]},
                "backtest": _line(tested.at, told[row]),
                "forecast": {"at": ahead.at, **{key: values[row] for key, values in forecast.items()}},
            }
            for row in range(len(drawn.names))
        ]

    def _periods_ahead(self, drawn: Drawn, ahead: Periods) -> dict[str, list[Any]]:
        """Totals with bounds; of a period that has begun, only what is ahead is uncertain."""
        steps = self.panel.steps
        known = ahead.totals(np.hstack([drawn.values, np.zeros_like(drawn.forecast)]))
        added = ahead.totals(np.hstack([np.zeros_like(drawn.values), drawn.forecast]))
        parts = self.panel.parts(ahead.lengths)
        return _totals(drawn, added, np.maximum(ahead.begins - steps, 0), ahead.ends - steps, parts, known)


def items_frame(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> pd.DataFrame:
    """``item`` and ``report`` (JSON text) of at most ``MOST_ITEMS`` series, and of their sum before them."""
    found = [
        (entry["item"], json.dumps(_label_kept(entry), separators=(",", ":"), allow_nan=False))
        for entry in ItemReports(prepared, evaluation, results).entries(MOST_ITEMS)
    ]
    return pd.DataFrame(found, columns=["item", "report"])


def plain_numbers(values: np.ndarray) -> list[Any]:
    """Nested lists, rounded to six significant digits, NaN as None: half the bytes of a report."""
    values = np.asarray(values, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        decimals = DIGITS - 1 - np.floor(np.log10(np.abs(values)))
    decimals = np.clip(np.where(np.isfinite(decimals), decimals, 0), -MOST_DECIMALS, MOST_DECIMALS)
    power = 10.0 ** np.abs(decimals)
    rounded = np.where(decimals > 0, np.rint(values * power) / power, np.rint(values / power) * power)
    missing = np.isnan(rounded)
    if missing.any():
        rounded = rounded.astype(object)
        rounded[missing] = None
    return list(rounded.tolist())


def _totals(
    drawn: Drawn,
    added: np.ndarray,
    begins: np.ndarray,
    ends: np.ndarray,
    parts: np.ndarray,
    known: np.ndarray | float = 0.0,
) -> dict[str, list[Any]]:
    """``added``, totals of the steps ``begins`` to ``ends``, with bounds; ``known`` comes on top. All are
    divided by ``parts``."""
    samples = drawn.sampled(begins, ends)
    bounds = {}
    for level in REPORT_LEVELS:
        low, high = sampled_bounds(samples, added, level)
        bounds[level] = ((known + low) / parts, (known + high) / parts)
    return _plain((known + added) / parts, bounds)


def _plain(values: np.ndarray, bounds: Bounds) -> dict[str, list[Any]]:
    return {key: plain_numbers(found) for key, found in value_and_bounds(values, bounds).items()}


def _line(at: list[str], values: list[float | None]) -> dict[str, Any] | None:
    return {"at": at, "value": values} if any(value is not None for value in values) else None


def _label_kept(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "label": kept(entry["label"])} if "label" in entry else entry


def _free_name(name: str, items: tuple[str, ...]) -> str:
    """``name``, or what is like it and no item has."""
    while name in items:
        name += " (sum)"
    return name
