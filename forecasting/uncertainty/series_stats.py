"""What is known about each series from its whole history, and the limits its forecasts must keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from forecasting.judging.metrics import error_scale
from forecasting.panel import Panel

FEWEST_TO_ROUND = 1.0  # of 0.3 sold a day, 0.3 is the answer, not 0


STORED_AS = "traits_"  # the prefix in model files of earlier releases, which are still read


@dataclass(frozen=True)
class SeriesStats:
    """Arrays of one value per series.

    ``scales`` is the usual change (see ``metrics.error_scale``), ``sizes`` the mean absolute value,
    ``nonnegative`` True without a value below 0, ``counts`` True where all values are whole numbers.
    """

    scales: np.ndarray
    sizes: np.ndarray
    nonnegative: np.ndarray
    counts: np.ndarray

    @classmethod
    def learn(cls, panel: Panel) -> SeriesStats:
        values = np.nan_to_num(panel.values)
        return cls(
            scales=known_scales(panel),
            sizes=np.nanmean(np.abs(panel.values), axis=1),
            nonnegative=never_negative(panel),
            counts=np.asarray((values == np.rint(values)).all(axis=1)),
        )

    @property
    def floors(self) -> np.ndarray:
        """What no forecast and no bound is below: 0, or nothing."""
        return np.where(self.nonnegative, 0.0, -np.inf)

    def select(self, rows: np.ndarray) -> SeriesStats:
        return SeriesStats(*(getattr(self, field.name)[rows] for field in fields(self)))

    def whole(self, values: np.ndarray) -> np.ndarray:
        """``values`` (… series × steps) rounded for counts of which at least one is usual."""
        rounded = self.counts & (self.sizes >= FEWEST_TO_ROUND)
        return np.where(rounded[:, None], np.rint(values), values)

    def kept(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds, series × steps, no lower than the floors, and whole numbers for counts."""
        low, high = outward(low, high, self.counts)
        return np.maximum(low, self.floors[:, None]), high

    def as_arrays(self) -> dict[str, np.ndarray]:
        """For ``numpy.savez``."""
        return {f"{STORED_AS}{field.name}": getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> SeriesStats:
        return cls(*(arrays[f"{STORED_AS}{field.name}"] for field in fields(cls)))


def outward(low: np.ndarray, high: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds, rows × steps, as whole numbers that are no narrower, in rows where ``whole``."""
    rounded = whole[:, None]
    return np.where(rounded, np.floor(low), low), np.where(rounded, np.ceil(high), high)


def never_negative(panel: Panel) -> np.ndarray:
    """True for each series without a value below 0."""
    return np.asarray(~(panel.values < 0).any(axis=1))


def known_scales(panel: Panel) -> np.ndarray:
    """``error_scale``; for a series of one value what is usual for series of its size."""
    scales = error_scale(panel)
    unknown = np.isnan(scales)
    if unknown.any():
        size = np.nanmean(np.abs(panel.values), axis=1)
        usual = (~unknown) & (size > 0)
        share = float(np.median(scales[usual] / size[usual])) if usual.any() else 1.0
        scales = np.where(unknown, share * size, scales)
    return scales
