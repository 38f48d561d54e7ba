"""Orange juice by the TSPerf protocol: 12 rounds, each forecasting the second and third week ahead.

In round r everything is known up to week 135 + 2r (r from 0), and price, deal and feature up to three weeks
later; what is judged are weeks +2 and +3, by the mean absolute percentage error over all rows of the sheet.
Published there: seasonal naive 165.06, mean 70.74, LightGBM 36.28, dilated CNN 37.09, RNN 37.68.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from contract.data import Options, TrainingData
from contract.training import Plan
from forecasting.family import ForecastingFamily
from forecasting.options import Request
from tests.benchmarks.tables import peak_megabytes, show, timed

pytestmark = pytest.mark.bench

FIRST_KNOWN, STEP, HORIZON = 135, 2, 3
DRIVERS = ("price_per_oz", "deal", "feat")
ROUNDS = [int(number) for number in os.environ.get("ROUNDS", ",".join(map(str, range(12)))).split(",")]


def test_orange_juice(shared_data: Path) -> None:
    sheet = pd.read_csv(
        shared_data / "pricing" / "dominicks_orange_juice_weekly.csv.gz", parse_dates=["date"]
    )
    sheet["item"] = sheet["store"].astype(str) + " / " + sheet["product"]
    rows, errors, naive, covered = [], [], [], []
    for number in ROUNDS:
        one = partial(one_round, sheet, FIRST_KNOWN + STEP * number)
        (ours, repeated, inside, model), wall, processor = timed(one)
        errors.append(ours)
        naive.append(repeated)
        covered.append(inside)
        means = [100 * ours.mean(), 100 * repeated.mean(), *(100 * inside.mean(axis=0))]
        rows.append([f"round {number + 1}", model, *means, wall, processor])
    means = [100 * np.concatenate(errors).mean(), 100 * np.concatenate(naive).mean()]
    means += list(100 * np.concatenate(covered).mean(axis=0))
    rows.append(["all", "", *means, "", ""])
    rows.append(["peak MB", "", peak_megabytes(), "", "", "", "", ""])
    columns = ["orange juice", "model", "MAPE %", "repeating last week %", "in 80 %", "in 95 %"]
    columns += ["wall s", "processor s"]
    show("Orange juice, TSPerf protocol, fast, percent counts", columns, rows)


def one_round(sheet: pd.DataFrame, last: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, str]:
    """For each row that is judged: absolute percentage errors of ours and of the last known value, and
    whether it lies inside 80 % and 95 % (two columns)."""
    family = ForecastingFamily()
    known = sheet[sheet["week"] <= last + HORIZON].copy()
    known.loc[known["week"] > last, "units"] = np.nan
    kinds = {"date": "date", "units": "number", "item": "category", "price_per_oz": "number"}
    data = TrainingData(
        {"main": known[["item", "date", "units", *DRIVERS]]},
        {"time": "date", "target": "units", "item": "item", "features": DRIVERS},
        {"main": {**kinds, "deal": "flag", "feat": "number"}},  # type: ignore[dict-item]
    )
    settings = family.Settings(horizon=HORIZON, gaps="repeat", counts="percent")
    trained = family.train(data, Plan(settings=settings, params=Options()))
    table = trained.model.predict(Request(horizon=HORIZON)).table
    table["date"] = pd.to_datetime(table["date"])
    judged = sheet[(sheet["week"] > last + 1) & (sheet["week"] <= last + HORIZON)]
    joined = judged.merge(table, on=["item", "date"], suffixes=("", "_answered"))
    assert len(joined) == len(judged)
    final = sheet[sheet["week"] <= last].groupby("item")["units"].last()
    actual = joined["units"].to_numpy(float)
    ours = np.abs(joined["value"].to_numpy(float) - actual) / actual
    repeated = np.abs(final.reindex(joined["item"]).to_numpy(float) - actual) / actual
    inside = [
        joined["units"].between(joined[f"lower_{level}"], joined[f"upper_{level}"]) for level in (80, 95)
    ]
    return ours, repeated, np.column_stack(inside), trained.evaluation.model
