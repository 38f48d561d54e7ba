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
    """WAPE, MASE, MAE and bias over all judged values.

    wape = Σ|forecast - actual| / Σ|actual|; bias = Σ(forecast - actual) / Σ|actual|. Where every
    actual is zero, ``usual_size`` (mean absolute value of the history) takes their place.
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
    scaled = scaled_errors(error, scales)
    if not np.isnan(scaled).all():
        metrics["mase"] = float(np.nanmean(np.abs(scaled)))
    return metrics


def scaled_errors(error: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Errors in units of their series' scale; NaN where the scale is zero or unknown."""
    usable = np.nan_to_num(scales) > 0
    divisor = np.where(usable, scales, np.nan)[:, :, None]
    return error / divisor
