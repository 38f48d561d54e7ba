"""Sheets whose leaks are known: generated ones, and the real ones where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from datasets import reading
from datasets.checking import check
from tests.datasets.checking.tools import kinds_of
from tests.stand_ins.shops import MISSING_DATES


@pytest.mark.parametrize(
    ("name", "target", "leaks"),
    [
        ("bank_customer_churn_leaky.csv", "Exited", {"Complain"}),
        ("telco_churn.csv", "Churn", set()),
        ("hillstrom_email.csv.gz", "visit", {"conversion", "spend"}),
        (
            "x_education_leads.csv", "Converted",
            {
                "Tags", "Lead Quality", "Last Notable Activity", "Asymmetrique Activity Index",
                "Asymmetrique Activity Score", "Asymmetrique Profile Index", "Asymmetrique Profile Score",
            },
        ),
    ],
)  # fmt: skip
def test_what_stops_is_what_leaks(known_sheets: Path, name: str, target: str, leaks: set[str]) -> None:
    frame = pd.read_csv(known_sheets / "scoring" / name)
    stops = [one for one in check(frame, kinds_of(frame), target=target) if one.severity == "stop"]
    assert {one.column for one in stops} == leaks
    assert {one.code for one in stops} <= {"leakage"}


@pytest.mark.parametrize(("folder", "missing"), [("stand_ins", MISSING_DATES), ("shared_data", 2_944)])
def test_closed_stores_are_missing_dates(folder: str, missing: int, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(folder) / "forecasting" / "rossmann_100_stores_daily.csv"
    frame = pd.read_csv(path, parse_dates=["Date"], low_memory=False)
    found = check(frame, kinds_of(frame), target="Sales", time="Date", keys=["Store"])
    (gaps,) = [one for one in found if one.code == "missing_dates"]
    assert gaps.count == missing
    assert not [one for one in found if one.severity == "stop"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("stand_ins", "decimal_commas_and_trailing_junk.csv"),
        ("shared_data", "AirQualityUCI_semicolon_decimalcomma.csv"),
    ],
)
def test_measurements_that_failed_are_no_measurements(
    folder: str, name: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(folder) / "awkward" / name
    frame = reading.read(path, path.name).frame
    found = [one for one in check(frame, kinds_of(frame)) if one.code == "disguised_number"]
    assert len(found) == 13
    assert {tuple(one.examples) for one in found} == {(-200,)}
