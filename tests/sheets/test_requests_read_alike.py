"""A request's cells are read as the sheet's were (dates by its order, numbers by its marks), or flagged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tests.sheets.conftest import Sheets, Trained, csv

ROWS = 300


def _score(sheets: Sheets, column: str, cells: list[str], hits: Any, mark: str = ";") -> Trained:
    rng = np.random.default_rng(5)
    won = ["yes" if rng.random() < chance else "no" for chance in hits]
    uploaded = sheets.upload(csv(f"Lead{mark}{column}{mark}Seats{mark}Won", [
        [f"L{place}", f'"{cell}"', 1 + place % 9, outcome]
        for place, (cell, outcome) in enumerate(zip(cells, won, strict=True))
    ], mark))  # fmt: skip
    columns = {"entity": "Lead", "label": "Won", "features": [column, "Seats"]}
    return sheets.train("lead_scoring", uploaded, columns=columns)  # type: ignore[no-any-return]


def _asked(trained: Trained, column: str, cell: Any) -> Mapping[str, Any]:
    """The probability, or the codes of the flags of the cell that could not be used."""
    answer = trained.ask(rows=[{column: cell, "Seats": 5}])
    codes = [flag["code"] for flag in answer["flags"] if flag["column"] == column]
    return {"probability": answer["predictions"][0]["probability"], "codes": codes}


def _same(trained: Trained, column: str, cells: list[Any]) -> None:
    first, *others = (_asked(trained, column, cell) for cell in cells)
    assert not {"not_a_date", "ambiguous_date", "impossible_date", "not_a_number"} & set(first["codes"])
    assert [other["probability"] for other in others] == [first["probability"]] * len(others)


@pytest.fixture
def signups() -> tuple[list[date], list[float]]:
    """Who signed up in the second half of the year buys."""
    days = [date(2025, 1, 1) + timedelta(days=int(7.3 * place) % 365) for place in range(ROWS)]
    return days, [0.75 if day.month > 6 else 0.3 for day in days]


@pytest.mark.parametrize(
    ("form", "cells", "never"),
    [
        ("%d/%m/%Y", ["2025-12-01", "01/12/2025", "1.12.2025", "1 December 2025", 20251201], "12/31/2025"),
        ("%m/%d/%Y", ["2025-12-01", "12/01/2025", "12/1/25", "Dec 1, 2025"], "31/12/2025"),
        ("%d.%m.%Y", ["2025-12-01", "01.12.2025", "01.12.25", "1. Dezember 2025"], "12.31.2025"),
        ("%Y-%m-%d", ["2025-12-01", "2025/12/1", "2025-12-01T00:00:00"], "2025-13-01"),
        ("%d %b %Y", ["2025-12-01", "01 Dec 2025", "lundi 1 décembre 2025"], "32 Dec 2025"),
    ],
)  # fmt: skip
def test_dates(sheets: Sheets, signups: Any, form: str, cells: list[Any], never: str) -> None:
    days, hits = signups
    trained = _score(sheets, "Signup", [day.strftime(form) for day in days], hits)
    _same(trained, "Signup", cells)
    assert _asked(trained, "Signup", cells[0])["probability"] > 0.55
    assert _asked(trained, "Signup", never)["codes"][:1] == ["impossible_date"]
    for word in ("10:15", "today", "soon"):
        assert _asked(trained, "Signup", word)["codes"][:1] == ["not_a_date"]


def test_times_with_an_offset(sheets: Sheets, signups: Any) -> None:
    days, hits = signups
    trained = _score(sheets, "Signup", [f"{day}T00:30:00+02:00" for day in days], hits)
    same = [
        "2025-12-01T00:30:00+02:00",
        "2025-11-30T22:30:00Z",
        "2025-12-01 00:30",
        "2025-11-30T17:30:00-05:00",
    ]
    _same(trained, "Signup", same)


@pytest.mark.parametrize(
    ("written", "cells", "flagged"),
    [
        ("{:.2f}", [2500.0, "2500", "2500.00", "2,500.00", "$2,500.00", "2.500,00 €"], "2.500.5"),
        ("comma", [2500.0, "2500", "2500,00", "2.500,00", "2.500,00 €", "$2,500.00"], "2.500.5"),
    ],
)
def test_amounts(sheets: Sheets, written: str, cells: list[Any], flagged: str) -> None:
    amounts = [37.5 + 12.25 * place for place in range(ROWS)]
    texts = [f"{amount:,.2f}" for amount in amounts]
    if written == "comma":
        texts = [text.replace(",", "_").replace(".", ",").replace("_", ".") for text in texts]
    trained = _score(sheets, "Spend", texts, [0.75 if amount > 1800 else 0.3 for amount in amounts])
    _same(trained, "Spend", cells)
    assert _asked(trained, "Spend", cells[0])["probability"] > 0.55
    assert _asked(trained, "Spend", flagged)["codes"][:1] == ["not_a_number"]


def test_brackets_and_a_sign_behind_are_negative(sheets: Sheets) -> None:
    amounts = [(-1) ** place * (40.5 + place) for place in range(ROWS)]
    texts = [
        f"({-amount:.2f})".replace(".", ",") if amount < 0 else f"{amount:.2f}".replace(".", ",")
        for amount in amounts
    ]
    trained = _score(sheets, "Saldo", texts, [0.75 if amount > 0 else 0.3 for amount in amounts])
    _same(trained, "Saldo", ["(250,00)", "-250,00", "250,00-", -250])
    assert (
        _asked(trained, "Saldo", "(250,00)")["probability"]
        < 0.4
        < _asked(trained, "Saldo", "250,00")["probability"]
    )


def test_percentages(sheets: Sheets) -> None:
    shares = [place % 100 for place in range(ROWS)]
    trained = _score(
        sheets,
        "Rabatt",
        [f"{share} %" for share in shares],
        [0.75 if share > 50 else 0.3 for share in shares],
    )
    _same(trained, "Rabatt", ["80 %", "80%", "80,0 %", 0.8])
    assert _asked(trained, "Rabatt", "80 %")["probability"] > 0.55
    assert _asked(trained, "Rabatt", "80")["codes"][:1] == ["ambiguous_percent"]
