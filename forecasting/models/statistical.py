"""Models of one series at a time (statsforecast): Theta, exponential smoothing, and those for rare demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from columns.frequency import SEASONS
from contract.training import Plan, Progress
from forecasting.members import MODELS
from forecasting.models.forecaster import Forecaster
from forecasting.panel import Panel
from language.sentences import say

# Older values teach these models little and cost much: seasons that are looked at.
SEASONS_SEEN = {"hour": 14, "day": 30, "week": 3, "month": 20, "quarter": 20, "year": 40}
FEWEST_SEASONS_SEEN = 3
LONGEST_SMOOTHED_SEASON = 24  # exponential smoothing has no use for 52 places in a year
SERIES_PER_REPORT = 50


class OnePerSeries(Forecaster):
    """What is learned are the forecasts; where more steps are asked for, the model is fitted again."""

    model: ClassVar[str]
    long_seasons: ClassVar[bool] = False
    seasonal: ClassVar[bool] = True
    items_: dict[str, int]
    values_: np.ndarray

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.values_ = self._fitted(panel, plan.settings.horizon, progress)
        progress(1.0)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        if horizon > self.values_.shape[1]:
            return self._fitted(panel, horizon, Progress())
        return self.values_[[self.items_[item] for item in panel.items], :horizon]

    def reach(self, panel: Panel) -> int:
        like, season = panel.frequency.like, panel.frequency.season
        seasons = round(SEASONS_SEEN[like] * SEASONS[like] / season)
        return max(seasons, FEWEST_SEASONS_SEEN) * season

    def write(self, folder: Path) -> None:
        (folder / f"{self.key}.json").write_text(json.dumps(list(self.items_)))
        np.savez(folder / f"{self.key}.npz", values=self.values_)

    def read(self, folder: Path) -> None:
        items = json.loads((folder / f"{self.key}.json").read_text())
        self.items_ = {item: row for row, item in enumerate(items)}
        with np.load(folder / f"{self.key}.npz", allow_pickle=False) as arrays:
            self.values_ = arrays["values"]

    def _fitted(self, panel: Panel, horizon: int, progress: Progress) -> np.ndarray:
        """Series × ``horizon``; the last season again where the model cannot be fitted."""
        season = panel.season if self.long_seasons or panel.season <= LONGEST_SMOOTHED_SEASON else 1
        values, begin = panel.repeat_season(horizon), panel.steps - self.reach(panel)
        rows = np.flatnonzero(~panel.repeat_only)
        for number, row in enumerate(rows):
            if number % SERIES_PER_REPORT == 0:
                said = say(
                    "{model}: {number:integer} of {all:integer} series",
                    model=MODELS[self.key].label,
                    number=number,
                    all=len(rows),
                )
                progress(number / len(rows), said)
            known = panel.values[row, max(int(panel.first[row]), begin) :]
            found = _forecast_one(self.model, season if self.seasonal else None, known, horizon)
            if found is not None:
                values[row] = found
        return values


class Theta(OnePerSeries):
    key, model, long_seasons = "theta", "DynamicOptimizedTheta", True


class ExponentialSmoothing(OnePerSeries):
    key, model = "ets", "AutoETS"


class ComplexSmoothing(OnePerSeries):
    key, model = "ces", "AutoCES"


class Croston(OnePerSeries):
    key, model, seasonal = "croston", "CrostonSBA", False


class Adida(OnePerSeries):
    key, model, seasonal = "adida", "ADIDA", False


class Imapa(OnePerSeries):
    key, model, seasonal = "imapa", "IMAPA", False


def _forecast_one(name: str, season: int | None, values: np.ndarray, horizon: int) -> np.ndarray | None:
    """None where the model cannot be fitted to these values."""
    from statsforecast import models

    make: Any = getattr(models, name)
    choice = {} if season is None else {"season_length": season if len(values) > 2 * season else 1}
    try:
        with np.errstate(all="ignore"):  # the variance of few values is divided by 0, and not looked at
            found = make(**choice).forecast(values.astype(np.float64), horizon)["mean"]
    except Exception:  # each model refuses in its own way what is too short, too flat or too wild for it
        return None
    return np.asarray(found, dtype=np.float64) if np.isfinite(found).all() else None


# --- Repeating the last season: the baseline every other model is measured against ---


class SeasonalNaive(Forecaster):
    key = "seasonal_naive"

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        progress(1.0, say("Repeating the last season"))

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        return panel.repeat_season(horizon)

    def reach(self, panel: Panel) -> int:
        return panel.season

    def write(self, folder: Path) -> None:
        """The kept history is all there is."""

    def read(self, folder: Path) -> None:
        """The kept history is all there is."""
