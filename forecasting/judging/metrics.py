"""How far forecasts were from what happened.

Arrays are windows × series × steps: one window per backtest origin; NaN where a series is not judged.
"""

from __future__ import annotations

import numpy as np

from forecasting.panel import Panel


def error_scale(panel: Panel) -> np.ndarray:
    """Per series, the mean absolute change from one season to the next in its history.

    The scale of MASE (Hyndman and Koehler 2006, "Another look at measures of forecast accuracy",
    International Journal of Forecasting 22), with the change from step to step where a series is
    younger than two seasons. 0 for a series that never changed, NaN for one of a single value.
    """
    seasonal = _mean_change(panel.values, panel.season)
    young = panel.lengths < 2 * panel.season
    return np.where(young, _mean_change(panel.values, 1), seasonal)


def _mean_change(values: np.ndarray, lag: int) -> np.ndarray:
    change = np.abs(values[:, lag:] - values[:, :-lag])
    known = ~np.isnan(change)
    count = known.sum(axis=1)
    total = np.where(known, change, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)


def accuracy(
    actual: np.ndarray, forecast: np.ndarray, scales: np.ndarray, usual_size: float
) -> dict[str, float]:
    """WAPE, MASE, MAE, bias and MAPE over all judged values.

    wape = Σ|forecast - actual| / Σ|actual|; bias = Σ(forecast - actual) / Σ|actual|. Where every
    actual is zero, ``usual_size`` (mean absolute value of the history) takes their place.
    mape = mean of |forecast - actual| / |actual| over actuals other than 0; left out where all are 0.
    mase = mean of |forecast - actual| / scale, ``scales`` being windows × series; left out where no
    scale is above zero.
    """
    error = forecast - actual
    judged = ~np.isnan(error)
    size = float(np.abs(actual[judged]).sum()) or usual_size * int(judged.sum())
    absolute = np.abs(error)
    metrics = {
        "wape": float(absolute[judged].sum() / size),
        "mae": float(absolute[judged].mean()),
        "bias": float(error[judged].sum() / size),
    }
    shares = absolute[judged & (actual != 0)] / np.abs(actual[judged & (actual != 0)])
    if shares.size:
        metrics["mape"] = float(shares.mean())
    scaled = scaled_errors(error, scales)
    if not np.isnan(scaled).all():
        metrics["mase"] = float(np.nanmean(np.abs(scaled)))
    return metrics


def scaled_errors(error: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Errors in units of their series' scale; NaN where the scale is zero or unknown."""
    usable = np.nan_to_num(scales) > 0
    divisor = np.where(usable, scales, np.nan)[:, :, None]
    return error / divisor


def per_series(
    actual: np.ndarray, forecast: np.ndarray, usual_sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """WAPE and bias of each series over all windows, NaN where it is not judged.

    Where every actual of a series is zero, its ``usual_sizes`` take their place, as in ``accuracy``.
    """
    error = forecast - actual
    count = (~np.isnan(error)).sum(axis=(0, 2))
    size = np.nansum(np.abs(actual), axis=(0, 2))
    size = np.where(size > 0, size, usual_sizes * count)
    known = (count > 0) & (size > 0)
    divisor = np.where(known, size, np.nan)
    return np.nansum(np.abs(error), axis=(0, 2)) / divisor, np.nansum(error, axis=(0, 2)) / divisor


def ratio_error(top: np.ndarray, bottom: np.ndarray) -> float | None:
    """Standard error of Σ``top`` / Σ``bottom``, both windows × series, NaN where not judged.

    Values of one window move together, and so do those of one series: the linearised jackknife over
    windows plus the one over series, minus what both count (Cameron, Gelbach and Miller 2011, "Robust
    inference with multiway clustering", JBES 29), at least the larger one. None with a single value.
    """
    judged = ~np.isnan(top)
    if judged.sum() < 2:
        return None
    size = float(bottom[judged].sum())
    ratio = float(top[judged].sum()) / size
    influence = np.where(judged, top - ratio * bottom, 0.0) / size
    windows = _jackknife(influence.sum(axis=1)[judged.any(axis=1)])
    series = _jackknife(influence.sum(axis=0)[judged.any(axis=0)])
    return float(np.sqrt(max(windows + series - _jackknife(influence[judged]), windows, series)))


def _jackknife(influence: np.ndarray) -> float:
    groups = len(influence)
    return groups / (groups - 1) * float((influence**2).sum()) if groups > 1 else 0.0
