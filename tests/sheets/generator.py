"""Sheets at random with a known truth: what somebody writes down, in their language and with their marks, and
the numbers that must come of it. Nothing here looks at how the program reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

MONTHS: Mapping[str, Sequence[str]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
WORDS: Mapping[str, Sequence[str]] = {
    "en": ("Date", "Sales", "Shop", "Total", "Status", "completed", "cancelled"),
    "de": ("Datum", "Umsatz", "Filiale", "Summe", "Status", "abgeschlossen", "storniert"),
    "fr": ("Date", "Ventes", "Magasin", "Total", "Statut", "terminée", "annulée"),
    "es": ("Fecha", "Ventas", "Tienda", "Total", "Estado", "completado", "cancelado"),
}
LANGUAGES = tuple(WORDS)


@dataclass(frozen=True)
class Truth:
    """The answer that the sheet leads to: the dates of the next steps and their values. ``may_ask`` where to
    ask is as good as to read; ``told`` is a word that must be said where the values cannot be right."""

    dates: Sequence[str]
    values: Sequence[float]
    may_ask: bool = False
    told: str = ""
    tolerance: float = 0.08


@dataclass(frozen=True)
class Case:
    kind: str
    content: bytes
    name: str
    truth: Truth
    columns: Mapping[str, Any] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    item: str | None = None


@dataclass(frozen=True)
class Series:
    """Times and values, with the next steps held back: a pattern that repeats, on a level."""

    times: pd.DatetimeIndex
    values: np.ndarray
    ahead: pd.DatetimeIndex
    coming: np.ndarray


STEPS: Mapping[str, tuple[str, int, int]] = {
    # pandas' offset, the steps after which the pattern repeats, the rows
    "15 minutes": ("15min", 96, 96 * 10),
    "3 hours": ("3h", 8, 8 * 40),
    "hour": ("h", 24, 24 * 15),
    "day": ("D", 7, 90),
    "business day": ("B", 5, 90),
    "week": ("7D", 4, 110),
    "2 weeks": ("14D", 2, 60),
    "4 weeks": ("28D", 13, 52),
    "month": ("MS", 12, 48),
    "month end": ("ME", 12, 48),
    "2 months": ("2MS", 6, 36),
    "quarter": ("QS", 4, 28),
    "half-year": ("6MS", 2, 24),
    "year": ("YS", 1, 20),
}
HORIZON = 4


def series(random: np.random.Generator, step: str) -> Series:
    offset, period, rows = STEPS[step]
    begin = pd.Timestamp(2021, 1, 4) + pd.Timedelta(days=int(random.integers(0, 40)) * 7)
    if step in ("year", "half-year", "quarter", "2 months", "4 weeks"):
        begin = pd.Timestamp(2004, 1, 1)
    times = pd.date_range(begin, periods=rows + HORIZON, freq=offset)
    level = float(random.integers(80, 900))
    pattern = np.round(level * (1 + 0.3 * np.cos(2 * np.pi * np.arange(period) / period)), 0)
    values = np.tile(pattern, rows // period + 2 * HORIZON)[: rows + HORIZON]
    if period == 1:
        values = np.round(level * 1.02 ** np.arange(rows + HORIZON), 0)
    ahead, coming = times[rows:], values[rows:]
    if step == "business day":  # weekends come, too, and bring nothing
        ahead = pd.date_range(times[rows - 1], periods=HORIZON + 1)[1:]
        weekend = ahead.dayofweek >= 5
        coming = np.where(weekend, 0, values[rows + np.cumsum(~weekend) - 1])
    return Series(times[:rows], values[:rows], ahead, coming)


def truth_of(found: Series, **about: Any) -> Truth:
    hours = bool((found.ahead.hour + found.ahead.minute).any()) or len(found.times) > 300
    form = "%Y-%m-%dT%H:%M:%S" if hours else "%Y-%m-%d"
    return Truth(list(found.ahead.strftime(form)), list(found.coming), **about)


# --- How people write dates and numbers ------------------------------------------------------------


def written(time: pd.Timestamp, language: str, form: str) -> str:
    months = MONTHS[language]
    week = time.isocalendar()
    return {
        "iso": lambda: str(time)[:16] if time.hour or time.minute else str(time)[:10],
        "dmy": lambda: time.strftime("%d/%m/%Y"),
        "dots": lambda: time.strftime("%d.%m.%Y"),
        "mdy": lambda: time.strftime("%m/%d/%Y"),
        "named": lambda: f"{time.day} {months[time.month - 1]} {time.year}",
        "month": lambda: f"{months[time.month - 1]} {time.year}",
        "yyyymm": lambda: time.strftime("%Y%m"),
        "dotted month": lambda: time.strftime("%Y.%m"),
        "quarter": lambda: f"{time.year} Q{time.quarter}",
        "half": lambda: f"H{1 if time.month < 7 else 2} {time.year}",
        "week": lambda: f"{week.year}-W{week.week:02}",
        "compact week": lambda: f"{week.year}W{week.week:02}",
        "range": lambda: f"{time:%Y-%m-%d} - {time + timedelta(days=6):%Y-%m-%d}",
        "dotted range": lambda: f"{time:%d.%m.%Y} - {time + timedelta(days=6):%d.%m.%Y}",
        "year": lambda: str(time.year),
        "form": lambda: time.strftime("%Y/%m/%d %I:%M:%S %p GMT+1"),
    }[form]()


FORMS: Mapping[str, Sequence[str]] = {
    "15 minutes": ("iso",),
    "3 hours": ("iso",),
    "hour": ("iso",),
    "day": ("iso", "dmy", "dots", "mdy", "named", "form"),
    "business day": ("iso", "dots", "named"),
    "week": ("iso", "range", "dotted range", "week", "compact week"),
    "2 weeks": ("iso", "dots"),
    "4 weeks": ("iso", "named"),
    "month": ("iso", "month", "yyyymm", "dotted month"),
    "month end": ("iso", "dots", "dmy"),
    "2 months": ("iso", "month"),
    "quarter": ("iso", "quarter"),
    "half-year": ("iso", "half"),
    "year": ("iso", "year"),
}


def number(value: float, form: str) -> str:
    return {
        "plain": lambda: f"{value:g}",
        "points": lambda: f"{value:.2f}",
        "comma": lambda: f"{value:.2f}".replace(".", ","),
        "money": lambda: f"€ {value:.2f}",
        "thousands": lambda: f"{value * 1000:,.2f}",
        "german": lambda: f"{value * 1000:,.2f}".translate(str.maketrans(",.", ".,")),
        "flagged": lambda: f"{value:g} p" if int(value) % 5 == 0 else f"{value:g}",
    }[form]()


NUMBERS = ("plain", "points", "comma", "money", "thousands", "german", "flagged")


def text(header: Sequence[str], rows: Sequence[Sequence[Any]], mark: str = ";") -> bytes:
    lines = [mark.join(header), *(mark.join(map(str, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode()
