"""Dates as forms, mails and phones write them: at length, with weekday and zone, as ranges, at 24:00."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from cells.conventions import Conventions
from cells.reading import read_cells
from tests.datasets.reading_tools import read_column
from tests.sheets.conftest import Sheets, csv
from tests.sheets.periods import FAST, days_ahead, trained_on

LONG = {
    "French": ("lundi 5 janvier 2026 14:05:00 CET", "mardi 6 janvier 2026 09:30:00 CET"),
    "French phone": ("lundi 5 janvier 2026 à 14:05", "mardi 11 août 2026 à 09h30"),
    "French in words": ("5 janvier 2026 à 14:05:00 heure normale d’Europe centrale",),
    "German": ("Montag, 5. Januar 2026 um 14:05:00 MEZ", "Dienstag, 6. Jänner 2026 um 09:30:00 MEZ"),
    "German clock": ("Mo., 5. Jan. 2026, 14:05 Uhr", "Di., 3. März 2026, 09:30 Uhr"),
    "German in words": ("Montag, 5. Januar 2026 um 14:05:00 Mitteleuropäische Normalzeit",),
    "Spanish": ("lunes, 5 de enero de 2026, 14:05:00 CET", "martes, 6 de enero de 2026, 9:30:00 CET"),
    "Spanish half day": ("lunes, 5 de enero de 2026 a las 2:05:00 p. m. CET",),
    "Portuguese": (
        "segunda-feira, 5 de janeiro de 2026 às 14:05:00 WET",
        "terça-feira, 3 de março de 2026 14:05:00 WET",
    ),
    "Italian": ("lunedì 5 gennaio 2026 14:05:00 CET", "martedì 6 gennaio 2026 alle ore 09:30:00 CET"),
    "Dutch": (
        "maandag 5 januari 2026 om 14:05:00 CET",
        "dinsdag 6 januari 2026 09:30:00 Midden-Europese standaardtijd",
    ),
    "Polish": ("poniedziałek, 5 stycznia 2026 14:05:00 CET", "wtorek, 6 października 2026 09:30:00 CEST"),
    "Polish in words": (
        "poniedziałek, 5 stycznia 2026 o godz. 14:05:00 czas środkowoeuropejski standardowy",
    ),
    "English": ("Monday, January 5, 2026 at 2:05:00 PM GMT+1", "Tuesday, 6 January 2026 09:30:00 CET"),
    "English in words": ("Monday, January 5, 2026 2:05:00 PM Central European Standard Time",),
    "Form": ("2026/01/05 2:05:00 PM GMT+1", "2026/01/06 9:30:00 AM GMT+1"),
    "Program": ("2026-01-05T14:05:00+01:00[Europe/Berlin]", "2026-01-06T14:05:00+01:00[Europe/Berlin]"),
    "German form": ("2026/01/05 2:05:00 nachm. MEZ", "2026/01/06 9:30:00 vorm. MEZ"),
    "Spanish form": ("2026/01/05 2:05:00 p. m. CET", "2026/01/06 9:30:00 a. m. CET"),
    "Portuguese form": ("2026/01/05 2:05:00 da tarde WET", "2026/01/06 9:30:00 da manhã WET"),
    "Korean form": ("2026. 1. 5 오후 2:05:00", "2026. 1. 6 오전 9:30:00"),
    "Japanese": ("2026年1月5日(月) 14:05", "2026年1月6日(火) 9:30"),
    "Compact": ("20260105T140500Z", "20260106T093000Z"),
    "Russian": ("понедельник, 5 января 2026 г. 14:05", "вторник, 3 марта 2026 г. 9:30"),
    "Swedish": ("måndag 5 januari 2026 kl. 14:05", "tisdag 6 januari 2026 kl. 09:30"),
}


@pytest.mark.parametrize("cells", LONG.values(), ids=LONG.keys())
def test_long_dates(tmp_path: Path, cells: tuple[str, ...]) -> None:
    column, problems = read_column(tmp_path, [f'"{cell}"' for cell in cells])
    assert column[0] == pd.Timestamp("2026-01-05 14:05")
    assert column.notna().all()
    assert problems == []
    found = read_cells(list(cells), Conventions("value", "date"))
    assert (found.unfit, found.values.tolist()) == ([], column.to_numpy().tolist())


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["2024-09-02 - 2024-09-08", "2024-09-09 - 2024-09-15"], "2024-09-02"),
        (["2024-09-02/2024-09-08", "2024-09-09/2024-09-15"], "2024-09-02"),
        (["2024-09-02 to 2024-09-08", "2024-09-09 to 2024-09-15"], "2024-09-02"),
        (["2024/09/02–2024/09/08", "2024/09/09–2024/09/15"], "2024-09-02"),
        (["02.09.–08.09.2024", "30.12.–05.01.2025"], "2024-09-02"),
        (["02.09. - 08.09.2024", "16.09. - 22.09.2024"], "2024-09-02"),
        (["2.9.-8.9.2024", "30.12.2024-5.1.2025"], "2024-09-02"),
        (["2.–8.9.2024", "9.–15.9.2024"], "2024-09-02"),
        (["vom 02.09.2024 bis 08.09.2024", "vom 09.09.2024 bis 15.09.2024"], "2024-09-02"),
        (["du 02/09/2024 au 08/09/2024", "du 16/09/2024 au 22/09/2024"], "2024-09-02"),
        (["02/09 - 08/09/2024", "30/12 - 05/01/2025"], "2024-09-02"),
        (["09/02/2024 - 09/08/2024", "09/16/2024 - 09/22/2024"], "2024-09-02"),
        (["Sep 2 - Sep 8, 2024", "Dec 30 - Jan 5, 2025"], "2024-09-02"),
        (["Sep 2 – 8, 2024", "Sep 9 – 15, 2024"], "2024-09-02"),
        (["September 2-8, 2024", "September 9-15, 2024"], "2024-09-02"),
        (["2 – 8 września 2024", "9 – 15 września 2024"], "2024-09-02"),
        (["dal 2 al 8 settembre 2024", "dal 9 al 15 settembre 2024"], "2024-09-02"),
        (["02.09.2024 00:00 - 02.09.2024 01:00", "09.09.2024 00:00 - 09.09.2024 01:00"], "2024-09-02"),
        (["week of Sep 2, 2024", "week of Sep 9, 2024"], "2024-09-02"),
        (["2 t/m 8 september 2024", "9 t/m 15 september 2024"], "2024-09-02"),
    ],
)
def test_of_a_range_the_first_day_counts(tmp_path: Path, cells: list[str], first: str) -> None:
    column, problems = read_column(tmp_path, [f'"{cell}"' for cell in cells])
    assert column[0] == pd.Timestamp(first)
    assert column.notna().all()
    assert problems == []
    assert column.diff()[1] % pd.Timedelta(days=7) == pd.Timedelta(0)


def test_from_one_hour_to_the_next(tmp_path: Path) -> None:
    cells = [f"01.02.2026 {hour:02}:00-{hour + 1:02}:00" for hour in range(8, 18)]
    column, problems = read_column(tmp_path, cells)
    assert column.tolist() == [pd.Timestamp(2026, 2, 1, hour) for hour in range(8, 18)]
    assert problems == []


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["Jan–Mar 2024", "Apr–Jun 2024"], "2024-01-01"),
        (["Oktober bis Dezember 2023", "Januar bis März 2024"], "2023-10-01"),
        (["Dec-Feb 2024", "Mar-May 2024"], "2023-12-01"),
    ],
)
def test_of_a_range_of_months_the_first_counts(tmp_path: Path, cells: list[str], first: str) -> None:
    column, _problems = read_column(tmp_path, cells)
    assert column[0] == pd.Timestamp(first)
    assert column.notna().all()


@pytest.mark.parametrize("form", ["%d.%m.%Y {}:00", "%Y-%m-%d {}:00:00", "%Y-%m-%dT{}:00", "%m/%d/%Y {}:00"])
def test_24_hours_are_midnight_of_the_next_day(sheets: Sheets, form: str) -> None:
    hours = [datetime(2026, 2, 1, 1) + timedelta(hours=place) for place in range(24 * 21)]
    rows = []
    for hour in hours:
        day, number = (hour - timedelta(days=1), 24) if hour.hour == 0 else (hour, hour.hour)
        rows.append([day.strftime(form).format(f"{number:02}"), 100 + number])
    uploaded = sheets.upload(csv("Zeitpunkt;kWh", rows, ";"))
    assert uploaded["columns"][0]["missing"] == 0
    trained = sheets.train("forecasting", uploaded, settings=FAST)
    assert not {"gaps", "duplicates"} & set(trained.codes)
    assert trained.results()[0]["date"] == "2026-02-22T01:00:00"


def test_a_form_is_forecast(sheets: Sheets) -> None:
    times = [datetime(2026, 1, 5, 21, 15, 20) + timedelta(days=day, minutes=day % 7) for day in range(60)]
    rows = [
        [f"{time:%Y/%m/%d} {int(f'{time:%I}')}:{time:%M:%S} {time:%p} GMT+1", 10 + place % 7]
        for place, time in enumerate(times)
    ]
    assert days_ahead(trained_on(sheets, csv("Timestamp,How many?", rows)))[0] == "2026-03-06"


@pytest.mark.parametrize(
    "cells",
    [
        ["Call Monday 5 Jan 2026 about the rent", "Paid 6 Jan 2026 in cash"],
        ["5 red and 6 blue of 2024", "7 red and 8 blue of 2024"],
        ["10 - 20", "20 - 50"],
        ["A1 - B2 - 2024", "A2 - B3 - 2024"],
        ["Room 12/05 - 14 May house", "Room 12/06 - 15 May house"],
    ],
)
def test_words_around_dates_are_text(tmp_path: Path, cells: list[str]) -> None:
    column, _ = read_column(tmp_path, cells)
    assert column.tolist() == cells
