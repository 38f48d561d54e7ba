"""Forecasts of real series against what came, and how long 1 to 10,000 products take.

Rows can be chosen: ``pytest tests/benchmarks/test_forecasting.py -m bench -s -k "weekly and fast"``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from contract import artifacts
from contract.data import MAIN, Kind, Options, TrainingData
from contract.family import Trained
from contract.training import Effort, Plan, Progress
from forecasting.family import ForecastingFamily
from forecasting.members import MODELS
from forecasting.models.forecaster import new_member
from forecasting.options import Request, Settings
from tests.benchmarks.tables import peak_megabytes, show, timed
from training.versions import items

pytestmark = pytest.mark.bench

FAMILY = ForecastingFamily()
COLUMNS = (
    *("data", "effort", "model", "MASE", "sMAPE", "WAPE", "in 80 %", "in 95 %"),
    *("processor s", "wall s", "peak MB", "KB a series"),
)
LOW_COST = ("seasonal_naive", "boosting", "direct_level", "direct_log", "direct_season", "direct_last")


@dataclass(frozen=True)
class Held:
    """A sheet, what came after it (items × steps, items in the order of the sheet), and scales of MASE."""

    name: str
    sheet: pd.DataFrame
    actual: np.ndarray
    scales: np.ndarray
    features: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    items: pd.DataFrame | None = None

    @property
    def horizon(self) -> int:
        return self.actual.shape[1]


# --- Sheets ---


def m4(folder: Path, name: str, step: str, lag: int) -> Held:
    train = pd.read_csv(folder / f"m4_{name}_train.csv.gz", index_col=0)
    test = pd.read_csv(folder / f"m4_{name}_test.csv", index_col=0).loc[train.index]
    end, frames, scales = pd.Timestamp("2020-01-06"), [], []
    for item, row in train.iterrows():
        values = row.dropna().to_numpy(float)
        dates = pd.date_range(end=end, periods=len(values), freq=step)
        frames.append(pd.DataFrame({"date": dates, "item": item, "amount": values}))
        scales.append(np.abs(values[lag:] - values[:-lag]).mean())
    return Held(f"M4 {name}", pd.concat(frames), test.to_numpy(float), np.array(scales))


def rossmann(folder: Path, more: bool = False) -> Held:
    """The last 28 days of 100 stores; opening, promotions and holidays are known ahead.

    With ``more``, the number of customers is known afterwards, and what is fixed for a store.
    """
    sheet = pd.read_csv(
        folder / "rossmann_100_stores_daily.csv", parse_dates=["Date"], dtype={"StateHoliday": str}
    )
    sheet = sheet.rename(columns={"Date": "date", "Store": "item", "Sales": "amount"})
    features = ("Open", "Promo", "SchoolHoliday", "StateHoliday")
    sheet = sheet.sort_values(["item", "date"])[["date", "item", "amount", *features, "Customers"]]
    ahead = sheet["date"] > sheet["date"].max() - pd.Timedelta(days=28)
    actual = sheet[ahead].pivot(index="item", columns="date", values="amount").to_numpy(float)
    past = sheet[~ahead].pivot(index="item", columns="date", values="amount").to_numpy(float)
    scales = np.nanmean(np.abs(past[:, 7:] - past[:, :-7]), axis=1)
    sheet = sheet.assign(amount=sheet["amount"].where(~ahead), Customers=sheet["Customers"].where(~ahead))
    if not more:
        return Held("Rossmann, 100 stores", sheet, actual, scales, features)
    stores = pd.read_csv(folder / "rossmann_stores.csv").rename(columns={"Store": "item"})
    stores = stores[["item", "StoreType", "Assortment", "CompetitionDistance"]]
    return Held("Rossmann, all columns", sheet, actual, scales, features, ("Customers",), stores)


def seed(folder: Path, horizon: int = 30) -> Held:
    sheet = pd.read_csv(folder / "sales_forecasting_training.csv", parse_dates=["date"])
    values = sheet["amount"].to_numpy(float)
    past = values[:-horizon]
    scale = np.abs(past[7:] - past[:-7]).mean()
    return Held("Seed sheet", sheet[:-horizon], values[None, -horizon:], np.array([scale]))


def generated(count: int, days: int = 730, horizon: int = 28) -> Held:
    """Levels of any size, a week, a trend, noise."""
    random = np.random.default_rng(1)
    step = np.arange(days + horizon)
    week = 1 + 0.4 * np.sin(2 * np.pi * (step[None, :] + random.integers(0, 7, (count, 1))) / 7)
    trend = 1 + random.normal(0, 0.3, (count, 1)) * step / days
    values = random.lognormal(3, 1, (count, 1)) * week * trend
    values = np.maximum(values * random.normal(1, 0.2, values.shape), 0).round(2)
    past = values[:, :days]
    sheet = pd.DataFrame(
        {
            "date": np.tile(pd.date_range("2024-01-01", periods=days), count),
            "item": np.repeat([f"P{number}" for number in range(count)], days),
            "amount": past.ravel(),
        }
    )
    scales = np.abs(past[:, 7:] - past[:, :-7]).mean(axis=1)
    return Held(f"Generated, {count:,} x {days}", sheet, values[:, days:], scales)


# --- Measuring ---


def measured(held: Held, table: pd.DataFrame) -> list[float]:
    found, actual = _shaped(table["value"], held), held.actual
    error = np.abs(found - actual)
    size = np.abs(found) + np.abs(actual)
    relative = np.divide(2 * error, size, out=np.zeros_like(error), where=size > 0)
    # Closed days are certain: they would be inside whatever the bounds.
    uncertain = _shaped(table["lower_95"], held) < _shaped(table["upper_95"], held)
    inside = [
        (
            (actual >= _shaped(table[f"lower_{level}"], held))
            & (actual <= _shaped(table[f"upper_{level}"], held))
        )[uncertain]
        for level in (80, 95)
    ]
    return [
        float((error.mean(axis=1) / held.scales).mean()),
        float(100 * relative.mean()),
        float(error.sum() / np.abs(actual).sum()),
        *(float(hit.mean()) for hit in inside),
    ]


def _kind(column: pd.Series) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    return "number" if pd.api.types.is_numeric_dtype(column) else "category"


def _shaped(column: pd.Series, held: Held) -> np.ndarray:
    return column.to_numpy().reshape(held.actual.shape)


def trained_and_stored(data: TrainingData, plan: Plan, folder: Path) -> Trained:
    trained = FAMILY.train(data, plan)
    artifacts.write(trained.model, {}, folder / "model.zip")
    items.write(trained.items, folder / "items")
    return trained


def rows_of(held: Held, effort: Effort, folder: Path, others: bool = True) -> list[list[Any]]:
    """The whole training with its report, then some of its models alone on the held-out steps."""
    columns: dict[str, Any] = {
        "time": "date",
        "target": "amount",
        "features": held.features,
        "past": held.past,
    }
    if "item" in held.sheet.columns:
        columns["item"] = "item"
    tables = {MAIN: held.sheet.reset_index(drop=True)}
    if held.items is not None:
        tables["items"] = held.items
        columns |= {"items.item": "item", "items.attributes": tuple(held.items.columns.drop("item"))}
    kinds = {key: {name: _kind(table[name]) for name in table.columns} for key, table in tables.items()}
    data = TrainingData(tables, columns, kinds)
    plan = Plan(Settings(horizon=held.horizon), Options(), effort=effort)
    trained, wall, processor = timed(lambda: trained_and_stored(data, plan, folder))
    label = f"{MODELS[trained.evaluation.model].label} (chosen)"
    size = (folder / "model.zip").stat().st_size / 1000 / len(held.actual)
    numbers = measured(held, trained.results)
    rows = [[held.name, effort, label, *numbers, processor, wall, peak_megabytes(), size]]
    for candidate in trained.evaluation.candidates:
        print(candidate.model, candidate.metrics, f"{candidate.seconds:.1f} s")
    shares = trained.evaluation.learned["shares"]
    print("Shares:", {key: round(share, 2) for key, share in shares.mean().items()}, shares.shrinkage)
    if others:
        prepared = FAMILY.prepare(data, plan)
        learned = trained.evaluation.learned
        for key in learned["tested"].forecasts if effort == "fast" else LOW_COST:
            member = new_member(key)
            alone = replace(plan, model=key)
            work = lambda member=member, alone=alone: member.fit(prepared, alone, learned, Progress())  # noqa: E731
            _, wall, processor = timed(work)
            table = member.predict(Request(horizon=held.horizon)).table
            numbers = measured(held, table)[:3]
            rows.append(["", "", str(MODELS[key].label), *numbers, "", "", processor, wall, "", ""])
    return rows


@pytest.mark.parametrize("effort", ["fast", "best"])
@pytest.mark.parametrize("name", ["weekly", "hourly", "rossmann", "rossmann_more", "seed"])
def test_real_series(shared_data: Path, tmp_path: Path, name: str, effort: Effort) -> None:
    folder = shared_data / "forecasting"
    held = {
        "weekly": lambda: m4(folder, "weekly", "7D", 1),
        "hourly": lambda: m4(folder, "hourly", "h", 24),
        "rossmann": lambda: rossmann(folder),
        "rossmann_more": lambda: rossmann(folder, more=True),
        "seed": lambda: seed(shared_data / "seed"),
    }[name]()
    show(f"Forecasting, {held.name}", COLUMNS, rows_of(held, effort, tmp_path))


@pytest.mark.parametrize("count", [1, 500, 1_000, 10_000])
def test_many_products(count: int, tmp_path: Path) -> None:
    show("Forecasting, many products", COLUMNS, rows_of(generated(count), "fast", tmp_path, others=False))
