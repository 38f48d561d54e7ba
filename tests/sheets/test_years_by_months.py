"""Tables of years by months or quarters, either way round, are unfolded to one series over time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.sheets.conftest import Sheets, csv
from tests.sheets.periods import ENGLISH, GERMAN, ITALIAN, POLISH, amounts, days_ahead, trained_on


def _table(first: str, names: Sequence[str], total: str, years: int, per: str = "{}") -> str:
    table = amounts(years * len(names)).reshape(years, len(names))
    rows = [[per.format(2018 + year), *row, *([sum(row)] if total else [])] for year, row in enumerate(table)]
    return csv(";".join([first, *names, *([total] if total else [])]), rows, ";")


@pytest.mark.parametrize(
    ("text", "ahead", "total"),
    [
        (_table("Year", ENGLISH, "Total", 4), "2022-01-01", "Total"),
        (_table("Jahr", GERMAN, "Summe", 4), "2022-01-01", "Summe"),
        (_table("anno", ITALIAN, "Totale", 4), "2022-01-01", "Totale"),
        (_table("Rok", POLISH, "", 4), "2022-01-01", ""),
        (_table("Year", ["Q1", "Q2", "Q3", "Q4"], "Year total", 6), "2024-01-01", "Year total"),
        (_table("Année", ["T1", "T2", "T3", "T4"], "Somme", 6), "2024-01-01", "Somme"),
        (_table("FY", [f"{number}. Quartal" for number in range(1, 5)], "", 6, "FY{}"), "2024-01-01", ""),
    ],
)  # fmt: skip
def test_a_table_of_years_is_one_series(sheets: Sheets, text: str, ahead: str, total: str) -> None:
    trained = trained_on(sheets, text)
    results = trained.results()
    assert results[0]["date"][:10] == ahead
    assert len(results) == 2
    assert results[0]["value"] < 400  # no total among the months
    assert ("total_left_out" in trained.codes) == bool(total)
    assert f"'{total}' adds up the other columns" in trained.said if total else True


def test_months_by_years_is_the_same_series(sheets: Sheets) -> None:
    table = amounts(48).reshape(4, 12)
    rows = [[name, *table[:, month]] for month, name in enumerate(ENGLISH)]
    trained = trained_on(sheets, csv("Month,2018,2019,2020,2021", rows))
    assert days_ahead(trained) == ["2022-01-01", "2022-02-01"]


def test_a_table_with_items_and_a_year_that_goes_on(sheets: Sheets) -> None:
    table = amounts(48).reshape(4, 12)
    rows = [
        [shop, 2018 + year, *(row if year < 3 else [*row[:6], *[""] * 6])]
        for shop in ("A", "B")
        for year, row in enumerate(table)
    ]
    trained = trained_on(sheets, csv(",".join(["Shop", "Year", *ENGLISH]), rows))
    assert {row["item"] for row in trained.results()} == {"A", "B"}
    assert min(days_ahead(trained)) == "2021-07-01"


def test_a_fiscal_year_whose_first_month_is_april_is_refused_with_the_reason(sheets: Sheets) -> None:
    refused = sheets.forecast(_table("Year", [*ENGLISH[3:], *ENGLISH[:3]], "", 4))
    assert refused.codes == ["unclear_year"]
    assert "begin with 'Apr'" in refused.text
