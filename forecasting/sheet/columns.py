"""The columns other than the amount, from the sheet and its side tables, as arrays of the panel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from contract.data import Problem, TrainingData
from forecasting.features import school_holidays
from forecasting.features.paydays import Paydays
from forecasting.options import Settings
from forecasting.panel import Panel
from forecasting.sheet import findings, promotions
from forecasting.sheet.drivers import read_drivers
from forecasting.sheet.past_columns import read_past
from forecasting.sheet.static_columns import read_static
from language.sentences import say


@dataclass(frozen=True)
class Placed:
    """Rows of the sheet that are used, with the series (``codes``) and the step of each.

    Steps are counted from the panel's first; those after its last are the known future.
    """

    rows: pd.DataFrame
    codes: np.ndarray
    steps: np.ndarray


def with_columns(
    panel: Panel, data: TrainingData, placed: Placed, settings: Settings
) -> tuple[Panel, list[Problem]]:
    """``panel`` with drivers, columns known afterwards, static columns and promotions, and what was found."""
    features = data.many("features")
    names = [name for name in features if placed.rows[name].notna().any()]
    problems = [findings.empty_driver(name) for name in features if name not in names]
    columns, drivers = read_drivers(placed.rows, names, placed.codes, placed.steps, panel.values.shape)
    past_columns, past, past_problems = read_past(data, placed.rows, placed.codes, placed.steps, panel)
    static_columns, static, static_problems = read_static(data, placed.rows, placed.codes, panel)
    panel = replace(
        panel,
        driver_columns=columns,
        drivers=drivers,
        drivers_ahead=settings.drivers_ahead,
        past_columns=past_columns,
        past=past,
        static_columns=static_columns,
        static=static,
        paydays=Paydays(settings.payday, settings.payday_day, settings.payday_friday),
    )
    panel, promotion_problems = promotions.with_promotions(panel, data, settings.horizon)
    problems += past_problems + static_problems + promotion_problems
    return panel, problems + _school_years(panel, settings.horizon)


def _school_years(panel: Panel, horizon: int) -> list[Problem]:
    """South Africa's school holidays are known for some years only."""
    if panel.country != school_holidays.COUNTRY:
        return []
    dates = panel.frequency.to_dates(panel.times(0, panel.steps + horizon))
    known = sorted(school_holidays.TERMS)
    missing = sorted(set(range(dates[0].year, dates[-1].year + 1)) - set(known))
    if not missing:
        return []
    message = say(
        "School holidays are known from {first} to {last}: those of {years} are left out.",
        first=str(known[0]),
        last=str(known[-1]),
        years=", ".join(map(str, missing)),
    )
    remedy = say("Add a column with the school holidays and mark it as known in advance.")
    return [Problem("school_years", message, count=len(missing), remedy=remedy, fatal=False)]
