"""Reports of single items: what was, what the backtest said, what is forecast, in every coarser step.

Everything is computed for many series at once; an entry is what docs/blocks.md calls an item of a fan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from forecasting.answers import bounds, floors_of
from forecasting.backtest import Tested
from forecasting.forecaster import known_scales, never_negative
from forecasting.intervals import ErrorBands, PeriodBands
from forecasting.metrics import per_series, scaled_errors
from forecasting.options import REPORT_LEVELS
from forecasting.panel import Panel, PreparedPanel
from forecasting.periods import Periods, coarser_periods
from language.sentences import kept, say
from training.exchange import Evaluation

MOST_ITEMS = 20_000
MOST_POINTS = 400
ITEMS_AT_ONCE = 500
DIGITS = 6
MOST_DECIMALS = 300  # of the smallest numbers there are
ALL_ITEMS = "All items"


@dataclass(frozen=True)
class Bands:
    """How far a single step, a total so far, and the total of a coarser period may be off."""

    step: ErrorBands
    running: ErrorBands
    periods: dict[str, PeriodBands]


@dataclass(frozen=True)
class Drawn:
    """Some series, as rows of every array; ``backtest`` is the last window, NaN where it tells nothing.

    ``uncertain`` is False where a driver tells that nothing will be sold; ``wape`` and ``bias`` are those of
    the whole backtest.
    """

    names: tuple[str, ...]
    values: np.ndarray
    first: np.ndarray
    backtest: np.ndarray
    forecast: np.ndarray
    scales: np.ndarray
    nonnegative: np.ndarray
    uncertain: np.ndarray
    wape: np.ndarray
    bias: np.ndarray
    offsets: np.ndarray

    def select(self, rows: np.ndarray) -> Drawn:
        arrays = {name: value[rows] for name, value in vars(self).items() if name != "names"}
        return Drawn(names=tuple(self.names[row] for row in rows), **arrays)


class _Dates:
    """The dates of each series' steps as ISO text, written once for all of them."""

    def __init__(self, panel: Panel, offsets: np.ndarray, horizon: int):
        self._offsets, self._farthest = offsets, int(offsets.max(initial=0))
        self._texts = panel.frequency.to_text(panel.times(-self._farthest, panel.steps + horizon))

    def of(self, row: int, begin: int, end: int) -> list[str]:
        moved = self._farthest - int(self._offsets[row])
        return self._texts[moved + begin : moved + end]


