"""Values 10, 100 or 1,000 times what is usual beside them, or a part of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.checking import Finding, apply
from datasets.checking.slips import Groups, slips_in
from tests.datasets.checking.tools import codes, of, people, sales


def slipped(frame: pd.DataFrame, **roles: object) -> Finding:
    (found,) = of(frame, "decimal_slips", **roles)
    return found


def test_a_value_a_hundred_times_the_usual_is_found_and_can_be_corrected() -> None:
    frame = sales()
    frame.loc[40, "sold"] = 3_100
    found = slipped(frame)
    assert (found.column, found.row, found.count, found.severity) == ("sold", 40, 1, "warn")
    assert "3,100 instead of about 32" in found.message
    correct, take_out = found.steps
    assert apply(frame, [correct]).loc[40, "sold"] == 31
    assert pd.isna(apply(frame, [take_out]).loc[40, "sold"])
    assert "outliers" not in codes(frame), "said once"


@pytest.mark.parametrize("factor", [0.1, 0.01, 10, 1000])
def test_of_two_items_of_other_sizes_the_neighbours_say_so(factor: float) -> None:
    """31 is nothing unusual in the sheet, but it is where 3,100 is usual."""
    frame = sales(stores=("kiosk", "mall"))
    frame["sold"] = frame.sold.astype(float).where(frame.store == "kiosk", frame.sold * 100.0)
    row = 130
    usual = frame.loc[row, "sold"]
    frame.loc[row, "sold"] = usual * factor
    found = slipped(frame)
    assert found.row == row
    assert found.steps[0].params["value"] == pytest.approx(usual)


def test_a_series_that_grows_a_hundredfold_has_no_slip() -> None:
    day = np.arange(200)
    random = np.random.default_rng(1)
    amounts = (10 ** (1 + day / 100) * random.normal(1, 0.05, 200)).round(1)
    frame = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=200), "sold": amounts})
    assert "decimal_slips" not in codes(frame, time="day", target="sold")
    frame.loc[190, "sold"] *= 10
    assert slipped(frame, time="day", target="sold").row == 190


def test_many_such_values_are_no_slips() -> None:
    frame = sales()
    frame.loc[::9, "sold"] *= 10
    assert "decimal_slips" not in codes(frame)


def test_a_single_large_number_that_is_no_power_of_ten_is_an_outlier() -> None:
    frame = people()
    frame.loc[7, "income"] = 50 * 4.5
    assert "decimal_slips" not in codes(frame)


@pytest.mark.parametrize("sigma", [0.3, 0.6, 1.0, 2.0])
def test_amounts_with_a_long_tail_have_none(sigma: float) -> None:
    random = np.random.default_rng(7)
    everything = [Groups(np.zeros(2_000, dtype=np.int64))]
    found = [slips_in(random.lognormal(4, sigma, 2_000), everything) for _ in range(40)]
    assert not any(found)


def test_zeros_gaps_and_negatives_are_passed_over() -> None:
    frame = sales()
    frame["sold"] = frame.sold.astype(float)
    frame.loc[10, "sold"] = np.nan
    frame.loc[11, "sold"] = 0
    frame.loc[12, "sold"] = -5
    frame.loc[60, "sold"] *= 10
    assert slipped(frame).row == 60


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 99),
    st.sampled_from([-3, -2, -1, 1, 2, 3]),
    st.floats(0.01, 1e6),
    st.integers(0, 2**32 - 1),
)
def test_one_slip_is_found_wherever_it_is(row: int, power: int, level: float, seed: int) -> None:
    amounts = level * np.random.default_rng(seed).normal(1, 0.08, 100).clip(0.7, 1.3)
    everything = [
        Groups(np.zeros(100, dtype=np.int64)),
        Groups(np.zeros(100, dtype=np.int64), np.arange(100)),
    ]
    assert slips_in(amounts, everything) == []
    amounts[row] *= 10.0**power
    assert [(one.row, one.factor) for one in slips_in(amounts, everything)] == [(row, power)]
