"""Dates that lie outside what a model learned from are flagged like numbers are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, csv
from tests.sheets.scores import FAST

pytestmark = pytest.mark.django_db


def signups(written: str) -> str:
    """Converted more often the later they signed up; from 1 March 2025 to 27 June 2026."""
    random = np.random.default_rng(6)
    rows = []
    for n in range(120):
        day = np.datetime64("2025-03-01") + 4 * n + n // 16
        text = np.datetime64(day, "D").item().strftime(written)
        rows.append((f"C{n}", text, "AB"[n % 2], "yes" if random.random() < 0.2 + n / 200 else "no"))
    return csv("Client,Signup,Plan,Converted", rows)


@pytest.mark.parametrize("written", ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%Y%m%d"])
def test_both_sides_are_flagged(sheets: Sheets, written: str) -> None:
    roles = {"entity": "Client", "label": "Converted", "features": ["Signup", "Plan"]}
    trained = sheets.train("lead_scoring", sheets.upload(signups(written)), columns=roles, settings=FAST)

    def flagged(day: str) -> list[Any]:
        sent = np.datetime64(day).item().strftime(written)
        flags = trained.ask(rows=[{"Signup": sent, "Plan": "A"}])["flags"]
        return [(flag["column"], flag["row"]) for flag in flags if flag["code"] == "outside_range"]

    assert flagged("1999-01-01") == [("Signup", 0)]
    assert flagged("2025-02-28") == [("Signup", 0)]
    assert flagged("2035-05-17") == [("Signup", 0)]
    for inside in ("2025-03-01", "2025-12-24", "2026-06-20"):
        assert flagged(inside) == []


def test_the_date_of_the_row(sheets: Sheets) -> None:
    """Rows are scored after those learned from, but not before them, and not in years to come."""
    roles = {"entity": "Client", "label": "Converted", "time": "Signup", "features": ["Plan", "Visits"]}
    head, *lines, _ = signups("%Y-%m-%d").split("\n")
    text = "\n".join([f"{head},Visits", *(f"{line},{n % 17}" for n, line in enumerate(lines)), ""])
    trained = sheets.train("lead_scoring", sheets.upload(text), columns=roles, settings=FAST)
    days = ("1999-01-01", "2026-06-20", "2026-07-15", "2099-01-01")
    flags = trained.ask(rows=[{"Signup": day, "Plan": "A", "Visits": 3} for day in days])["flags"]
    assert [(flag["row"], flag["code"]) for flag in flags] == [(0, "outside_range"), (3, "outside_range")]
