"""The known past at any step: values, and running sums that make a rolling mean one subtraction."""

from __future__ import annotations

import numpy as np

from forecasting.panel import Panel

ROWS_AT_ONCE = 20_000  # whose windows are held at a time
LONGEST_RANGE = 91  # steps of the longest window whose quantiles can be asked for


class History:
    """Values of series × steps, NaN before a series begins; room for ``ahead`` steps is kept for ``append``.

    Every method takes ``series`` and ``origins`` of equal length and looks only at steps before the origin.
    """

    def __init__(self, values: np.ndarray, ahead: int = 0):
        rows, self.steps = values.shape
        # Quantiles are taken from windows that may begin before the first step.
        self._padded = np.full((rows, LONGEST_RANGE + self.steps + ahead), np.nan)
        self.values = self._padded[:, LONGEST_RANGE:]
        self.values[:, : self.steps] = values
        self._sums = np.zeros((rows, self.steps + ahead + 1))
        self._squares = np.zeros_like(self._sums)
        self._counts = np.zeros_like(self._sums)
        known = np.nan_to_num(values)
        np.cumsum(known, axis=1, out=self._sums[:, 1 : self.steps + 1])
        np.cumsum(known**2, axis=1, out=self._squares[:, 1 : self.steps + 1])
        np.cumsum(~np.isnan(values), axis=1, out=self._counts[:, 1 : self.steps + 1])

    def append(self, columns: np.ndarray) -> None:
        """Take series × steps values as what came next."""
        for column in columns.T:
            step = self.steps
            self.values[:, step] = column
            known = np.nan_to_num(column)
            self._sums[:, step + 1] = self._sums[:, step] + known
            self._squares[:, step + 1] = self._squares[:, step] + known**2
            self._counts[:, step + 1] = self._counts[:, step] + ~np.isnan(column)
            self.steps += 1

    def at(self, series: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """The value of a step that is before the origin; NaN before the series began."""
        return np.where(steps >= 0, self.values[series, np.clip(steps, 0, None)], np.nan)

    def mean(self, series: np.ndarray, origins: np.ndarray, window: int) -> np.ndarray:
        """Mean of the ``window`` values before; of fewer where the series is younger, NaN where none."""
        return self._window(self._sums, series, origins, window)

    def spread(self, series: np.ndarray, origins: np.ndarray, window: int) -> np.ndarray:
        """Standard deviation of the ``window`` values before."""
        mean = self.mean(series, origins, window)
        return np.sqrt(np.maximum(self._window(self._squares, series, origins, window) - mean**2, 0))

    def quantiles(
        self, series: np.ndarray, origins: np.ndarray, windows: tuple[int, ...], shares: tuple[float, ...]
    ) -> np.ndarray:
        """Rows × (windows × shares): quantiles of the values before; NaN where one of a window is missing.

        No window is longer than ``LONGEST_RANGE``. All are the end of the longest, which is gathered once.
        """
        longest = max(windows)
        views = np.lib.stride_tricks.sliding_window_view(self._padded, longest, axis=1)
        found = np.empty((len(series), len(windows) * len(shares)))
        for begin in range(0, len(series), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            around = views[series[part], origins[part] + LONGEST_RANGE - longest]
            for number, window in enumerate(windows):
                values = around[:, longest - window :].copy()
                places = np.rint(np.asarray(shares) * (window - 1)).astype(int)
                values.partition(places, axis=1)  # NaN sorts last
                columns = slice(number * len(shares), (number + 1) * len(shares))
                found[part, columns] = np.where(np.isnan(values[:, -1:]), np.nan, values[:, places])
        return found

    def _window(self, sums: np.ndarray, series: np.ndarray, origins: np.ndarray, window: int) -> np.ndarray:
        end, begin = np.maximum(origins, 0), np.maximum(origins - window, 0)
        count = self._counts[series, end] - self._counts[series, begin]
        total = sums[series, end] - sums[series, begin]
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)


class GroupedMeans:
    """The mean of a series' past values by what a driver was then: at a promotion, at such a price.

    ``groups`` are whole numbers, series × steps, of as many steps as the drivers are known for. Values
    older than ``reach`` steps are not looked at.
    """

    def __init__(self, panel: Panel, groups: np.ndarray, reach: int):
        self._groups, self._reach = groups, reach
        steps = panel.steps
        known = ~np.isnan(panel.values)
        values = np.where(known, panel.values, 0.0)
        count = int(groups.max(initial=0)) + 1
        self._sums = np.zeros((count, len(groups), steps + 1))
        self._counts = np.zeros_like(self._sums)
        for group in range(count):
            inside = known & (groups[:, :steps] == group)
            np.cumsum(np.where(inside, values, 0.0), axis=1, out=self._sums[group, :, 1:])
            np.cumsum(inside, axis=1, out=self._counts[group, :, 1:])

    def at(
        self, series: np.ndarray, origins: np.ndarray, targets: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Mean before the origin of the values whose group is that of the target, and how many they are."""
        group = self._groups[series, np.minimum(targets, self._groups.shape[1] - 1)]
        end = np.minimum(origins, self._sums.shape[2] - 1)
        begin = np.clip(origins - self._reach, 0, end)
        count = self._counts[group, series, end] - self._counts[group, series, begin]
        total = self._sums[group, series, end] - self._sums[group, series, begin]
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0), count
