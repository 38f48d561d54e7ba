"""The kinds of sheets at random: each makes one sheet with its truth."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import Workbook

from tests.sheets.generator import (
    FORMS,
    HORIZON,
    LANGUAGES,
    MONTHS,
    NUMBERS,
    STEPS,
    WORDS,
    Case,
    Truth,
    number,
    series,
    text,
    truth_of,
    written,
)

FEWEST_NUMBERS = 7


def steps_and_dates(random: np.random.Generator) -> Case:
    step = str(random.choice(list(STEPS)))
    form, language = str(random.choice(FORMS[step])), str(random.choice(LANGUAGES))
    numbers = str(random.choice(NUMBERS))
    if numbers == "flagged" and STEPS[step][1] < FEWEST_NUMBERS:  # of two or three numbers no mark is a note
        numbers = "plain"
    found = series(random, step)
    words = WORDS[language]
    rows = [
        (written(time, language, form), number(value, numbers))
        for time, value in zip(found.times, found.values, strict=True)
    ]
    factor = 1000 if numbers in ("thousands", "german") else 1
    weeks = form in ("week", "compact week")
    if weeks:  # ISO weeks begin on Monday, and so do the times here
        assert found.times[0].dayofweek == 0
    asked = form in ("dmy", "mdy", "dots") and max(found.times.day) <= 12
    truth = truth_of(found, may_ask=asked)
    truth = Truth(truth.dates, [value * factor for value in truth.values], truth.may_ask)
    return Case(f"{step}: {form}", text(words[:2], rows), "sheet.csv", truth)


def unlike_rows(random: np.random.Generator) -> Case:
    words = WORDS[str(random.choice(LANGUAGES))]
    found = series(random, "day")
    rows = []
    for time, value in zip(found.times, found.values, strict=True):
        rows.append((str(time)[:10], words[5], value))
        if random.random() < 0.4:
            rows.append((str(time)[:10], words[6], value))
    header = (words[0], words[4], words[1])
    return Case("cancelled orders", text(header, rows), "orders.csv", truth_of(found, may_ask=True))


def currencies(random: np.random.Generator) -> Case:
    found = series(random, "day")
    both = list(random.choice(["EUR", "USD", "JPY", "chf", "zar", "gbp"], 2, replace=False))
    rows = [
        (str(time)[:10], code, value * (1 if code == both[0] else 150))
        for time, value in zip(found.times, found.values, strict=True)
        for code in both
    ]
    content = text(("Date", "Currency", "Amount"), rows)
    return Case("two currencies", content, "payments.csv", truth_of(found, may_ask=True))


def typing_slip(random: np.random.Generator) -> Case:
    found = series(random, "day")
    values = found.values.copy()
    values[int(random.integers(20, 80))] *= float(random.choice([100, 1000]))
    rows = [(str(time)[:10], value) for time, value in zip(found.times, values, strict=True)]
    return Case(
        "a value x 100 or x 1,000", text(("Day", "Orders"), rows), "slip.csv", truth_of(found, may_ask=True)
    )


def overlapping_exports(random: np.random.Generator) -> Case:
    found = series(random, "day")
    rows = [
        (str(time)[:10], 1000 + place, value)
        for place, (time, value) in enumerate(zip(found.times, found.values, strict=True))
    ]
    overlap = int(random.integers(8, 25))
    rows = [*rows[:60], *rows[60 - overlap : 60], *rows[60:]]
    content = text(("Date", "Invoice", "Amount"), rows)
    return Case("overlapping exports", content, "both.csv", truth_of(found, may_ask=True))


def codes(random: np.random.Generator) -> Case:
    found = series(random, "day")
    items = [("1E5", "100000"), ("007", "7"), ("90.750", "90.75"), ("2E3", "2000"), ("NA", "EU")]
    first, second = items[int(random.integers(len(items)))]
    rows = [
        (str(time)[:10], code, value * factor)
        for time, value in zip(found.times, found.values, strict=True)
        for code, factor in ((first, 1), (second, 3))
    ]
    name = "Region" if first == "NA" else "SKU"
    columns = {"time": "Day", "target": "Units", "item": name}
    content = text(("Day", name, "Units"), rows)
    return Case("codes", content, "codes.csv", truth_of(found), columns, item=first)


def unfinished_week(random: np.random.Generator) -> Case:
    found = series(random, "week")
    share = float(random.choice([1 / 7, 2 / 7, 3 / 7]))
    rows = [(str(time)[:10], value) for time, value in zip(found.times, found.values, strict=True)]
    rows.append((str(found.ahead[0])[:10], round(float(found.coming[0]) * share * 0.7)))
    return Case(
        "a week not finished", text(("Week", "Takings"), rows), "weeks.csv", truth_of(found, may_ask=True)
    )


def template_zeros(random: np.random.Generator) -> Case:
    found = series(random, "day")
    rows = [(str(time)[:10], value) for time, value in zip(found.times, found.values, strict=True)]
    empty = pd.date_range(found.ahead[0], periods=int(random.integers(20, 60)))
    rows += [(str(time)[:10], 0) for time in empty]
    return Case(
        "zeros of a template", text(("Day", "Covers"), rows), "plan.csv", truth_of(found, may_ask=True)
    )


def parts_of_a_date(random: np.random.Generator) -> Case:
    language = str(random.choice(LANGUAGES))
    found = series(random, "month")
    names = {"en": ("Year", "Month"), "de": ("Jahr", "Monat"), "fr": ("Année", "Mois"), "es": ("Año", "Mes")}
    numbers = bool(random.integers(2))
    rows = [
        (time.year, time.month if numbers else MONTHS[language][time.month - 1], value)
        for time, value in zip(found.times, found.values, strict=True)
    ]
    content = text((*names[language], WORDS[language][1]), rows)
    return Case("year and month apart", content, "months.csv", truth_of(found))


def years_by_months(random: np.random.Generator) -> Case:
    language = str(random.choice(LANGUAGES))
    found = series(random, "month")
    table = found.values.reshape(-1, 12)
    begin = int(found.times[0].year)
    times = pd.date_range(f"{begin}-01-01", periods=len(found.values) + HORIZON, freq="MS")
    rows = [(begin + place, *map(int, values), int(values.sum())) for place, values in enumerate(table)]
    header = ("Year", *MONTHS[language], WORDS[language][3])
    truth = Truth(list(times[-HORIZON:].strftime("%Y-%m-%d")), list(found.coming))
    return Case("years by months", text(header, rows), "table.csv", truth)


def midnight_at_24(random: np.random.Generator) -> Case:
    found = series(random, "hour")
    shift = pd.Timedelta(hours=1)
    rows = []
    for time, value in zip(found.times, found.values, strict=True):
        midnight = time.hour == 0
        day = time - shift if midnight else time
        rows.append((f"{day:%d.%m.%Y} {'24:00' if midnight else f'{time:%H:%M}'}", value))
    return Case("24:00", text(("Zeitpunkt", "kWh"), rows), "meter.csv", truth_of(found))


def mixed_offsets(random: np.random.Generator) -> Case:
    """Late in the evening by one clock, half past midnight by the other: one moment each day."""
    found = series(random, "day")
    rows = [
        (
            f"{time:%Y-%m-%d}T22:30:00Z"
            if place % 2
            else f"{time + pd.Timedelta(days=1):%Y-%m-%d}T00:30:00+02:00",
            value,
        )
        for place, (time, value) in enumerate(zip(found.times, found.values, strict=True))
    ]
    return Case("offsets mixed", text(("paid_at", "amount"), rows), "paid.csv", truth_of(found, may_ask=True))


def percent_level(random: np.random.Generator) -> Case:
    found = series(random, "15 minutes")
    level = np.round(50 + 20 * (found.values - found.values.min()) / np.ptp(found.values), 1)
    rows = [(str(time)[:16], value) for time, value in zip(found.times, level, strict=True)]
    content = text(("timestamp", "level_percent"), rows)
    truth = Truth(list(found.ahead.strftime("%Y-%m-%dT%H:%M:%S")), list(level[-96:][:HORIZON]))
    return Case("a level in percent", content, "tank.csv", truth)


def workbook(rows: Sequence[Sequence[Any]], prepare: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    prepare(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def hidden_rows(random: np.random.Generator) -> Case:
    found = series(random, "day")
    rows: list[Sequence[Any]] = [("Date", "Store", "Revenue")]
    for time, value in zip(found.times, found.values, strict=True):
        day = datetime(time.year, time.month, time.day)
        rows += [(day, "North", float(value)), (day, "South", float(value) * 7)]

    def hide(sheet: Any) -> None:
        for place, row in enumerate(rows, start=1):
            if row[1] == "South":
                sheet.row_dimensions[place].hidden = True

    columns = {"time": "Date", "target": "Revenue"}
    return Case(
        "rows hidden by a filter",
        workbook(rows, hide),
        "filtered.xlsx",
        truth_of(found, may_ask=True),
        columns,
    )


def formulas(random: np.random.Generator) -> Case:
    found = series(random, "day")
    rows: list[Sequence[Any]] = [("Date", "Revenue")]
    for place, (time, value) in enumerate(zip(found.times, found.values, strict=True), start=2):
        day = datetime(time.year, time.month, time.day)
        rows.append((day, f"=B{place - 1}+1" if place % 9 == 0 else float(value)))
    return Case("formulas without values", workbook(rows), "made.xlsx", truth_of(found, told="formula"))


KINDS: Sequence[tuple[Callable[[np.random.Generator], Case], int]] = (
    (steps_and_dates, 140),
    (unlike_rows, 15),
    (currencies, 10),
    (typing_slip, 15),
    (overlapping_exports, 10),
    (codes, 20),
    (unfinished_week, 15),
    (template_zeros, 10),
    (parts_of_a_date, 15),
    (years_by_months, 10),
    (midnight_at_24, 10),
    (mixed_offsets, 10),
    (percent_level, 5),
    (hidden_rows, 10),
    (formulas, 5),
)
"""Each kind with its number of sheets: 300 together."""


def cases(seed: int = 13) -> list[Case]:
    random = np.random.default_rng(seed)
    return [make(random) for make, count in KINDS for _ in range(count)]
