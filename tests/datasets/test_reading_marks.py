"""A column in which one mark is written beside some rows says yes and no."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cells.conventions import Conventions
from cells.reading import read_cells
from cells.words import MARKS
from datasets.models import DatasetVersion
from datasets.reading import ReadingError
from tests.conftest import Api
from tests.datasets.reading_tools import read_bytes, read_column
from tests.datasets.uploads import append, by_api, workbook

ROWS = 20
MARK_WORDS = ("x", "X", "✓", "✔", "*", "ja", "Ja", "yes", "oui", "sí", "true", "TRUE", "y", "да")


def cells(mark: str, rows: int = ROWS, every: int = 5) -> list[str]:
    return [mark if at % every == 0 else "" for at in range(rows)]


@pytest.mark.parametrize("mark", MARK_WORDS)
def test_a_mark_beside_some_rows_is_yes_and_no(tmp_path: Path, mark: str) -> None:
    column, problems = read_column(tmp_path, cells(mark))
    assert column.tolist() == [at % 5 == 0 for at in range(ROWS)]
    assert [one.code for one in problems if one.column == "value"] == ["blank_is_no"]
    [found] = [one for one in problems if one.code == "blank_is_no"]
    assert found.count == 16 and f"'{mark}' means yes" in str(found.message) and "80 %" in str(found.message)


@pytest.mark.parametrize("written", [cells("Germany"), cells("A"), cells("no"), cells("2"), cells("0")])
def test_another_single_text_is_no_mark(tmp_path: Path, written: list[str]) -> None:
    column, problems = read_column(tmp_path, written)
    assert column.isna().sum() == 16
    assert "blank_is_no" not in [one.code for one in problems]


def test_a_few_blanks_beside_a_word_may_be_forgotten(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["yes"] * 39 + [""])
    assert column.isna().sum() == 1


def test_blanks_beside_several_words_stay_missing(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["yes", "no", "", "yes"])
    assert column.isna().tolist() == [False, False, True, False]


def test_a_word_for_missing_shows_that_blanks_are_not_no(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["x", "n/a", "", "x"])
    assert column.isna().sum() == 2


@pytest.mark.parametrize("name", ["Quantity", "units", "Anzahl", "price", "age"])
def test_a_one_in_a_quantity_is_a_number(tmp_path: Path, name: str) -> None:
    text = f"day;{name}\n" + "".join(f"r{at};{cell}\n" for at, cell in enumerate(cells("1")))
    table = read_bytes(tmp_path, text.encode())
    assert table.frame[name].dtype == "Int64" and table.frame[name].isna().sum() == 16


def test_a_one_in_a_short_column_is_a_number(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["1", "", "1"])
    assert column.dtype == "Int64"


@pytest.mark.parametrize("mark", ["x", True, 1, 1.0])
def test_marks_of_a_workbook(tmp_path: Path, mark: Any) -> None:
    rows = [("day", "promo"), *((f"r{at}", mark if at % 5 == 0 else None) for at in range(ROWS))]
    table = read_bytes(tmp_path, workbook(*rows), name="sheet.xlsx", sheet="Sales")
    assert table.frame["promo"].tolist() == [at % 5 == 0 for at in range(ROWS)]
    assert table.conventions["promo"].blank_is_no


def test_a_file_that_knows_its_kinds_keeps_its_gaps(tmp_path: Path) -> None:
    path = tmp_path / "flags.parquet"
    pd.DataFrame({"day": range(ROWS), "promo": pd.array([True, None] * 10, "boolean")}).to_parquet(path)
    table = read_bytes(tmp_path, path.read_bytes(), name="flags.parquet")
    assert table.frame["promo"].isna().sum() == 10


def test_it_can_be_said_either_way(tmp_path: Path) -> None:
    column, problems = read_column(tmp_path, cells("x"), blanks="value: unknown")
    assert column.isna().sum() == 16 and codes_of(problems) == []
    column, problems = read_column(tmp_path, cells("Germany"), blanks="value: no")
    assert column.tolist() == [at % 5 == 0 for at in range(ROWS)]
    column, _ = read_column(tmp_path, ["yes", "no", "", "yes"], blanks="value: no")
    assert column.tolist() == [True, False, False, True]
    column, _ = read_column(tmp_path, cells("x"), blanks="value: no, value: unknown")
    assert column.isna().sum() == 16, "the last word counts"


def codes_of(problems: list[Any]) -> list[str]:
    return [one.code for one in problems if one.code == "blank_is_no"]


@pytest.mark.parametrize("blanks", ["value: no", "value: perhaps", "maybe"])
def test_what_cannot_be_meant_is_refused(tmp_path: Path, blanks: str) -> None:
    with pytest.raises(ReadingError) as refused:
        read_column(tmp_path, ["red", "", "green", "blue"], blanks=blanks)
    assert refused.value.findings[0].code == "bad_option"


# --- One reading everywhere ---


WRITTEN = [*MARKS, "X", " x ", "yes", "", "  ", None, "n/a", "0", "no", "?"]
HOW = Conventions("promo", "flag", yes=("x",), blank_is_no=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WRITTEN), max_size=30))
def test_cells_are_read_one_by_one(written: list[str | None]) -> None:
    found = list(read_cells(written, HOW).values)
    for cell, value in zip(written, found, strict=True):
        if cell in ("n/a", "?"):
            assert value is pd.NA
        else:
            assert value == bool(cell and cell.strip() and cell not in ("0", "no"))


@pytest.mark.parametrize(
    "column",
    [
        [True, None, False],
        [1, None, 0],
        ["x", None, "no"],
        ["X", "", "0"],
        pd.Series([1.0, None, 0.0]),
        pd.Series([True, None, False], dtype="boolean"),
        pd.array([1, None, 0], "Int64"),
    ],
)
def test_a_cell_of_any_type_is_read_alike(column: Any) -> None:
    assert list(read_cells(column, HOW).values) == [True, False, False]


SHEET = b"day,promo,units\n" + b"".join(
    b"2025-01-%02d,%s,%d\n" % (day, b"x" if day % 4 == 0 else b"", 5 + day) for day in range(1, 21)
)


def test_rows_that_join_are_read_as_those_that_are_there(api: Api) -> None:
    answer = by_api(api, SHEET).json()
    promo = answer["columns"][1]
    assert promo["kind"] == "flag" and promo["missing"] == 0 and promo["conventions"]["blank_is_no"] is True
    added = append(api, b"day,promo,units\n2025-02-01,,6\n2025-02-02,,7\n")
    assert added.status_code == 201, added.json()
    answer = append(api, "day,promo,units\n2025-02-03,✓,6\n2025-02-04,,7\n2025-02-05,n/a,7\n".encode())
    assert answer.status_code == 201, answer.json()
    assert "blank_is_no" not in [one["code"] for one in answer.json()["problems"]], "it is settled"
    version = DatasetVersion.objects.get(number=3)
    assert version.frame()["promo"].tolist()[-5:-3] == [False, False]
    assert version.frame()["promo"].tolist()[-3] is True
    assert version.conventions()["promo"].blank_is_no


def test_the_page_offers_to_read_blanks_as_not_known(page: Client, api: Api) -> None:
    by_api(api, SHEET)
    version = DatasetVersion.objects.get()
    shown = page.get(version.get_absolute_url()).content.decode()
    assert "Read blank cells in “promo” as not known" in shown
    page.post(f"{version.get_absolute_url()}/read", {"blanks": "promo: unknown"})
    again = DatasetVersion.objects.get(number=2)
    assert again.frame()["promo"].isna().sum() == 15
    assert "blank_is_no" not in [one["code"] for one in again.problems]
