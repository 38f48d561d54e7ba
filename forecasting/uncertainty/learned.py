"""How far a forecast may be off: bounds of single steps, and samples of whole futures for any total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Any

import numpy as np
import pandas as pd

from contract.training import Evaluation
from forecasting.panel import PreparedPanel
from forecasting.uncertainty.intervals import BandShape, ErrorBands, PastErrors, learn_bands
from forecasting.uncertainty.joint_samples import Futures, JointErrors
from forecasting.uncertainty.series_stats import SeriesStats


@dataclass(frozen=True)
class Uncertainty:
    """Learned from a backtest, for the series of a panel in its order."""

    bands: ErrorBands
    joint: JointErrors

    @classmethod
    def learn(cls, past: PastErrors) -> Uncertainty:
        bands = learn_bands(past)
        return cls(bands, JointErrors.learn(past.in_units(bands.shape), bands))

    def select(self, rows: np.ndarray) -> Uncertainty:
        return Uncertainty(self.bands.select(rows), self.joint)

    def bounds(
        self, level: int, values: np.ndarray, stats: SeriesStats, uncertain: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Of ``values``, series × steps; where not ``uncertain`` both are the value."""
        low, high = self.bands.bounds(level, values, self._units(values, stats, uncertain))
        return stats.kept(low, high)

    def futures(
        self, items: tuple[str, ...], values: np.ndarray, stats: SeriesStats, uncertain: np.ndarray
    ) -> Futures:
        units = self._units(values, stats, uncertain)
        return Futures(items, values, units, stats.floors, self.bands, self.joint)

    def _units(self, values: np.ndarray, stats: SeriesStats, uncertain: np.ndarray) -> np.ndarray:
        units = self.bands.units_of(values, stats.scales, stats.sizes)
        return np.where(uncertain, np.nan_to_num(units), 0.0)

    def as_arrays(self, prefix: str = "") -> dict[str, np.ndarray]:
        """For ``numpy.savez``."""
        bands = asdict(self.bands) | {"shape": np.array(astuple(self.bands.shape), dtype=float)}
        return {
            **{f"{prefix}bands_{key}": np.asarray(value) for key, value in bands.items()},
            f"{prefix}joint": np.array(astuple(self.joint)),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], prefix: str = "") -> Uncertainty:
        arrays = {key.removeprefix(prefix): arrays[key] for key in arrays if key.startswith(prefix)}
        symmetric, proportion, own = arrays["bands_shape"].tolist()
        bands = ErrorBands(
            low=arrays["bands_low"],
            high=arrays["bands_high"],
            growth=float(arrays["bands_growth"]),
            tested=int(arrays["bands_tested"]),
            spreads=arrays["bands_spreads"],
            shape=BandShape(bool(symmetric), proportion, bool(own)),
        )
        window, step, series, windows = arrays["joint"].tolist()
        return cls(bands, JointErrors(window, step, series, int(windows)))


ASSUMED = "assumed_"


@dataclass(frozen=True)
class Cases:
    """How far a forecast may be off where the drivers ahead are ``known``, and where any is ``assumed``; None
    where the model has none that could be."""

    known: Uncertainty
    assumed: Uncertainty | None = None

    def of(self, assumed: bool) -> Uncertainty:
        return self.assumed if assumed and self.assumed is not None else self.known

    def as_arrays(self) -> dict[str, np.ndarray]:
        """For ``numpy.savez``."""
        second = {} if self.assumed is None else self.assumed.as_arrays(ASSUMED)
        return self.known.as_arrays() | second

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Cases:
        """Models of earlier releases have only one, whatever is known."""
        second = Uncertainty.from_arrays(arrays, ASSUMED) if f"{ASSUMED}joint" in arrays else None
        return cls(Uncertainty.from_arrays(arrays), second)


def results_futures(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Futures:
    """Samples of what a run forecasts, made once for all parts of its report."""
    learned: dict[str, Any] = evaluation.learned  # type: ignore[assignment]
    if "futures" not in learned:
        items = prepared.panel.items
        values = results["value"].to_numpy().reshape(len(items), prepared.horizon)
        certain = (results["upper_95"] == results["value"]).to_numpy().reshape(values.shape)
        stats = learned["tested"].stats
        learned["futures"] = learned["uncertainty"].futures(items, values, stats, ~certain)
    found: Futures = learned["futures"]
    return found
