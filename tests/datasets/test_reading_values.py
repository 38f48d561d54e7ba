"""Cells to numbers, flags and text; test_reading_dates.py has dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.datasets.reading_tools import read_column, read_text


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1", "2", "3"], [1, 2, 3]),
        (["1.5", "-2", "30e2"], [1.5, -2, 3000]),
        (["1,5", "-2,25", "3"], [1.5, -2.25, 3]),
        (["1.234,50", "5.530,00", "12,00"], [1234.5, 5530, 12]),
        (["1,234.50", "5,530.00", "12.00"], [1234.5, 5530, 12]),
        (["1 234,50", "5\u00a0530,00", "12,00"], [1234.5, 5530, 12]),
        (["1'234.50", "5’530.00", "12.00"], [1234.5, 5530, 12]),
        (["1,234,567", "12", "1,000"], [1234567, 12, 1000]),
        (["0,758", "0,5", "1,234"], [0.758, 0.5, 1.234]),
        (["$84,835.00", "$5.50", "-$12.00"], [84835, 5.5, -12]),
        (["12,50 €", "€ 3,00", "1.000,00 EUR"], [12.5, 3, 1000]),
        (["(1,200.50)", "300.00-", "−5.00"], [-1200.5, -300, -5]),
        (["+5.5", "-3", " 7 "], [5.5, -3, 7]),
        (["12 %", "5.5%", "100%"], [0.12, 0.055, 1]),
        (["R 1 234,50", "R 2,00", "-R 3,25"], [1234.5, 2, -3.25]),
        (["R1,234.50", "R5.00", "R 7.25"], [1234.5, 5, 7.25]),
        (["Rs. 1,00,000", "Rs. 500", "₹5"], [100000, 500, 5]),
        (["$1,234.50", "($12.30)", "$ (5.00)"], [1234.5, -12.3, -5]),
        (["1.234,50 €", "12,30- €", "2,00 €"], [1234.5, -12.3, 2]),
        (["1.234,-", "5,--", "6,50"], [1234, 5, 6.5]),
        (["1,00,000.50", "12,34,567.00", "5.25"], [100000.5, 1234567, 5.25]),
        (["１２３", "４５．５", "￥1,234"], [123, 45.5, 1234]),
        (["1,234,500円", "12円", "￥300"], [1234500, 12, 300]),
        (["–5,50", "3,20", "4,10"], [-5.5, 3.2, 4.1]),
        (["1\u200b234", "12\u200b", "\u200b7"], [1234, 12, 7]),
        (["R$ 1.234,50", "-R$ 3,10", "R$ 2,00"], [1234.5, -3.1, 2]),
        (["CHF 1'234.50", "CHF 12.00", "CHF 3.10"], [1234.5, 12, 3.1]),
        (['="12"', '="5"', '="7"'], [12, 5, 7]),
    ],
)
def test_numbers(tmp_path: Path, cells: list[str], values: list[float]) -> None:
    column, _ = read_column(tmp_path, cells)
    assert pd.api.types.is_numeric_dtype(column.dtype)
    assert column.tolist() == pytest.approx(values)


@pytest.mark.parametrize(
    "cells",
    [
        ["0001", "0002", "0103"],
        ["12345678901234567890", "12345678901234567891", "1"],
        ["inf", "nan", "Infinity"],
        ["0x1F", "0x20", "0x21"],
        ["+491701234567", "+491701234568", "+491701234569"],
        ["12 kg", "13 kg", "14 kg"],
        ["12E4", "15E6", "310"],
        ["T1-2024", "T2-2024", "T3-2024"],
        ["R100", "R205", "R300"],
        ["192.168.1.1", "10.0.0.1", "10.0.0.2"],
        ["18.00.00", "19.30.00", "20.00.00"],
        ["12 apples 20", "13 apples 21", "14 pears 22"],
    ],
)
def test_what_only_looks_like_a_number_or_date_stays_text(tmp_path: Path, cells: list[str]) -> None:
    column, _ = read_column(tmp_path, cells)
    assert column.dtype == object
    assert column.dropna().tolist() == [cell for cell in cells if cell != "nan"]


def test_types_of_numbers(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "a,b,c,d\n1,1,1.5,yes\n2,,,no\n3,3,2.5,\n").frame
    assert frame.dtypes.astype(str).tolist() == ["int64", "Int64", "float64", "boolean"]
    assert frame["b"].tolist() == [1, pd.NA, 3]
    assert np.isnan(frame["c"][1])
    assert frame["d"].tolist() == [True, False, pd.NA]


def test_an_undecided_decimal_mark_is_told(tmp_path: Path) -> None:
    column, problems = read_column(tmp_path, ["1.234", "5.678"])
    assert column.tolist() == [1234, 5678]  # a sheet with semicolons usually has decimal commas
    assert [finding.code for finding in problems] == ["guessed_decimal"]
    column, problems = read_column(tmp_path, ["1.234", "5.678"], decimal=".")
    assert column.tolist() == [1.234, 5.678]
    assert problems == []


def test_another_column_settles_the_decimal_mark(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "a\tb\n1.234\t5,5\n2.345\t6,25\n").frame
    assert frame["a"].tolist() == [1234, 2345]


@pytest.mark.parametrize(
    "words",
    [
        "yes/no",
        "Ja/Nein",
        "TRUE/FALSE",
        "oui/non",
        "Y/N",
        "да/нет",
        "vero/falso",
        "WAAR/ONWAAR",
        "ja/nej",
        "tak/nie",
        "evet/hayır",
        "是/否",
    ],
)
def test_flags(tmp_path: Path, words: str) -> None:
    column, _ = read_column(tmp_path, [*words.split("/"), "-"])
    assert str(column.dtype) == "boolean"
    assert column.tolist() == [True, False, pd.NA]


def test_words_that_are_no_pair_stay_text(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["no", "yes", "maybe"])
    assert column.tolist() == ["no", "yes", "maybe"]
    column, _ = read_column(tmp_path, ["N", "N", "N"])
    assert column.tolist() == ["N", "N", "N"]


@pytest.mark.parametrize(
    ("filler", "bad", "code"),
    [
        ("5", "many", "not_a_number"),
        ("2024-01-01", "31/02/2024", "impossible_date"),
        ("2024-01-01", "soon", "not_a_date"),
    ],
)
def test_a_few_bad_cells_become_missing_and_are_told(
    tmp_path: Path, filler: str, bad: str, code: str
) -> None:
    cells = [filler] * 40
    cells[15] = cells[20] = bad
    column, problems = read_column(tmp_path, cells)
    assert column.isna().sum() == 2
    assert column.notna().sum() == 38
    (finding,) = problems
    assert (finding.code, finding.column, finding.row, finding.count) == (code, "value", 17, 2)
    assert f"row 17: '{bad}'" in finding.message


def test_a_column_of_mixed_cells_stays_text_and_is_told(tmp_path: Path) -> None:
    column, problems = read_column(tmp_path, ["5", "6", "many", "7"])
    assert column.tolist() == ["5", "6", "many", "7"]
    assert [(f.code, f.row, f.count) for f in problems] == [("mixed_numbers", 4, 1)]


def test_codes_that_are_mostly_numbers_stay_text(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["0"] * 200 + ["a"] * 8)
    assert column.iloc[-1] == "a"


def test_missing_words(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "n,t\n1,a\n-,-\nN/A,c\n2,None\n,\n3,NULL\n").frame
    assert frame["n"].tolist() == [1, pd.NA, pd.NA, 2, 3]
    assert frame["t"].tolist() == ["a", "-", "c", "None", None]


def test_values_far_down_a_long_column_count_too(tmp_path: Path) -> None:
    numbers: list[Any] = [f"{i},5" for i in range(3_000)]
    numbers[2_999] = "1.000.000,25"
    column, _ = read_column(tmp_path, numbers)
    assert column.iloc[2_999] == 1_000_000.25
    assert column.sum() == pytest.approx(sum(i + 0.5 for i in range(2_999)) + 1_000_000.25)


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (['="00123"', '="00456"'], ["00123", "00456"]),
        (["'0181", "'2196"], ["0181", "2196"]),
        (["'tis", "'90s"], ["'tis", "'90s"]),
    ],
)
def test_marks_that_make_text_of_a_value(tmp_path: Path, cells: list[str], kept: list[str]) -> None:
    table = read_text(tmp_path, "row;value\n" + "".join(f"r;{cell}\n" for cell in cells))
    assert table.frame["value"].tolist() == kept
    changed = table.report.columns.get("value", [])
    assert [(change.code, change.count) for change in changed] == (
        [("text_marks", 2)] if cells != kept else []
    )


def test_cells_lose_blanks_that_nobody_sees(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["Paris\u200b", "\ufeffParis", "Pa ris\u00a0"])
    assert column.tolist() == ["Paris", "Paris", "Pa ris"]


@pytest.mark.parametrize(
    "word", ["#NV", "#BEZUG!", "#WERT!", "#VALEUR!", "#N/D", "#¡VALOR!", "$ -", "€ –", "R -"]
)
def test_errors_of_other_languages_and_no_amount_are_missing(tmp_path: Path, word: str) -> None:
    column, problems = read_column(tmp_path, ["$5.50", word, "$7.25"])
    assert column.isna().tolist() == [False, True, False]
    (told,) = problems
    assert (told.code, told.column, told.count) == ("taken_as_missing", "value", 1)
    assert told.value == (None if word.startswith("#") else word)


def test_numbers_that_lost_their_last_digits_are_told(tmp_path: Path) -> None:
    for cells in (["4.00638E+12", "4.00539E+12"], ["4,00638E+12", "4006381333931"]):
        _, problems = read_column(tmp_path, cells)
        (finding,) = problems
        assert (finding.code, finding.column) == ("lost_digits", "value")
        assert cells[0] in finding.message


def test_several_currencies_in_a_column_are_told(tmp_path: Path) -> None:
    column, problems = read_column(tmp_path, ["$12.00", "€13.00", "$14.00"])
    assert column.tolist() == [12, 13, 14]
    assert [(finding.code, finding.count) for finding in problems] == [("several_currencies", 2)]


def test_percentages_among_numbers_are_told(tmp_path: Path) -> None:
    column, problems = read_column(tmp_path, ["12%", "0.15", "13%", "14%"])
    assert column[1] == "0.15"
    assert [(finding.code, finding.row) for finding in problems] == [("mixed_percentages", 3)]
