"""Values that stand for a missing one: proposed, and missing where the user says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.datasets.reading_tools import read_text

LEVELS = ["a", "b", "c", "d"] * 10


def proposals(table: Any) -> list[tuple[str | None, str | None, int | None]]:
    found = [finding for finding in table.problems if finding.code == "disguised_missing"]
    assert all("missing" in finding.remedy for finding in found)
    return [(finding.column, finding.value, finding.count) for finding in found]


def sheet(cells: list[Any], name: str = "value") -> str:
    return f"row;{name}\n" + "".join(f"r{number};{cell}\n" for number, cell in enumerate(cells))


@pytest.mark.parametrize(
    "word", ["Select", "select", "n.a.", "-", "?", "unknown", "Unbekannt", "not available", "None"]
)
def test_words_that_mean_nothing_are_proposed_and_kept(tmp_path: Path, word: str) -> None:
    table = read_text(tmp_path, sheet([*LEVELS, word, word]))
    assert proposals(table) == [("value", word, 2)]
    assert table.frame["value"].iloc[-1] == word


@pytest.mark.parametrize(
    "cells", [LEVELS, [*LEVELS, *["None"] * 40], ["Selection", "Selected", "Unknown Ltd"] * 9]
)
def test_ordinary_words_are_not_proposed(tmp_path: Path, cells: list[str]) -> None:
    assert proposals(read_text(tmp_path, sheet(cells))) == []


@pytest.mark.parametrize("number", [999, -1000, -200, 99999])
def test_numbers_far_from_the_rest_that_repeat_are_proposed(tmp_path: Path, number: int) -> None:
    table = read_text(tmp_path, sheet([*range(18, 90), *[number] * 4]))
    assert proposals(table) == [("value", str(number), 4)]
    assert table.frame["value"].iloc[-1] == number


@pytest.mark.parametrize(
    "cells",
    [
        [*range(20_000, 20_100), *[0] * 30],
        [*range(18, 90), 999],
        [0, 1] * 30,
        [*[1] * 40, 0, 0, 0],
        [*range(60), *[75] * 5],
        [1, 2, 3, 4, 5, 6, 7, 8, 20, 20, 20, 50, 100],
        [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4] * 4,
    ],
)
def test_ordinary_numbers_are_not_proposed(tmp_path: Path, cells: list[int]) -> None:
    assert proposals(read_text(tmp_path, sheet(cells))) == []


def test_a_number_that_is_one_elsewhere_is_one_where_it_alone_is_negative(tmp_path: Path) -> None:
    rows = [f"{number};{number * 40}\n" for number in range(1, 80)]
    table = read_text(tmp_path, "a;b\n" + "".join(rows) + "-200;-200\n" * 5)
    assert proposals(table) == [("a", "-200", 5), ("b", "-200", 5)]


def test_days_that_programs_write_for_none_are_proposed(tmp_path: Path) -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 29)]
    table = read_text(tmp_path, sheet([*days, "1900-01-01", "1900-01-01"], name="day"))
    assert proposals(table) == [("day", "1900-01-01", 2)]
    born = ["1899-05-01", "1900-01-01", "1900-01-01", "1900-02-01"]
    assert proposals(read_text(tmp_path, sheet(born, name="day"))) == []


def test_what_is_said_to_be_missing_is_missing_and_counted(tmp_path: Path) -> None:
    text = sheet(["select", *LEVELS, "Select"])
    table = read_text(tmp_path, text, missing="Select, -200")
    assert table.frame["value"].isna().sum() == 2
    assert proposals(table) == []
    assert table.options_used["missing"] == "Select, -200"
    (change,) = table.report.columns["value"]
    assert (change.code, change.count) == ("missing_given", 2)
    assert change.examples == [("select", "missing"), ("Select", "missing")]


@pytest.mark.parametrize(
    ("cells", "dtype"), [(["1", "2", "-200"], "Int64"), (["1,5", "2,5", "-200,0"], "float64")]
)
def test_numbers_that_are_missing(tmp_path: Path, cells: list[str], dtype: str) -> None:
    table = read_text(tmp_path, sheet(cells), missing="-200")
    assert str(table.frame["value"].dtype) == dtype
    assert table.frame["value"].isna().tolist() == [False, False, True]
    assert table.report.columns["value"][-1].count == 1


def test_days_that_are_missing(tmp_path: Path) -> None:
    table = read_text(tmp_path, sheet(["05.01.2024", "31.01.2024", "01.01.1900"]), missing="1900-01-01")
    assert table.frame["value"].tolist()[:2] == [pd.Timestamp("2024-01-05"), pd.Timestamp("2024-01-31")]
    assert table.frame["value"].isna().tolist() == [False, False, True]


def test_a_column_has_missing_values_of_its_own(tmp_path: Path) -> None:
    text = "Income;Age\n" + "5;6\n" * 3 + "999;999\n"
    table = read_text(tmp_path, text, missing="income: 999; Age: 6")
    assert table.frame["Income"].isna().tolist() == [False, False, False, True]
    assert table.frame["Age"].isna().tolist() == [True, True, True, False]


def test_a_word_that_spoils_numbers_makes_way_for_them(tmp_path: Path) -> None:
    table = read_text(tmp_path, sheet(["Select"] * 5 + ["1", "2", "3"]), missing="Select")
    assert str(table.frame["value"].dtype) == "Int64"
    assert table.rejects == []
