"""A word is missing only where it cannot be a code or a name, and what was taken for missing is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cells.conventions import Conventions
from cells.reading import read_cells
from tests.datasets.reading_tools import read_text
from tests.sheets.conftest import Sheets, csv


def days(count: int) -> list[date]:
    return [date(2026, 1, 5) + timedelta(day) for day in range(count)]


def regions(words: Sequence[str], count: int = 50) -> list[tuple[Any, ...]]:
    """Each word sells ten more a day than the one behind it."""
    return [
        (day, word, 10 * (len(words) - place) + at % 7)
        for at, day in enumerate(days(count))
        for place, word in enumerate(words)
    ]


def taken(problems: Iterable[Any]) -> list[tuple[str | None, str | None, int | None]]:
    found = [one if isinstance(one, dict) else one.as_dict() for one in problems]
    return [(one["column"], one["value"], one["count"]) for one in found if one["code"] == "taken_as_missing"]


def test_the_largest_region_is_called_na(sheets: Sheets) -> None:
    trained = sheets.forecast(
        csv("Day,Region,Units", regions(["NA", "EU", "APAC"])),
        columns={"time": "Day", "target": "Units", "item": "Region"},
        settings={"horizon": 7},
    )
    assert {row["item"] for row in trained.results()} == {"NA", "EU", "APAC"}
    assert "without a value" not in trained.said
    answer = trained.ask(items=["NA"], horizon=7)
    assert "NA" in str(answer) and "EU" not in str(answer)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Country", ["NA", "ZA", "BW"]),
        ("Länderkürzel", ["DE", "NA", "AT", "CH"]),
        ("pays", ["FR", "NA", "BE"]),
        ("Región", ["NA", "LATAM", "EMEA"]),
        ("Market", ["Europe", "Asia", "NA"]),
        ("code", ["CL", "NA", "MG", "FE"]),
        ("region", ["NA", "EU"]),
        ("kraj", ["PL", "NA", "CZ"]),
        ("страна", ["RU", "NA", "KZ"]),
    ],
)
def test_na_is_a_code_among_codes(tmp_path: Path, column: str, words: list[str]) -> None:
    table = read_text(tmp_path, csv(f"day,{column},n", regions(words, 8)))
    assert sorted(table.frame[column].unique()) == sorted(words)
    assert taken(table.problems) == []
    assert table.conventions[column].not_missing == ("NA",)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("sex", ["M", "F"]),
        ("answer", ["Yes", "No"]),
        ("quality", ["good", "bad", "fair"]),
        ("level", ["high", "low"]),
        ("garden", ["Fenced", "Open"]),
    ],
)
def test_na_is_missing_where_it_is_no_code(tmp_path: Path, column: str, words: list[str]) -> None:
    table = read_text(tmp_path, csv(f"day,{column},n", regions([*words, "NA"], 8)))
    assert table.frame[column].isna().sum() == 8
    assert taken(table.problems) == [(column, "NA", 8)]


def test_na_of_a_program_that_writes_it_for_missing(tmp_path: Path) -> None:
    rows = [("XS", 5), ("XL", "NA"), ("NA", 7), ("XXL", 8)] * 3
    table = read_text(tmp_path, csv("size,n", rows))
    assert table.frame["size"].isna().sum() == 3
    assert taken(table.problems) == [("size", "NA", 3), ("n", "NA", 3)]


@pytest.mark.parametrize("column", ["country", "iso2 country"])
def test_namibia_in_a_sheet_of_such_a_program(tmp_path: Path, column: str) -> None:
    rows = [("ZA", 5), ("BW", "NA"), ("NA", 7), ("ZW", 8)] * 3
    table = read_text(tmp_path, csv(f"{column},n", rows))
    assert (table.frame[column] == "NA").sum() == 3
    assert taken(table.problems) == [("n", "NA", 3)]


@pytest.mark.parametrize(
    ("column", "name"), [("Surname", "NULL"), ("Nachname", "NULL"), ("apellido", "Null"), ("nom", "Nil")]
)
def test_a_surname_that_means_nothing_elsewhere(tmp_path: Path, column: str, name: str) -> None:
    names = ["Adams", "Brown", "Clark", "Davis", "Evans", "Foster", name]
    table = read_text(tmp_path, csv(f"{column},n", [(one, at) for at, one in enumerate(names)]))
    assert table.frame[column].tolist() == names


def test_null_of_a_data_base_is_missing(tmp_path: Path) -> None:
    rows = [(f"Name {at}", "NULL" if at % 3 else 5, "NULL" if at == 4 else f"Town {at}") for at in range(9)]
    table = read_text(tmp_path, csv("surname,n,town", rows))
    assert table.frame["town"].isna().sum() == 1
    assert taken(table.problems) == [("n", "NULL", 6), ("town", "NULL", 1)]


def test_a_minus_is_a_grade_among_grades(tmp_path: Path) -> None:
    table = read_text(tmp_path, csv("grade,n", [(grade, 5) for grade in ["A", "B", "+", "-"] * 5]))
    assert table.frame["grade"].tolist() == ["A", "B", "+", "-"] * 5
    assert [one.code for one in table.problems] == []


@pytest.mark.parametrize("word", ["n/a", "N/A", "#N/A", "(null)", "<NA>"])
def test_words_that_are_no_code_stay_missing(tmp_path: Path, word: str) -> None:
    table = read_text(tmp_path, csv("region,n", regions_of(["EU", "ZA", word])))
    assert table.frame["region"].isna().sum() == 4
    assert [(one.code, one.count) for one in table.problems] == [("taken_as_missing", 4)]


def regions_of(words: Sequence[str]) -> list[tuple[str, int]]:
    return [(word, at) for at in range(4) for word in words]


def test_words_of_a_column_of_numbers_are_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, csv("n;m", [("5", "-"), ("NA", "7"), ("8", "9")], ";"))
    assert sorted(map(str, taken(table.problems))) == ["('m', '-', 1)", "('n', 'NA', 1)"]
    assert all("not_missing" in one.remedy for one in table.problems)


def test_a_word_of_many_columns_is_told_once(tmp_path: Path) -> None:
    names = [f"c{at}" for at in range(9)]
    table = read_text(tmp_path, csv(",".join(names), [range(9), ["NA"] * 9, range(9, 18)]))
    assert taken(table.problems) == [(None, "NA", 9)]


def test_it_is_undone_over_the_api_and_remembered(sheets: Sheets) -> None:
    text = csv("sex,n", [("M", 5), ("F", 6), ("NA", 7)] * 4)
    first = sheets.upload(text)
    assert taken(first["problems"]) == [("sex", "NA", 4)]
    second = sheets.upload(text, not_missing="sex: NA")
    assert (second["columns"][0]["missing"], taken(second["problems"])) == (0, [])
    later = sheets.upload(csv("sex,n", [("M", 5), ("F", 6), ("NA", 7)] * 5), "later.csv")
    assert later["columns"][0]["missing"] == 0
    assert "remembered" in [one["code"] for one in later["problems"]]


def test_it_is_undone_by_a_click(sheets: Sheets, page: Client) -> None:
    sheets.upload(csv("sex,n", [("M", 5), ("F", 6), ("NA", 7)] * 4), "sales.csv")
    shown = page.get("/datasets/sales/1").content.decode()
    assert "Read “NA” in “sex” as a value" in shown
    assert 'name="not_missing" value="sex: NA"' in shown
    assert page.post("/datasets/sales/1/read", {"not_missing": "sex: NA"}).status_code == 302
    assert sheets.api("GET", "/datasets/sales/versions/2").json()["columns"][0]["missing"] == 0


def test_later_rows_know_it(sheets: Sheets) -> None:
    sheets.upload(csv("region,n", regions_of(["EU", "ZA", "NA"])), "sales.csv")
    added = sheets.upload(csv("region,n", [("NA", 50), ("NA", 60)]), dataset="sales", mode="append")
    assert added["columns"][0]["missing"] == 0


@pytest.mark.parametrize("kind", ["text", "category"])
def test_cells_of_requests_know_it(kind: Any) -> None:
    how = Conventions("region", kind, not_missing=("NA",))
    assert list(read_cells(["NA", "n/a", "EU"], how).values) == ["NA", None, "EU"]
    assert list(read_cells(["NA"], Conventions("region", kind)).values) == [None]
    assert Conventions.from_dict({"name": "region", "kind": kind}).not_missing == ()