class ItemReports:
    """The entries of a report, largest forecast total first; before them, of several, their sum."""

    def __init__(self, prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame):
        panel, tested, chosen = prepared.panel, evaluation.learned["tested"], evaluation.learned["forecast"]
        forecast = results["value"].to_numpy().reshape(len(panel.items), prepared.horizon)
        self.panel, self.horizon, self.intervals = panel, prepared.horizon, evaluation.learned["intervals"]
        self.tested, self.last_window, self.error = tested, chosen[-1], tested.error(chosen)
        self.periods = coarser_periods(panel, prepared.horizon) if panel.end_together else []
        self.order = np.argsort(-forecast.sum(axis=1), kind="stable")[:MOST_ITEMS]
        certain = (results["upper_95"] == results["value"]).to_numpy().reshape(forecast.shape)
        self.series = _series(prepared, tested, chosen, forecast, ~certain)

    @property
    def count(self) -> int:
        return len(self.order) + self.has_total

    @property
    def has_total(self) -> bool:
        """Items that end on dates of their own have none."""
        return len(self.panel.items) > 1 and self.panel.end_together

    def entries(self, most: int) -> Iterator[dict[str, Any]]:
        """The sum of all, where there are several, and the ``most`` largest series."""
        if self.has_total:
            (total,) = self._drawn(self.total(), self._total_bands())
            yield {**total, "label": say("All items")}
        bands = self._series_bands()
        for begin in range(0, min(most, len(self.order)), ITEMS_AT_ONCE):
            rows = self.order[begin : min(begin + ITEMS_AT_ONCE, most)]
            yield from self._drawn(self.series.select(rows), bands)

    def total(self) -> Drawn:
        """The sum of all series, as a series of its own."""
        summed = self.panel.summed()
        actual = np.nansum(self.tested.actual, axis=1, keepdims=True)
        forecast = actual + np.nansum(self.error, axis=1, keepdims=True)
        wape, bias = per_series(actual, forecast, np.abs(summed.values).mean(axis=1))
        return Drawn(
            names=(_total_name(self.panel.items),),
            values=summed.values,
            first=np.zeros(1, dtype=int),
            backtest=np.nansum(self.last_window, axis=0, keepdims=True),
            forecast=self.series.forecast.sum(axis=0, keepdims=True),
            scales=known_scales(summed),
            nonnegative=np.array([never_negative(self.panel).all()]),
            uncertain=np.asarray(self.series.uncertain.any(axis=0, keepdims=True)),
            wape=wape,
            bias=bias,
            offsets=np.zeros(1, dtype=int),
        )

    def _series_bands(self) -> Bands:
        return self._bands(self.intervals.step, self.intervals.item_total, self.error, self.tested.scales)

    def _total_bands(self) -> Bands:
        error, scales = np.nansum(self.error, axis=1, keepdims=True), self.tested.total_scales[:, None]
        step = ErrorBands.learn(scaled_errors(error, scales))
        return self._bands(step, self.intervals.grand_total, error, scales)

    def _bands(self, step: ErrorBands, running: ErrorBands, error: np.ndarray, scales: np.ndarray) -> Bands:
        periods = {
            period.step: PeriodBands.learn(error, scales, running, period.usual_length)
            for period in self.periods
        }
        return Bands(step, running, periods)

    # --- Entries ---

    def _drawn(self, drawn: Drawn, bands: Bands) -> Iterator[dict[str, Any]]:
        panel, origin = self.panel, self.tested.windows.origins[-1]
        begin = max(panel.steps - MOST_POINTS, 0)
        dates = _Dates(panel, drawn.offsets, self.horizon)
        history, backtest = plain_numbers(drawn.values[:, begin:]), plain_numbers(drawn.backtest)
        backtest_steps = drawn.backtest.shape[1]
        steps = np.arange(1, self.horizon + 1)
        forecast = _with_bounds(
            drawn.forecast,
            drawn,
            {level: bands.step.half_width(level, steps) * drawn.uncertain for level in REPORT_LEVELS},
        )
        total = _with_bounds(
            drawn.forecast.sum(axis=1, keepdims=True),
            drawn,
            {level: bands.running.half_width(level, steps[-1:]) for level in REPORT_LEVELS},
        )
        coarser = [self._coarser(drawn, periods, bands.periods[periods.step]) for periods in self.periods]
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

    def _coarser(self, drawn: Drawn, periods: Periods, bands: PeriodBands) -> list[dict[str, Any]]:
        """One entry for each series: totals of whole periods."""
        steps, origin = self.panel.steps, self.tested.windows.origins[-1]
        past, ahead = periods.until(steps), periods.reaching(steps, self.horizon)
        tested = periods.reaching(origin, drawn.backtest.shape[1])
        history = plain_numbers(past.totals(drawn.values))
        backtest = tested.totals(np.hstack([drawn.values[:, :origin], drawn.backtest]))
        backtest[np.isnan(drawn.backtest).any(axis=1)] = np.nan
        told = plain_numbers(backtest)
        forecast = self._periods_ahead(drawn, ahead, bands)
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

    def _periods_ahead(self, drawn: Drawn, ahead: Periods, bands: PeriodBands) -> dict[str, list[Any]]:
        """Totals with bounds; of a period that has begun, only what is ahead is uncertain."""
        steps = self.panel.steps
        known = ahead.totals(np.hstack([drawn.values, np.zeros_like(drawn.forecast)]))
        added = ahead.totals(np.hstack([np.zeros_like(drawn.values), drawn.forecast]))
        begins, ends = np.maximum(ahead.begins - steps, 0), ahead.ends - steps
        widths = {level: bands.half_width(level, begins, ends) for level in REPORT_LEVELS}
        return _with_bounds(added, drawn, widths, known)


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


def _series(
    prepared: PreparedPanel, tested: Tested, chosen: np.ndarray, forecast: np.ndarray, uncertain: np.ndarray
) -> Drawn:
    panel = prepared.panel
    wape, bias = per_series(tested.actual, chosen, np.nanmean(np.abs(panel.values), axis=1))
    return Drawn(
        names=panel.items if prepared.has_items else (prepared.target,),
        values=panel.values,
        first=panel.first,
        backtest=np.where(np.isnan(tested.actual[-1]), np.nan, chosen[-1]),
        forecast=forecast,
        scales=known_scales(panel),
        nonnegative=never_negative(panel),
        uncertain=uncertain,
        wape=wape,
        bias=bias,
        offsets=panel.offsets,
    )


def _with_bounds(
    values: np.ndarray, drawn: Drawn, half_widths: dict[int, np.ndarray], known: np.ndarray | float = 0.0
) -> dict[str, list[Any]]:
    """``values`` and their bounds, half widths being in scales; ``known`` is added to all of them."""
    widths = {level: drawn.scales[:, None] * width for level, width in half_widths.items()}
    found = {"value": values, **bounds(values, widths, floors_of(drawn.nonnegative)[:, None])}
    return {key: plain_numbers(known + value) for key, value in found.items()}


def _line(at: list[str], values: list[float | None]) -> dict[str, Any] | None:
    return {"at": at, "value": values} if any(value is not None for value in values) else None


def _label_kept(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "label": kept(entry["label"])} if "label" in entry else entry


def _total_name(items: tuple[str, ...]) -> str:
    """A name that no item has."""
    name = ALL_ITEMS
    while name in items:
        name += " (sum)"
    return name
