"""Cells to dates: every common way to write them, and what is asked or told where they are in doubt."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from datasets.reading import ReadingQuestion
from tests.datasets.reading_tools import read_column, read_text


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
        (["3 janv. 2024", "1er févr. 2024"], "2024-01-03"),
        (["3 maj 2024", "1 okt 2024"], "2024-05-03"),
        (["Jan 31, 2024 11:59:59 PM PST", "Feb 1, 2024 12:00:01 AM PST"], "2024-01-31T23:59:59"),
        (["Wed, 31 Jan 2024 10:00:00 +0200", "Thu, 01 Feb 2024 10:00:00 +0200"], "2024-01-31T10:00"),
        (["Wed Jan 31 2024 10:00:00 GMT+0200 (SAST)", "Feb 1 2024 10:00:00"], "2024-01-31T10:00"),
        (["31/Jan/2024:10:00:00 +0200", "01/Feb/2024:10:00:00 +0200"], "2024-01-31T10:00"),
        (["31.01.2024 10:30 Uhr", "01.02.2024 11.30"], "2024-01-31T10:30"),
        (["31/01/2024 10h30", "01/02/2024 11h30"], "2024-01-31T10:30"),
        (["Q2 2024", "Q3 2024"], "2024-04-01"),
        (["2024-Q2", "2024Q3"], "2024-04-01"),
        (["Q2'24", "Q3-24"], "2024-04-01"),
        (["T2 2024", "T3 2024"], "2024-04-01"),
        (["2024-W02", "2020-W53"], "2024-01-08"),
        (["KW 1/2021", "KW 52/2021"], "2021-01-04"),
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


def test_two_digit_years_in_front_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(ReadingQuestion) as asked:
        read_column(tmp_path, ["24-01-31", "24-02-01", "24-02-02"])
    assert [(r["value"], r["examples"][0]["date"]) for r in asked.value.readings] == [
        ("dmy", "2031-01-24"),
        ("ymd", "2024-01-31"),
    ]
    column, _ = read_column(tmp_path, ["24-01-31", "24-02-01", "24-02-02"], date_order="ymd")
    assert column[0] == pd.Timestamp("2024-01-31")


def test_both_readings_alike_need_no_answer(tmp_path: Path) -> None:
    column, _ = read_column(tmp_path, ["01/01/2025", "02/02/2025"])
    assert column[1] == pd.Timestamp("2025-02-02")


def test_another_column_of_the_sheet_settles_the_order_and_it_is_told(tmp_path: Path) -> None:
    table = read_text(tmp_path, "sent,paid\n03/04/2025,25/04/2025\n04/04/2025,26/04/2025\n")
    assert table.frame["sent"][0] == pd.Timestamp("2025-04-03")
    assert [(f.code, f.column) for f in table.problems] == [("guessed_date_order", "sent")]


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
        ("created_at", ["1706695200", "", "1706781600"], "2024-01-31T10:00"),
        ("timestamp", ["1706695200000", "1706781600000"], "2024-01-31T10:00"),
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


def test_numbers_of_days_among_dates(tmp_path: Path) -> None:
    cells = ["31/01/2024", "45323", "05/02/2024", "45324.5", "99999"] + ["28/02/2024"] * 10
    column, problems = read_column(tmp_path, cells)
    assert column[1] == pd.Timestamp("2024-02-01")
    assert column[3] == pd.Timestamp("2024-02-02 12:00")
    assert [(finding.code, finding.row) for finding in problems] == [("not_a_date", 6)]


def test_days_and_months_that_a_program_may_have_exchanged_are_told(tmp_path: Path) -> None:
    swapped = [f"2024-{day:02}-01" for day in range(1, 13)]
    column, problems = read_column(tmp_path, [*swapped, "13/01/2024", "14/01/2024"])
    assert column.notna().all()
    assert [(finding.code, finding.count) for finding in problems] == [("swapped_dates", 12)]
    _, problems = read_column(tmp_path, [*swapped, "2024-01-20", "13/01/2024", "14/01/2024"])
    assert problems == []
