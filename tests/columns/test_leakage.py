"""The rule that training and the check of a data set share: columns that know the outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd

from columns.leakage import MOST_ROWS, copies, sampled, suspects

ROWS = 600
RANDOM = np.random.default_rng(0)
Y = (RANDOM.random(ROWS) < 0.3).astype(float)
AMOUNTS = RANDOM.lognormal(3, 1, ROWS)


def test_the_strongest_suspect_comes_first() -> None:
    frame = pd.DataFrame(
        {
            "age": RANDOM.normal(size=ROWS),
            "mostly": np.where(RANDOM.random(ROWS) < 0.03, 1 - Y, Y),
            "fully": Y,
        }
    )
    found = suspects(frame, dict.fromkeys(frame, "number"), Y)
    assert [one.column for one in found] == ["fully", "mostly"]
    assert found[0].strength > 0.99
    assert "'fully' alone separates the outcomes" in found[0].reason


def test_a_column_that_follows_the_amounts_is_a_copy() -> None:
    frame = pd.DataFrame({"taxed": AMOUNTS * 1.2, "noisy": AMOUNTS * RANDOM.lognormal(0, 1, ROWS)})
    (found,) = copies(frame, dict.fromkeys(frame, "number"), AMOUNTS)
    assert found.column == "taxed"


def test_a_column_far_above_the_rest_is_a_copy() -> None:
    frame = pd.DataFrame(
        {"close": AMOUNTS * RANDOM.lognormal(0, 0.25, ROWS), "age": RANDOM.normal(size=ROWS)}
    )
    (found,) = copies(frame, dict.fromkeys(frame, "number"), AMOUNTS)
    assert 0.85 < found.strength < 0.95
    beside = frame.assign(also=AMOUNTS * RANDOM.lognormal(0, 0.5, ROWS))
    assert copies(beside, dict.fromkeys(beside, "number"), AMOUNTS) == []


def test_a_sample_keeps_the_order_and_is_always_the_same() -> None:
    rows = np.arange(3 * MOST_ROWS)
    found = sampled(rows)
    assert len(found) == MOST_ROWS
    assert (np.diff(found) > 0).all()
    assert (found == sampled(rows)).all()
    assert (sampled(rows[:50]) == rows[:50]).all()
