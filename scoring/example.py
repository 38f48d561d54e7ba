"""A small sheet of leads with a known truth: for the docs, the demo and the tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from contract.data import MAIN, Kind, TrainingData

ROWS = 260
SOURCES = {"referral": 1.2, "website": 0.0, "advert": -0.8}
KINDS: dict[str, Kind] = {
    "lead_id": "text",
    "visits": "number",
    "minutes_on_site": "number",
    "source": "category",
    "newsletter": "flag",
    "converted": "flag",
}


def leads(rows: int = ROWS, seed: int = 0) -> TrainingData:
    """log-odds = -2.2 + 0.25 visits + 0.06 minutes + source + 0.7 newsletter; a few cells are missing."""
    random = np.random.default_rng(seed)
    visits = random.poisson(3, rows).astype(float)
    minutes = random.gamma(2, 6, rows).round(1)
    source = random.choice(list(SOURCES), rows, p=[0.2, 0.5, 0.3])
    newsletter = random.random(rows) < 0.4
    odds = -2.2 + 0.25 * visits + 0.06 * minutes + np.vectorize(SOURCES.get)(source) + 0.7 * newsletter
    frame = pd.DataFrame(
        {
            "lead_id": [f"L{number:04d}" for number in range(1, rows + 1)],
            "visits": visits,
            "minutes_on_site": minutes,
            "source": source,
            "newsletter": newsletter,
            "converted": random.random(rows) < 1 / (1 + np.exp(-odds)),
        }
    )
    frame.loc[random.choice(rows, rows // 40, replace=False), "minutes_on_site"] = np.nan
    return TrainingData(
        tables={MAIN: frame},
        columns={
            "entity": "lead_id",
            "label": "converted",
            "features": ("visits", "minutes_on_site", "source", "newsletter"),
        },
        kinds={MAIN: KINDS},
    )
