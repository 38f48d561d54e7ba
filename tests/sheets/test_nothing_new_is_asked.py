"""Sheets as shops, banks and programs write them, which were always read right: no question, no refusal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.sheets.conftest import Refused, Sheets, Trained, csv

BEGIN = date(2026, 1, 5)
Sheet = tuple[str | bytes, str, dict[str, Any]]
"""Content, name, and columns where they are not guessed."""


def days(count: int = 70) -> list[date]:
    return [BEGIN + timedelta(number) for number in range(count)]


def value(number: int) -> int:
    return 100 + 10 * (number % 7)


def shopify() -> Sheet:
    """One line per item: what belongs to the whole order stands in its first line alone."""
    rows = []
    for number, day in enumerate(days()):
        rows.append(
            (f"#{1001 + number}", "paid", f"{day} 10:00:00 +0100", value(number), "Mug, blue", 2, 15.25)
        )
        rows.append((f"#{1001 + number}", "", "", "", '"Plate 9"""', 1, value(number) / 10))
    header = "Name,Financial Status,Created at,Total,Lineitem name,Lineitem quantity,Lineitem price"
    return (
        csv(header, [(*r[:4], f'"{r[4]}"' if "," in r[4] else r[4], *r[5:]) for r in rows]),
        "orders.csv",
        {
            "time": "Created at",
            "target": "Total",
        },
    )


def square() -> Sheet:
    rows = []
    for number, day in enumerate(days()):
        rows.append(
            (
                f"{day.month}/{day.day}/26",
                "10:00:00",
                "Bakery",
                "Scone",
                6.0,
                f"${value(number)}.00",
                "Payment",
            )
        )
        if number % 7 == 3:
            rows.append(
                (f"{day.month}/{day.day}/26", "15:00:00", "Bakery", "Scone", -1.0, "($5.00)", "Refund")
            )
    return csv("Date,Time,Category,Item,Qty,Net Sales,Event Type", rows), "items.csv", {}


def amazon() -> Sheet:
    rows = [
        (
            f"{day}T08:30:00+00:00",
            f"203-{number:07}-{number * 7919 % 9999999:07}",
            "Shipped",
            "KET-1",
            1,
            value(number),
        )
        for number, day in enumerate(days())
    ]
    rows.append(("2026-02-02T09:00:00+00:00", "203-1-1", "Cancelled", "KET-1", 0, ""))
    return (
        csv("purchase-date,amazon-order-id,order-status,sku,quantity,item-price", rows),
        "amazon.txt",
        {
            "time": "purchase-date",
            "target": "item-price",
            "item": "sku",
        },
    )


def preamble_and_totals() -> Sheet:
    rows = [(day.strftime("%d.%m.%Y"), f"{value(number)},50") for number, day in enumerate(days())]
    total = sum(value(number) + 0.5 for number in range(70))
    body = csv("Datum;Umsatz", rows, ";")
    return (
        f"Kassenbericht;\nFiliale;Nord\n;\n{body}Summe;{total:.2f}\n".replace(
            f"{total:.2f}", f"{total:.2f}".replace(".", ",")
        ),
        "kasse.csv",
        {},
    )


def ended_and_new_items() -> Sheet:
    rows = [
        (day, item, value(number) * scale)
        for number, day in enumerate(days(120))
        for item, scale, first, last in (("old", 1, 0, 60), ("always", 2, 0, 120), ("new", 3, 70, 120))
        if first <= number < last
    ]
    return csv("date,product,units", rows), "items.csv", {}


def month_ends() -> Sheet:
    ends = pd.date_range("2022-01-31", periods=40, freq="ME")
    return (
        csv("month_end,amount", [(f"{end:%d/%m/%Y}", value(n)) for n, end in enumerate(ends)]),
        "months.csv",
        {},
    )


def business_days() -> Sheet:
    found = pd.bdate_range("2025-06-02", periods=90)
    return csv("date,orders", [(f"{day:%Y-%m-%d}", 50 + 9 * day.dayofweek) for day in found]), "b.csv", {}


def fiscal_quarters() -> Sheet:
    found = pd.date_range("2015-02-01", periods=30, freq="QS-FEB")
    return (
        csv("Quarter begins,Revenue", [(f"{day:%Y-%m-%d}", value(n)) for n, day in enumerate(found)]),
        "q.csv",
        {},
    )


def the_hour_that_comes_twice() -> Sheet:
    found = pd.date_range("2025-10-20", periods=24 * 12, freq="h", tz="UTC").tz_convert("Europe/Berlin")
    return csv("hour,kWh", [(f"{at:%Y-%m-%d %H:%M}", 10 + at.hour) for at in found]), "meter.csv", {}


def mondays_wednesdays_fridays() -> Sheet:
    found = [day for day in days(140) if day.weekday() in (0, 2, 4)]
    return csv("date,crates", [(day, 30 + 8 * day.weekday()) for day in found]), "mwf.csv", {}


