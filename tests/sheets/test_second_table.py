"""A second table below the first ends the first, is told, and can be read instead."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.datasets.reading_tools import read_bytes, read_text
from tests.sheets.conftest import Sheets

DAYS = "".join(f"2026-03-{day:02},{100 + day}\n" for day in range(1, 29))
FIRST = "Day,Sales\n" + DAYS

BELOW: dict[str, tuple[str, int, int]] = {
    "blank row": ("\nSource,Visits\nads,120\nmail,80\n", 31, 2),
    "two blank rows": ("\n\nTraffic source,Visits\nads,120\nmail,80\n", 32, 2),
    "title": ("\nTop sources\nSource,Visits\nads,120\nmail,80\n", 32, 2),
    "title and blank row": ("\nTop sources\n\nSource,Visits\nads,120\n", 33, 1),
    "comment": ("# Traffic overview\nSession source,Sessions\nads,120\nmail,80\n", 31, 2),
    "comments": ("# ----\n# Traffic, second card\n# ----\nSession source,Sessions\nads,120\n", 33, 1),
    "wider": ("\nItem,Units,Price,Note\ntea,5,2.50,x\nmilk,6,1.20,y\njam,7,3.10,z\n", 31, 3),
    "same kinds": ("\nMonth,Target\n2026-03-01,3000\n2026-04-01,3100\n", 31, 2),
    "german": ("\nFiliale,Umsatz\nNord,120\nSüd,80\nOst,70\n", 31, 3),
    "of words": ("\nVendeur,Ville\nAnne,Lyon\nPaul,Nice\n", 31, 2),
    "japanese": ("\n商品,数量\nお茶,120\n牛乳,80\n", 31, 2),
    "after a total": ("Total,3206\n\nSource,Visits\nads,120\n", 32, 1),
}


def told(problems: Any) -> list[tuple[int, int, str]]:
    found = [one if isinstance(one, dict) else one.as_dict() for one in problems]
    return [(one["row"], one["count"], one["value"]) for one in found if one["code"] == "second_table"]


@pytest.mark.parametrize("kind", BELOW)
def test_the_first_table_ends_there(tmp_path: Path, kind: str) -> None:
    below, header, rows = BELOW[kind]
    table = read_text(tmp_path, FIRST + below)
    assert table.frame.columns.tolist() == ["Day", "Sales"]
    assert len(table.frame) == 28
    assert [str(column) for column in table.frame.dtypes] == ["datetime64[ns]", "int64"]
    ((_, count, value),) = told(table.problems)
    assert (count, value) == (rows, str(header))
    assert table.report.as_dict()["set_aside"][-1]["code"] in ("second_table", "total_rows", "comment_lines")


@pytest.mark.parametrize("kind", BELOW)
def test_the_other_table_can_be_chosen(tmp_path: Path, kind: str) -> None:
    below, header, rows = BELOW[kind]
    table = read_text(tmp_path, FIRST + below, header_row=header)
    assert table.frame.columns.tolist() == below.splitlines()[
        header - 30 if kind != "after a total" else 2
    ].split(",")
    assert len(table.frame) == rows


def test_far_below_the_first_rows(tmp_path: Path) -> None:
    text = "n,amount\n" + "".join(f"{at},{at * 2}\n" for at in range(3000)) + "\nshop,city\nA,Rome\nB,Oslo\n"
    assert told(read_text(tmp_path, text).problems) == [(3003, 2, "3003")]
    assert read_text(tmp_path, text, header_row=3003).frame["city"].tolist() == ["Rome", "Oslo"]


def test_in_a_workbook(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in [("Date", "Store", "Revenue"), *((f"2026-03-{d:02}", "North", 100 + d) for d in range(1, 20))]:
        made.active.append(row)
    for row in [(None,), ("Budget",), ("Month", "Planned", "Owner", "Note"), ("March", 900, "Ann", "x")]:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    table = read_bytes(tmp_path, target.getvalue(), name="a.xlsx")
    assert (len(table.frame), table.frame["Revenue"].sum()) == (19, 2090)
    assert told(table.problems) == [(22, 1, "23")]
    other = read_bytes(tmp_path, target.getvalue(), name="a.xlsx", header_row=23).frame
    assert other.columns.tolist() == ["Month", "Planned", "Owner", "Note"]


def test_a_click_reads_it_instead(sheets: Sheets, page: Client) -> None:
    sheets.upload(FIRST + "\nSource,Visits\nads,120\nmail,80\n", "sales.csv")
    assert "Read the table below instead" in page.get("/datasets/sales/1").content.decode()
    assert page.post("/datasets/sales/1/read", {"header_row": "31"}).status_code == 302
    columns = sheets.api("GET", "/datasets/sales/versions/2").json()["columns"]
    assert [one["name"] for one in columns] == ["Source", "Visits"]


@pytest.mark.parametrize(
    "below",
    [
        "\n2026-03-29,129\n2026-03-30,130\n",
        "\nDay,Sales\n2026-03-29,129\n2026-03-30,130\n",
        "\n2026-03-29,closed\n2026-03-30,130\n",
        "\nTotal,3206\n",
        "\nSource: statistics office\n",
        "\n* without returns\n",
        "\nContact:,Ann\nPhone:,12345\n",
        "# a comment\n2026-03-29,129\n",
        "\n\n\n",
    ],
)
def test_what_is_no_second_table(tmp_path: Path, below: str) -> None:
    table = read_text(tmp_path, FIRST + below)
    assert told(table.problems) == []
    assert len(table.frame) >= 28


def test_groups_parted_by_blank_rows_are_one_table(tmp_path: Path) -> None:
    groups = ["tea,Rome,5\nmilk,Rome,6\n", "tea,Oslo,7\nmilk,Oslo,8\n", "tea,Bern,n/a\nmilk,Bern,8\n"]
    table = read_text(tmp_path, "item,city,n\n" + "\n".join(groups))
    assert len(table.frame) == 6
