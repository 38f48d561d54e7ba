"""``plain``: whatever a model hands out, JSON takes."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from api.rendering import PlainJSONRenderer
from contract.plain import plain
from tests.api.problems import strict_json


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (math.nan, None),
        (-math.inf, None),
        (np.float64("nan"), None),
        (np.float32("inf"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (np.datetime64("NaT"), None),
        (np.float32(0.5), 0.5),
        (np.int64(-3), -3),
        (np.bool_(True), True),
        (True, True),
        (np.array([1.0, np.nan]), [1.0, None]),
        (pd.Timestamp("2026-01-31"), "2026-01-31"),
        (pd.Timestamp("2026-01-31 13:30"), "2026-01-31T13:30:00"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31), "2026-01-31"),
        ({1: (math.nan, {"a": np.array([[math.inf]])})}, {"1": [None, {"a": [[None]]}]}),
        ("Zoë", "Zoë"),
        (None, None),
    ],
    ids=repr,
)
def test_every_value_is_written(value: Any, written: Any) -> None:
    assert strict_json(PlainJSONRenderer().render(plain({"value": value}))) == {"value": written}


def test_a_table_is_written() -> None:
    table = pd.DataFrame({"at": pd.to_datetime(["2026-01-31", None]), "n": [1.5, np.nan], "k": ["a", None]})
    assert plain(table.to_dict("records")) == [
        {"at": "2026-01-31", "n": 1.5, "k": "a"},
        {"at": None, "n": None, "k": None},
    ]


def test_the_renderer_refuses_a_nan_that_nobody_has_taken_out() -> None:
    with pytest.raises(ValueError, match="JSON"):
        PlainJSONRenderer().render({"value": math.nan})
