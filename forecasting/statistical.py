"""Models of one series at a time, by statsforecast: Theta, exponential smoothing, and those for rare demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from forecasting.forecaster import Forecaster
from forecasting.panel import Panel
from training.exchange import Plan, Progress

# Older values teach these models little and cost much: seasons that are looked at.
SEASONS_SEEN = {"hour": 14, "day": 30, "week": 3, "month": 20, "quarter": 20, "year": 50}
LONGEST_SMOOTHED_SEASON = 24  # exponential smoothing has no use for 52 places in a year
SERIES_PER_REPORT = 50


class OnePerSeries(Forecaster):
    """Nothing is learned ahead: the model is fitted to the kept history when it is asked."""

    model: ClassVar[str]
    long_seasons: ClassVar[bool] = False
    seasonal: ClassVar[bool] = True

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        progress(1.0)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        season = panel.season if self.long_seasons or panel.season <= LONGEST_SMOOTHED_SEASON else 1
        values = panel.repeat_season(horizon)
        for row in np.flatnonzero(~panel.repeat_only):
            known = panel.values[row, max(int(panel.first[row]), panel.steps - self.reach(panel)) :]
            found = _fitted(self.model, season if self.seasonal else None, known, horizon)
            if found is not None:
                values[row] = found
        return values

    def reach(self, panel: Panel) -> int:
        return SEASONS_SEEN[panel.frequency.step] * panel.frequency.season

    def write(self, folder: Path) -> None:
        (folder / f"{self.key}.json").write_text(json.dumps({"model": self.model}))

    def read(self, folder: Path) -> None:
        """There is nothing but the history, which the base has read."""


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


def _fitted(name: str, season: int | None, values: np.ndarray, horizon: int) -> np.ndarray | None:
    """None where the model cannot be fitted to these values: the last season is repeated then."""
    from statsforecast import models

    make: Any = getattr(models, name)
    try:
        if season is None:
            model = make()
        else:
            model = make(season_length=season if len(values) > 2 * season else 1)
        found = np.asarray(model.forecast(values.astype(np.float64), horizon)["mean"], dtype=np.float64)
    except Exception:
        return None
    return found if np.isfinite(found).all() else None
