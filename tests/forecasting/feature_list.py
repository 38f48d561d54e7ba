"""Writes docs/features.md: ``python -m tests.forecasting.feature_list``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from columns.frequency import Frequency, Step
from forecasting.features.driver_features import DriverWays
from forecasting.features.paydays import Paydays
from forecasting.features.table import FeatureTable
from forecasting.panel import Driver, Panel
from forecasting.sheet.promotions import ACTIVE

DOCUMENT = Path(__file__).parents[2] / "docs" / "features.md"
TITLES: dict[Step, str] = {
    "day": "Daily series",
    "hour": "Hourly series",
    "week": "Weekly series",
    "month": "Monthly series",
}
STEPS, AHEAD = 900, 10
DRIVERS = ("price", "promotion", "layout", ACTIVE)
INTRODUCTION = """# Features

What the trees see of a series, by the step of its sheet. This file is written by
`python -m tests.forecasting.feature_list`, and a test checks that it matches what the code computes. How
features are made and used: see [forecasting.md](forecasting.md).

The lists are those of a sheet with a price, a promotion and a store layout known in advance, a table of
planned promotions, customers and stock-outs known only afterwards, a brand and an area fixed per item, the
country South Africa, and pay days on the 25th. Without these columns, their features do not exist. Features
that a history is too short for, or that never change, are left out, and the report says how many.
"""


def plain_panel(step: Step) -> Panel:
    """Three series that nothing but the amount is known of."""
    random = np.random.default_rng(8)
    return Panel(
        items=("a", "b", "c"),
        frequency=Frequency(step),
        start={"hour": 473_400, "day": 19_400, "week": 2_600, "month": 24_000}[step],
        season=Frequency(step).season,
        values=random.gamma(4, 10, (3, STEPS)),
        repeat_only=np.zeros(3, dtype=bool),
    )


def full_panel(step: Step, drivers: tuple[str, ...] = DRIVERS) -> Panel:
    """The same with every kind of column, a country and pay days."""
    random, shape = np.random.default_rng(9), (3, STEPS + AHEAD)
    values = {
        "price": np.round(random.uniform(5, 9, shape), 2),
        "promotion": (random.random(shape) < 0.2).astype(float),
        ACTIVE: (random.random(shape) < 0.1).astype(float),
        "layout": random.integers(0, 3, shape).astype(float),
    }
    categories, otherwise = {"layout": ("one", "three", "two")}, {ACTIVE: 0.0}
    return replace(
        plain_panel(step),
        driver_columns=tuple(Driver(name, categories.get(name, ()), otherwise.get(name)) for name in drivers),
        drivers=np.stack([values[name] for name in drivers]),
        country="ZA",
        past_columns=(Driver("customers"), Driver("stock_out")),
        past=np.stack([random.poisson(30, (3, STEPS)), random.random((3, STEPS)) < 0.1]).astype(float),
        static_columns=(Driver("brand", ("x", "y")), Driver("area")),
        static=np.array([[0.0, 1.0, 1.0], [50.0, 80.0, 20.0]]),
        paydays=Paydays("25"),
    )


def table_of(panel: Panel) -> FeatureTable:
    return FeatureTable(panel, np.ones(len(panel.items)), DriverWays.learn(panel), AHEAD)


def document() -> str:
    parts = [INTRODUCTION]
    for step, title in TITLES.items():
        table = table_of(full_panel(step))
        alone = len(table_of(plain_panel(step)).names())
        parts.append(
            f"## {title}: {len(table.names())} features, {alone} of the amount and the calendar alone\n"
        )
        for group, names in table.groups():
            if names:
                parts.append(f"### {group} ({len(names)})\n")
                parts.append("\n".join(f"- {name}" for name in names) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document())
