"""Is the stated error the true one, with a plan of promotions and without? Over four origins.

``pytest tests/benchmarks/test_promotions.py -m bench -s -k generated``
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract.data import MAIN, Kind, Options, TrainingData
from contract.training import Plan
from forecasting.family import ForecastingFamily
from forecasting.options import Settings
from tests.benchmarks.tables import show

pytestmark = pytest.mark.bench

FAMILY = ForecastingFamily()
ORIGINS, HORIZON = 4, 28
MOST_OFF = 0.2  # of the true error
COLUMNS = ("data", "plan", "last day", "model", "stated", "true", "other case stated", "off by")
KINDS: dict[str, Kind] = {"date": "date", "item": "category", "amount": "number"}


def rossmann(folder: Path) -> pd.DataFrame:
    sheet = pd.read_csv(
        folder / "rossmann_100_stores_daily.csv", parse_dates=["Date"], dtype={"StateHoliday": str}
    )
    sheet = sheet.rename(columns={"Date": "date", "Store": "item", "Sales": "amount"})
    features = ["Open", "Promo", "SchoolHoliday", "StateHoliday"]
    return sheet.sort_values(["item", "date"])[["date", "item", "amount", *features]]


def generated(items: int = 20, weeks: int = 130) -> pd.DataFrame:
    """Levels of any size, a week, noise; promotions of whole weeks, every other one but for one in six."""
    random = np.random.default_rng(4)
    days = np.arange(7 * weeks)
    odd = (np.arange(weeks) % 2 == 0) ^ (random.random((items, weeks)) < 1 / 6)
    promo = np.repeat(odd, 7, axis=1)
    level = random.lognormal(4, 1, (items, 1))
    week = 1 + 0.4 * np.sin(2 * np.pi * days / 7)[None, :]
    values = level * week * (1 + 0.6 * promo) * random.normal(1, 0.15, promo.shape)
    return pd.DataFrame(
        {
            "date": np.tile(pd.date_range("2023-01-02", periods=len(days)), items),
            "item": np.repeat([f"P{number}" for number in range(items)], len(days)),
            "amount": values.ravel().round(2),
            "Promo": promo.ravel().astype(float),
        }
    )


def stated_and_true(sheet: pd.DataFrame, end: pd.Timestamp, planned: bool) -> tuple[str, float, float, Any]:
    """Trained on what was known on the day ``end``; with a plan, the drivers after it too."""
    ahead = (sheet["date"] > end) & (sheet["date"] <= end + pd.Timedelta(days=HORIZON))
    known = sheet[(sheet["date"] <= end) | (ahead & planned)].reset_index(drop=True)
    known["amount"] = known["amount"].where(known["date"] <= end)
    features = tuple(sheet.columns.drop(["date", "item", "amount"]))
    columns: dict[str, Any] = {"time": "date", "target": "amount", "item": "item", "features": features}
    kinds = {name: KINDS.get(name, _kind(known[name])) for name in known.columns}
    data = TrainingData({MAIN: known.astype({"item": str})}, columns, {MAIN: kinds})
    trained = FAMILY.train(data, Plan(Settings(horizon=HORIZON), Options(), today=end.date()))
    came = sheet[ahead].assign(item=lambda rows: rows["item"].astype(str))
    came["date"] = came["date"].dt.strftime("%Y-%m-%d")
    both = came.merge(trained.results, on=["item", "date"])
    error = float((both["value"] - both["amount"]).abs().sum() / both["amount"].sum())
    metrics = trained.evaluation.metrics
    other = metrics.get("wape_assumed" if planned else "wape_known")
    return trained.evaluation.model, metrics["wape"], error, other


def _kind(column: pd.Series) -> Kind:
    return "number" if pd.api.types.is_numeric_dtype(column) else "category"


@pytest.mark.parametrize("planned", [True, False], ids=["planned", "assumed"])
@pytest.mark.parametrize("name", ["generated", "rossmann"])
def test_the_stated_error_is_the_true_one(shared_data: Path, name: str, planned: bool) -> None:
    sheet = generated() if name == "generated" else rossmann(shared_data / "forecasting")
    rows, stated, true = [], [], []
    for back in range(ORIGINS, 0, -1):
        end = sheet["date"].max() - pd.Timedelta(days=HORIZON * back)
        model, said, came, other = stated_and_true(sheet, end, planned)
        rows.append([name, planned, str(end.date()), model, said, came, other, said / came - 1])
        stated.append(said)
        true.append(came)
    off = float(np.mean(stated) / np.mean(true) - 1)
    rows.append([name, planned, "all", "", float(np.mean(stated)), float(np.mean(true)), None, off])
    show("Stated and true errors with promotions", COLUMNS, rows)
    assert abs(off) <= MOST_OFF