def names_with_commas() -> Sheet:
    rows = [(day, '"Miller, Sons & Co."', value(n)) for n, day in enumerate(days())]
    return (
        csv("date,customer,sales", rows),
        "commas.csv",
        {"time": "date", "target": "sales", "item": "customer"},
    )


def line_ends_of_old_macs() -> Sheet:
    return (
        csv("date,sales", [(day, value(n)) for n, day in enumerate(days())]).replace("\n", "\r"),
        "mac.csv",
        {},
    )


def minus_signs() -> Sheet:
    rows = [(day, f"−{value(n)}" if n % 9 == 0 else value(n)) for n, day in enumerate(days())]
    return csv("date,balance change", rows), "minus.csv", {"time": "date", "target": "balance change"}


def long_numbers() -> Sheet:
    rows = [(day, 12345678901234567 + n, value(n)) for n, day in enumerate(days())]
    return csv("date,order_id,sales", rows), "ids.csv", {}


def inch_marks() -> Sheet:
    rows = [(day, f'"Pipe {size}"""', value(n)) for n, day in enumerate(days()) for size in ("1/2", "3/4")]
    return csv("date,product,units", rows), "pipes.csv", {}


def utf_16() -> Sheet:
    text = csv("Datum\tUmsatz", [(f"{day:%d.%m.%Y}", value(n)) for n, day in enumerate(days())], "\t")
    return text.encode("utf-16"), "unicode.txt", {}


def dates_of_1904() -> Sheet:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(("date", "sales"))
    for number, day in enumerate(days()):
        book.active.append((datetime(day.year, day.month, day.day), value(number)))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), "mac.xlsx", {}


def ordinary_statuses() -> Sheet:
    rows = [
        (day, kind, value(n)) for n, day in enumerate(days()) for kind in ("Delivered", "In transit", "Ready")
    ]
    return csv("date,Status,amount", rows), "s.csv", {"time": "date", "target": "amount"}


def ordinary_peaks() -> Sheet:
    """Christmas and a sale are no typing slips, and Sundays of 0 no template."""
    found = [BEGIN - timedelta(400) + timedelta(n) for n in range(420)]
    rows = [
        (
            day,
            0
            if day.weekday() == 6
            else 100 * (4 if day.month == 12 and 10 < day.day < 25 else 1) + day.weekday(),
        )
        for day in found
    ]
    return csv("date,sales", rows), "peaks.csv", {}


def seldom_sold() -> Sheet:
    rows = [(day, (n * 7919 % 5) if n % 6 == 0 else 0) for n, day in enumerate(days(200))]
    return csv("date,units", rows), "seldom.csv", {}


SHEETS: list[Callable[[], Sheet]] = [
    shopify, square, amazon, preamble_and_totals, ended_and_new_items, month_ends, business_days,
    fiscal_quarters, the_hour_that_comes_twice, mondays_wednesdays_fridays, names_with_commas,
    line_ends_of_old_macs, minus_signs, long_numbers, inch_marks, utf_16, dates_of_1904,
    ordinary_statuses, ordinary_peaks, seldom_sold,
]  # fmt: skip


@pytest.mark.parametrize("make", SHEETS, ids=lambda make: make.__name__)
def test_a_sheet_that_was_read_right_is_read_without_a_question(
    sheets: Sheets, make: Callable[[], Sheet]
) -> None:
    content, name, columns = make()
    order: dict[str, Any] = {"settings": {"horizon": 7}, **({"columns": columns} if columns else {})}
    found = sheets.forecast(content, name, **order)
    assert isinstance(found, Trained), found.text


YES_AND_NO = {
    "en": ("yes", "no"), "de": ("ja", "nein"), "fr": ("oui", "non"), "es": ("sí", "no"), "it": ("sì", "no"),
    "pt": ("sim", "não"), "nl": ("ja", "nee"), "pl": ("tak", "nie"), "sv": ("ja", "nej"), "cs": ("ano", "ne"),
    "ru": ("да", "нет"), "tr": ("evet", "hayır"), "digits": ("1", "0"), "true": ("TRUE", "FALSE"),
}  # fmt: skip


@pytest.mark.parametrize("language", YES_AND_NO)
def test_yes_and_no_are_known(sheets: Sheets, language: str) -> None:
    yes, no = YES_AND_NO[language]
    rows = [
        (f"C{n}", 20 + n * 7 % 50, n % 6, yes if n * 7 % 50 + n * 31 % 40 > 44 else no) for n in range(120)
    ]
    uploaded = sheets.upload(csv("customer,age,visits,bought", rows), "customers.csv")
    found = sheets.train("purchase", uploaded)
    assert isinstance(found, Trained), found.text


@pytest.mark.parametrize("place", range(13))
def test_no_awkward_sheet_is_asked_about(sheets: Sheets, shared_data: Path, place: int) -> None:
    """But the one whose dates fit two readings, which was asked about before."""
    files = sorted(path for path in (shared_data / "awkward").iterdir() if path.suffix != ".md")
    if place >= len(files):
        pytest.skip("fewer sheets")
    found = sheets.upload(files[place].read_bytes(), files[place].name)
    assert not isinstance(found, Refused) or "readings" in found.body, found.text
