"""31.12.9999 and its like say that there is no end: that is neither an impossible date nor an empty cell."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cells.conventions import Conventions
from cells.dates import NO_END
from cells.reading import read_cells
from columns.values import dates
from tests.datasets.reading_tools import read_text
from tests.sheets.conftest import Sheets, csv

DAYS = [date(2025, 1, 15) + timedelta(days=17 * place) for place in range(30)]


@pytest.mark.parametrize(
    ("form", "never", "count"),
    [
        ("%d.%m.%Y", "31.12.9999", 8),
        ("%Y-%m-%d", "9999-12-31", 8),
        ("%m/%d/%Y", "12/31/9999", 8),
        ("%Y-%m-%d %H:%M:%S", "9999-12-31 00:00:00", 8),
        ("%d/%m/%Y", "31/12/2999", 8),
        ("%Y-%m-%d", "2099-12-31", 8),
        ("%d.%m.%Y", "31.12.2099", 8),
        ("%d.%m.%Y", "01.01.9999", 8),
        ("%d %B %Y", "31 December 9999", 8),
        ("%Y%m%d", "99991231", 8),
    ],
)
def test_no_end_is_a_date_of_its_own(tmp_path: Path, form: str, never: str, count: int) -> None:
    cells = [*(day.strftime(form) for day in DAYS), *[never] * count, *[""] * 5]
    table = read_text(
        tmp_path, "end date;fee\n" + "".join(f"{cell};{place}\n" for place, cell in enumerate(cells))
    )
    column = table.frame["end date"]
    assert (int((column == NO_END).sum()), int(column.isna().sum())) == (count, 5)
    found = [(one.code, one.count) for one in table.problems if one.code != "day_numbers"]
    assert found == [("no_end", count)]
    assert table.rejects == []
    assert np.isnat(dates(column)).sum() == count + 5
    later = read_cells([never, DAYS[0].strftime(form)], table.conventions["end date"])
    assert later.values.tolist() == [NO_END.astype(object), pd.Timestamp(DAYS[0]).value]
    assert later.unfit == []


@pytest.mark.parametrize("day", ["2099-12-31", "2100-01-01"])
def test_a_day_among_others_of_its_time_is_that_day(tmp_path: Path, day: str) -> None:
    days = pd.date_range("2095-01-01", periods=24, freq="QE").strftime("%Y-%m-%d")
    table = read_text(tmp_path, "ends;fee\n" + "".join(f"{one};1\n" for one in [*days, day]))
    assert table.problems == []
    assert table.frame["ends"].max() < NO_END


def test_other_days_that_no_calendar_holds_are_none() -> None:
    found = read_cells(
        ["3000-01-01", "9999-05-05", "31/02/2024"], Conventions("ends", "date", date_order="dmy")
    )
    assert [one.code for one in found.unfit] == ["impossible_date"] * 3


def test_a_score_tells_never_from_not_known(sheets: Sheets) -> None:
    """Contracts without an end stay; where the end is not known, half of the customers leave."""
    rng = np.random.default_rng(7)
    rows: list[list[Any]] = []
    for number in range(360):
        kind = number % 3
        left = rng.random() < (0.05, 0.5, 0.25)[kind]
        day = date(2025, 6, 1) + timedelta(days=int(rng.integers(400)))
        rows.append(
            [
                number,
                ("31.12.9999", "", f"{day:%d.%m.%Y}")[kind],
                int(rng.integers(10, 90)),
                "yes" if left else "no",
            ]
        )
    uploaded = sheets.upload(csv("Cust;Contract end;Fee;Left", rows, ";"))
    assert "120 cells say that there is no end" in str(uploaded)
    ends = next(column for column in uploaded["columns"] if column["name"] == "Contract end")
    assert (ends["kind"], ends["missing"]) == ("date", 120)
    assert ends["max"] < "2027"
    trained = sheets.train(
        "churn", uploaded, columns={"entity": "Cust", "label": "Left", "features": ["Contract end", "Fee"]}
    )
    answer = trained.ask(
        rows=[{"Contract end": end, "Fee": 50} for end in ("31.12.9999", "9999-12-31", None)]
    )
    never, iso, unknown = (row["probability"] for row in answer["predictions"])
    assert never == iso < 0.15
    assert unknown > 0.3
