"""Checks a small table and picks out what was found."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from datasets.checking import Finding, apply, check
from datasets.profiling import profile
from language.sentences import Sentence


def kinds_of(frame: pd.DataFrame) -> dict[str, str]:
    return {column.name: column.kind for column in profile(frame)}


def findings(frame: pd.DataFrame, **roles: Any) -> list[Finding]:
    """All findings; each is plain JSON with sentences, and each of its steps can be done."""
    before = frame.copy()
    found = check(frame, kinds_of(frame), **roles)
    pd.testing.assert_frame_equal(frame, before)
    for one in found:
        json.dumps(one.as_dict(), allow_nan=False)
        assert isinstance(one.message, Sentence)
        assert isinstance(one.remedy, Sentence)
        assert one.message
        assert one.remedy
        for step in one.steps:
            apply(frame, [step])
    return found


def of(frame: pd.DataFrame, code: str, **roles: Any) -> list[Finding]:
    return [one for one in findings(frame, **roles) if one.code == code]


def codes(frame: pd.DataFrame, **roles: Any) -> set[str]:
    return {one.code for one in findings(frame, **roles)}


def people(rows: int = 200) -> pd.DataFrame:
    """Customers in whom there is nothing to find."""
    random = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "age": random.integers(18, 80, rows),
            "income": random.normal(50, 9, rows).round(1),
            "city": random.choice(["Durban", "Paarl", "Oslo"], rows),
            "left": random.random(rows) < 0.4,
        }
    )


def sales(days: int = 90, stores: tuple[str, ...] = ("north", "south")) -> pd.DataFrame:
    """Daily sales in which there is nothing to find."""
    random = np.random.default_rng(4)
    dates = pd.date_range("2024-01-01", periods=days)
    return pd.concat(
        [
            pd.DataFrame({"day": dates, "store": store, "sold": random.poisson(30, days) + 1})
            for store in stores
        ],
        ignore_index=True,
    )
