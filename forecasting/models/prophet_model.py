"""Prophet: a bending trend, seasonalities and drivers, fitted to each series on its own."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

logging.getLogger("prophet.plot").setLevel(
    logging.CRITICAL
)  # it misses plotly, which nothing here draws with

from prophet import Prophet  # noqa: E402
from prophet.serialize import model_from_dict, model_to_dict  # noqa: E402

from contract.training import Plan, Progress  # noqa: E402
from forecasting.models.forecaster import Forecaster  # noqa: E402
from forecasting.panel import Panel  # noqa: E402
from forecasting.params import ProphetParams  # noqa: E402
from language.sentences import say  # noqa: E402

for _chatty in ("cmdstanpy", "prophet"):
    logging.getLogger(_chatty).disabled = True  # lines for every fit; failures are exceptions

ITERATIONS = {"fast": 300, "best": 2000}
KEPT_HISTORY = 2  # rows: predicting needs only that there is a history, its scales are kept apart


class ProphetPerSeries(Forecaster):
    key = "prophet"
    params: ProphetParams
    fitted_: dict[str, Prophet]
    driver_means_: dict[str, list[float]]

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.fitted_, self.driver_means_ = {}, {}
        dated_within_year = panel.frequency.steps_a_year > 1
        long_enough = np.flatnonzero(~panel.repeat_only & (panel.lengths >= panel.frequency.min_past))
        for number, row in enumerate(long_enough, start=1):
            item, dates = panel.items[row], panel.frequency.to_dates(panel.item_times(int(row)))
            drivers = panel.known_drivers(0)[:, row] if panel.driver_columns else np.zeros((0, panel.steps))
            self.driver_means_[item] = _means(drivers)
            frame = self._frame(panel, item, dates, drivers)
            frame["y"] = panel.values[row]
            yearly = "auto" if dated_within_year else False  # one value a year shows no season
            self.fitted_[item] = self._fit_one(frame[panel.first[row] :], plan, yearly)
            count = len(long_enough)
            progress(
                number / count, say("Prophet: {number} of {count} series fitted", number=number, count=count)
            )

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        forecasts = panel.repeat_season(horizon)
        for row, item in enumerate(panel.items):
            if item in self.fitted_:
                times = panel.item_times(row, panel.steps, panel.steps + horizon)
                dates = panel.frequency.to_dates(times)
                drivers = (
                    panel.known_drivers(horizon)[:, row, panel.steps :] if panel.driver_columns else None
                )
                frame = self._frame(panel, item, dates, drivers)
                forecasts[row] = self.fitted_[item].predict(frame)["yhat"].to_numpy()
        return forecasts

    def reach(self, panel: Panel) -> int:
        return panel.season

    def write(self, folder: Path) -> None:
        saved = {
            "means": self.driver_means_,
            "models": {item: model_to_dict(model) for item, model in self.fitted_.items()},
        }
        (folder / "prophet.json").write_text(json.dumps(saved, separators=(",", ":")))

    def read(self, folder: Path) -> None:
        saved = json.loads((folder / "prophet.json").read_text())
        self.driver_means_ = saved["means"]
        self.fitted_ = {item: model_from_dict(model) for item, model in saved["models"].items()}

    def _fit_one(self, frame: pd.DataFrame, plan: Plan, yearly: bool | str) -> Prophet:
        model = Prophet(
            uncertainty_samples=0,  # intervals come from the backtest
            yearly_seasonality=yearly,
            seasonality_mode=self.params.seasonality,
            changepoint_prior_scale=self.params.trend_flexibility,
        )
        for column in frame.columns.difference(["ds", "y"]):
            model.add_regressor(column)
        # Under 100 rows Prophet would take Newton's method, which is ten times slower.
        model.fit(frame, seed=plan.seed, algorithm="LBFGS", iter=ITERATIONS[plan.effort])
        model.history = model.history.head(KEPT_HISTORY)
        model.history_dates = model.history_dates.head(KEPT_HISTORY)
        return model

    def _frame(
        self, panel: Panel, item: str, dates: pd.DatetimeIndex, drivers: np.ndarray | None
    ) -> pd.DataFrame:
        """Prophet's input; a category has one column for each value but the first, unknown is usual."""
        columns: dict[str, Any] = {"ds": dates}
        for position, driver in enumerate(panel.driver_columns if drivers is not None else ()):
            values = drivers[position]  # type: ignore[index]
            if driver.categories:
                for code in range(1, len(driver.categories)):
                    columns[f"driver_{position}_{code}"] = (values == code).astype(float)
            else:
                usual = self.driver_means_[item][position]
                columns[f"driver_{position}"] = np.where(np.isnan(values), usual, values)
        return pd.DataFrame(columns)


def _means(drivers: np.ndarray) -> list[float]:
    known = ~np.isnan(drivers)
    sums = np.where(known, drivers, 0.0).sum(axis=1)
    return [float(mean) for mean in sums / np.maximum(known.sum(axis=1), 1)]
