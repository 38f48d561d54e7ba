"""The first rows of a version."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from datasets.services import preview
from tests.api.problems import assert_problem, strict_json
from tests.conftest import Api, upload

MIXED = (
    b"date,at,whole,part,shop,open,gone\n"
    b"2025-01-01,2025-01-01 10:30,5,1.5,A,yes,\n"
    b",,,,,,\n"
    b"2025-01-03,2025-01-03 00:00,7,2.0,B,no,\n"
)


def test_every_kind_of_value(api: Api, analyst: User) -> None:
    upload(analyst, MIXED)
    response = api("GET", "/datasets/sales/versions/1/preview")
    answer = strict_json(response.content)
    assert (answer["columns"], answer["of"]) == (
        ["date", "at", "whole", "part", "shop", "open", "gone"],
        len(answer["rows"]),
    )
    assert answer["rows"][0] == {
        "date": "2025-01-01",
        "at": "2025-01-01T10:30:00",
        "whole": 5,
        "part": 1.5,
        "shop": "A",
        "open": True,
        "gone": None,
    }
    assert answer["rows"][-1] == {
        "date": "2025-01-03",
        "at": "2025-01-03",
        "whole": 7,
        "part": 2.0,
        "shop": "B",
        "open": False,
        "gone": None,
    }
    assert isinstance(answer["rows"][0]["whole"], int)


def test_missing_cells_are_null_in_every_kind(api: Api, analyst: User) -> None:
    upload(analyst, b"date,whole,part,shop,open\n2025-01-01,5,1.5,A,yes\n2025-01-02,,,,\n,6,2.5,B,no\n")
    rows = api("GET", "/datasets/sales/versions/1/preview").json()["rows"]
    assert rows[1] == {"date": "2025-01-02", "whole": None, "part": None, "shop": None, "open": None}
    assert rows[2]["date"] is None


@pytest.fixture
def long_sheet(analyst: User) -> None:
    upload(analyst, b"n\n" + b"".join(b"%d\n" % n for n in range(1, 1203)))


@pytest.mark.parametrize(
    ("query", "count"), [("", 100), ("?rows=1", 1), ("?rows=7", 7), ("?rows=1000", 1000)]
)
def test_the_number_of_rows(query: str, count: int, long_sheet: None, api: Api) -> None:
    answer = api("GET", f"/datasets/sales/versions/1/preview{query}").json()
    assert [row["n"] for row in answer["rows"]] == list(range(1, count + 1))
    assert answer["of"] == 1202


@pytest.mark.parametrize("rows", ["0", "1001", "-1", "many", "", "1.5", "%C2%B2", "9" * 5000])
def test_a_number_of_rows_that_is_none(rows: str, long_sheet: None, api: Api) -> None:
    problem = assert_problem(api("GET", f"/datasets/sales/versions/1/preview?rows={rows}"), 400)
    assert problem["errors"][0]["location"] == "rows"
    assert "from 1 to 1000" in problem["detail"]


def test_the_page_shows_a_hundred_rows(long_sheet: None, page: Any) -> None:
    assert "First 100 rows" in page.get("/datasets/sales/1").content.decode()


def test_columns_of_one_name_are_told_apart(analyst: User) -> None:
    columns, rows = preview(upload(analyst, b"a,a,a\n1,2,3\n4,5,6\n"))
    assert len(set(columns)) == 3
    assert rows == [[1, 2, 3], [4, 5, 6]]
