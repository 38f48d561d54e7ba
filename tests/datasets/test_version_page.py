"""The page of a version: columns, first rows, versions, whatever the sheet holds."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import DatasetVersion
from datasets.values import bound_text, cell_text
from language.reader import Reader, reading
from tests.conftest import sales_csv, upload

FRENCH = Reader(language="fr", numbers="fr")


@pytest.fixture
def wide(analyst: User) -> DatasetVersion:
    names = [f"sensor {n}" for n in range(250)]
    row = ",".join(map(str, range(250)))
    return upload(analyst, "\n".join([",".join(names), row, row]).encode(), "wide.csv")


def shown(page: Client, address: str) -> str:
    response = page.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_at_most_a_hundred_columns_at_once(page: Client, wide: DatasetVersion) -> None:
    first = page.get("/datasets/wide/1")
    assert [column.profile["name"] for column in first.context["page"]][::99] == ["sensor 0", "sensor 99"]
    assert len(first.context["rows"][0][1]) == 100
    assert "1–100 of 250" in first.content.decode()
    last = page.get("/datasets/wide/1?page=3")
    assert len(last.context["page"].object_list) == len(last.context["rows"][0][1]) == 50


def test_columns_are_searched(page: Client, wide: DatasetVersion) -> None:
    found = page.get("/datasets/wide/1?column=SENSOR 24")
    assert [column.profile["name"] for column in found.context["page"]] == [
        "sensor 24",
        *(f"sensor {n}" for n in range(240, 250)),
    ]
    assert [cell.text for cell in found.context["rows"][0][1]][:2] == ["24", "240"]
    assert "No column matches" in shown(page, "/datasets/wide/1?column=none")


def test_a_column_says_its_kind_and_what_is_wrong(page: Client, analyst: User) -> None:
    rows = "".join(f"2025-01-{day:02},{'' if day < 8 else day},yes,same\n" for day in range(1, 29))
    upload(analyst, f"date,amount,open,shop\n{rows}".encode())
    text = shown(page, "/datasets/sales/1")
    for said in (
        "Date",
        "Number",
        "Yes or no",
        "Category",
        "1 Jan 2025 to 28 Jan 2025",
        "8 to 28",
        "Median",
    ):
        assert said in text
    assert "25 % missing" in text
    assert "Fill in what you know; the rest counts as unknown." in text
    assert "Every value is the same" in text


def test_profiles_of_the_first_release_are_shown(page: Client, analyst: User) -> None:
    version = upload(analyst, sales_csv(30))
    version.columns[1]["problems"] = ["12 % missing"]
    version.save()
    assert "12 % missing" in shown(page, "/datasets/sales/1")


def test_cells_are_those_of_the_sheet(page: Client, analyst: User) -> None:
    note = "x" * 5000
    upload(analyst, f"year,amount,open,note\n2025,12345.678,yes,{note}\n2024,,no,short\n".encode())
    (_, first), (_, second) = page.get("/datasets/sales/1").context["rows"]
    assert [cell.text for cell in first][:3] == ["2025", "12345.678", "yes"]
    assert len(first[3].text) == 301
    assert (second[1].text, second[1].css) == ("–", "missing number")


def test_values_are_written_as_the_reader_writes_them() -> None:
    with reading(FRENCH):
        assert cell_text(12345.5, "number") == "12345,5"
        assert bound_text(12345, "number") == "12\u202f345"
    assert cell_text("2025-03-04", "date") == "4 Mar 2025"
    assert cell_text("2025-03-04", "text") == "2025-03-04"
    assert bound_text(2025, "number") == "2025"


def test_a_table_that_is_gone_leaves_the_profile(page: Client, analyst: User) -> None:
    version = upload(analyst, sales_csv(30))
    default_storage.delete(str(version.table.name))
    text = shown(page, "/datasets/sales/1")
    assert "no longer on disk" in text
    assert "amount" in text


def test_many_findings_are_folded(page: Client, analyst: User) -> None:
    names = [f"c{n}" for n in range(8)]
    rows = [",".join(["5"] * 8)] * 30 + [",".join(["many"] * 8)]
    upload(analyst, "\n".join([",".join(names), *rows]).encode())
    text = shown(page, "/datasets/sales/1")
    assert text.index("Column 'c4'") < text.index("3 more") < text.index("Column 'c5'")


def make_versions(owner: User, count: int) -> DatasetVersion:
    version = upload(owner, b"n\n1\n2\n")
    for more in range(1, count):
        version = upload(owner, b"n\n1\n2\n" + b"3\n" * more, dataset=version.dataset)
    return version


def test_versions_are_paged_and_compared_over_the_pages(page: Client, analyst: User) -> None:
    make_versions(analyst, 12)
    first = page.get("/datasets/sales/12").context["history"]
    assert [version.number for version, _ in first] == list(range(12, 2, -1))
    assert first[-1][1][0] == "1 more row"
    rest = page.get("/datasets/sales/12?versions=2").context["history"]
    assert [(version.number, changed is None) for version, changed in rest] == [(2, False), (1, True)]


def test_the_number_of_queries_does_not_grow(page: Client, analyst: User, wide: DatasetVersion) -> None:
    def queries(address: str) -> int:
        page.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert page.get(address).status_code == 200
        return len(captured)

    newest = make_versions(analyst, 12)
    few = queries("/datasets/wide/1")
    assert queries(newest.get_absolute_url()) == few


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?versions=x", "?versions=99", "?column=%00"])
def test_strange_addresses(query: str, page: Client, wide: DatasetVersion) -> None:
    assert page.get(f"/datasets/wide/1{query}").status_code == 200


def test_how_it_was_read_is_said_in_words(page: Client, analyst: User) -> None:
    upload(analyst, b"day;amount\n31.12.2024;1,5\n01.01.2025;2,5\n")
    facts: Any = dict(page.get("/datasets/sales/1").context["facts"])
    assert facts == {
        "Encoding": "utf-8",
        "Cell separator": "semicolon",
        "Quotation mark around cells": 'double quotation marks: "a, b"',
        "Row with the column names": "1",
        "Decimal mark": "comma: 1,5",
        "Date order": "day, month, year",
    }
