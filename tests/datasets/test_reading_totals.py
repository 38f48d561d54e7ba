"""Rows of totals, at the end and between the rows, and items that are called like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.datasets.reading_tools import ITEMS, codes, read_bytes, read_text
from tests.datasets.uploads import workbook


@pytest.mark.parametrize(
    "tail",
    [
        "TOTAL,,18\n",
        "Total,,18\n",
        "Grand total:,,18\n",
        "Summe,,18\n",
        "Total général,,18\n",
        ",,\nSubtotal,,18\n,,\nGrand Total,,36\n",
        "Sum,2024-01-03,18\n",
        "Total 2024,2024-01-03,18\n",
        "TOTAL,,\n",
    ],
)
def test_rows_of_totals_are_set_aside(tmp_path: Path, tail: str) -> None:
    table = read_text(tmp_path, ITEMS + tail)
    assert table.frame["item"].tolist() == ["tea", "milk", "jam"]
    assert str(table.frame["amount"].dtype) == "int64"
    assert codes(table) == ["total_rows"]
    assert all(not reject.mendable and reject.column is None for reject in table.rejects)
    last = table.rejects[-1]
    assert last.row == 4 + len(tail.splitlines())
    assert last.value == tail.splitlines()[-1]
    assert "totals" in last.reason
    assert table.report.as_dict()["set_aside"][-1]["code"] == "total_rows"


@pytest.mark.parametrize(
    "row",
    ["Total Wine,2024-01-04,8", "Total Wine,,8", "Sumatra,,9", "Total,2024-01-04,8", "Gesamtkunstwerk,,18"],
)
def test_an_item_that_is_called_like_a_total_stays(tmp_path: Path, row: str) -> None:
    table = read_text(tmp_path, f"{ITEMS}{row}\n")
    assert table.frame["item"].iloc[-1] == row.split(",")[0]
    assert codes(table) == []


@pytest.mark.parametrize(("total", "kept"), [("18", 3), ("8", 4)])
def test_a_total_of_two_columns_is_known_by_its_sum(tmp_path: Path, total: str, kept: int) -> None:
    table = read_text(tmp_path, f"item,amount\ntea,5\nmilk,6\njam,7\nTotal,{total}\n")
    assert len(table.frame) == kept


def test_a_total_in_a_column_of_numbers_and_with_decimal_commas(tmp_path: Path) -> None:
    table = read_text(tmp_path, "store;amount\n1;1.000,50\n2;2,25\n3;3,25\nSumme;1.006,00\n")
    assert table.frame["store"].tolist() == [1, 2, 3]
    assert table.frame["amount"].sum() == 1006


def test_totals_and_notes_of_a_workbook_with_their_rows(tmp_path: Path) -> None:
    book = workbook(
        ("store", "n"), (1, 5), (2, 6), (3, 7), (None, None), ("TOTAL", 18), (None, None), ("see intranet",)
    )
    table = read_bytes(tmp_path, book)
    assert str(table.frame["store"].dtype) == "int64"
    assert [(reject.row, reject.value) for reject in table.rejects] == [(6, "TOTAL,18"), (8, "see intranet,")]


@pytest.mark.parametrize(
    "groups",
    [
        "North,n1,1\nNorth,n2,2\nNorth Total,,3\nSouth,s1,3\nSouth,s2,4\nSouth Total,,7\nGrand Total,,10\n",
        "North,n1,1\nNorth,n2,2\nSubtotal,,\nSouth,s1,3\nSouth,s2,4\nSubtotal,,\nTotal,,\n",
        "North,n1,1\nNorth,n2,2\nSumme Nord,,3\nSouth,s1,3\nSouth,s2,4\nSumme Süd,,7\nGesamtergebnis,,10\n",
        "North,n1,1\nNorth,n2,2\nNorth Ergebnis,,3\nSouth,s1,3\nSouth,s2,4\nSouth Ergebnis,,7\nSumme,,99\n",
    ],
)
def test_totals_of_groups_are_set_aside(tmp_path: Path, groups: str) -> None:
    table = read_text(tmp_path, "region,store,n\n" + groups)
    assert table.frame["store"].tolist() == ["n1", "n2", "s1", "s2"]
    assert table.frame["n"].tolist() == [1, 2, 3, 4]
    assert codes(table) == ["total_rows"]
    assert [(reject.row, reject.mendable) for reject in table.rejects] == [(4, False), (7, False), (8, False)]
    assert table.report.set_aside == {"total_rows": 3}


def test_totals_of_totals_in_a_workbook(tmp_path: Path) -> None:
    rows = [("Sales", 100.5), ("Services", 20), ("Total income", 120.5), ("Rent", 50), ("Power", 5)]
    book = workbook(("account", "January"), *rows, ("Total expenses", 55), ("Net", 65.5), ("Total all", 241))
    frame = read_bytes(tmp_path, book).frame
    assert frame["account"].tolist() == ["Sales", "Services", "Rent", "Power", "Net"]


@pytest.mark.parametrize(
    "items",
    [
        "Total Wine,Rome,9\ntea,Rome,1\nTotal Wine,Oslo,10\nmilk,Rome,2\n",
        "tea,Rome,1\nTotal Wine,,8\nmilk,Rome,2\njam,Rome,2\n",
        "2020,Male,5\n2020,Female,6\n2020,Total,11\n2021,Male,7\n",
    ],
)
def test_an_item_among_others_that_is_called_like_a_total_stays(tmp_path: Path, items: str) -> None:
    table = read_text(tmp_path, "item,city,n\n" + items)
    assert len(table.frame) == 4
    assert "total_rows" not in codes(table)


def test_a_total_of_more_digits_than_whole_numbers_have(tmp_path: Path) -> None:
    for text in (f"{ITEMS}Total,,{'9' * 30}\n", f"n,b\n1,2\n3,4\nTotal,{'9' * 400}\n5,6\n"):
        assert len(read_text(tmp_path, text).frame) >= 3
