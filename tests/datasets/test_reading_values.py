"""Cells to numbers, dates, flags and text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from datasets.reading import ReadingQuestion
from tests.datasets.reading_tools import read_column, read_text


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1", "2", "3"], [1, 2, 3]),
        (["1.5", "-2", "3e2"], [1.5, -2, 300]),
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


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["2024-02-01", "2024-02-29"], "2024-02-01"),
        (["2024/2/1", "2024/2/29"], "2024-02-01"),
        (["2024-02-01T10:30:00Z", "2024-02-29 00:00"], "2024-02-01T10:30"),
        (["01/02/2024", "31/01/2024"], "2024-02-01"),
        (["02/01/2024", "01/31/2024"], "2024-02-01"),
        (["1.2.2024", "2.2.2024"], "2024-02-01"),
        (["05-02-10", "26-02-10"], "2010-02-05"),
        (["6/16/14", "5/3/14"], "2014-06-16"),
        (["99-12-31", "05-02-28"], "1999-12-31"),
        (["1 Feb 2024", "29 February 2024"], "2024-02-01"),
        (["1. März 2024", "2. Mai 2024"], "2024-03-01"),
        (["Feb 1, 2024", "March 3rd, 2024"], "2024-02-01"),
        (["Thu, 1 Feb 2024", "2-Feb-24"], "2024-02-01"),
        (["2/13/2024 1:05 PM", "2/14/2024 12:00 AM"], "2024-02-13T13:05"),
        (["2024-02", "2024-03"], "2024-02-01"),
        (["Feb 2024", "March 2024"], "2024-02-01"),
        (["Feb-24", "Mar-24"], "2024-02-01"),
        (["2/2024", "3/2024"], "2024-02-01"),
        (["2024/02", "2024/03"], "2024-02-01"),
        (["Thu Feb 01 10:30:00 2024", "Fri Feb 02 00:00:00 UTC 2024"], "2024-02-01T10:30"),
        (["2024. 2. 1.", "2024. 12. 31."], "2024-02-01"),
        (["2024年2月1日", "2024年12月31日"], "2024-02-01"),
        (["12/31/68", "1/1/69"], "2068-12-31"),
    ],
)
def test_dates(tmp_path: Path, cells: list[str], first: str) -> None:
    column, problems = read_column(tmp_path, cells)
    assert str(column.dtype) == "datetime64[ns]"
    assert column[0] == pd.Timestamp(first)
    assert column.notna().all()
    assert problems == []


def test_a_column_that_fits_two_readings_is_asked_about(tmp_path: Path) -> None:
    cells = ["03/04/2025", "04/04/2025", "05/06/2025"]
    with pytest.raises(ReadingQuestion) as asked:
        read_column(tmp_path, cells)
    question = asked.value
    assert (question.option, question.column) == ("date_order", "value")
    assert [(r["value"], r["examples"][0]) for r in question.readings] == [
        ("dmy", {"text": "03/04/2025", "date": "2025-04-03"}),
        ("mdy", {"text": "03/04/2025", "date": "2025-03-04"}),
    ]
    assert "2025-04-03 (date_order=dmy) or 2025-03-04 (date_order=mdy)" in str(question)
    for order, first in (("dmy", "2025-04-03"), ("mdy", "2025-03-04")):
        column, _ = read_column(tmp_path, cells, date_order=order)
        assert column[0] == pd.Timestamp(first)


def test_both_readings_alike_need_no_answer(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["01/01/2025", "02/02/2025"])
    assert column[1] == pd.Timestamp("2025-02-02")


def test_another_column_of_the_sheet_settles_the_order_and_it_is_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, "sent,paid\n03/04/2025,25/04/2025\n04/04/2025,26/04/2025\n")
    assert table.frame["sent"][0] == pd.Timestamp("2025-04-03")
    assert [(f.code, f.column) for f in table.problems] == [("guessed_date_order", "sent")]


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


def test_a_few_impossible_dates_refuse_no_file_and_are_rejects(tmp_path: Path) -> None:
    table = read_text(tmp_path, "day\n30/01/2024\n31/02/2024\n28/02/2024\n")
    assert table.frame["day"].isna().tolist() == [False, True, False]
    assert [(reject.row, reject.value) for reject in table.rejects] == [(3, "31/02/2024")]


@pytest.mark.parametrize(
    ("name", "cells", "first"),
    [
        ("Order date", ["43831", "44000", "45000"], "2020-01-01"),
        ("orderDate", ["43831.5", "", "45000"], "2020-01-01T12:00"),
        ("Datum", ["20240131", "20240229", "20241231"], "2024-01-31"),
    ],
)
def test_days_written_as_numbers(tmp_path: Path, name: str, cells: list[str], first: str) -> None:
    table = read_text(tmp_path, f"row,{name}\n" + "".join(f"r,{cell}\n" for cell in cells))
    assert str(table.frame[name].dtype) == "datetime64[ns]"
    assert table.frame[name][0] == pd.Timestamp(first)
    assert table.frame[name].isna().tolist() == [not cell for cell in cells]
    (finding,) = table.problems
    assert (finding.code, finding.column) == ("day_numbers", name)
    assert first[:10] in finding.message
    assert [change.code for change in table.report.columns[name]] == ["serial_dates"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("amount", ["43831", "44000", "45000"]),
        ("candidate", ["43831", "44000", "45000"]),
        ("date", ["5", "44000", "45000"]),
        ("date", ["20240131", "20240230", "20241231"]),
    ],
)
def test_other_numbers_are_no_days(tmp_path: Path, name: str, cells: list[str]) -> None:
    table = read_text(tmp_path, f"row,{name}\n" + "".join(f"r,{cell}\n" for cell in cells))
    assert str(table.frame[name].dtype) == "int64"


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
