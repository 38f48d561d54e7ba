"""Columns that hold a part of a date, by their names: "Year", "Monat", "KW", "Heure". Loads nothing heavy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from cells.months import plain
from contract.data import Kind

Part = Literal["year", "half", "quarter", "month", "week", "day", "hour", "time"]

NAMES: Mapping[Part, frozenset[str]] = {
    "year": frozenset(
        {*("year", "years", "yr", "yyyy", "jahr", "annee", "an", "ano", "anno", "jaar", "ar", "rok")}
        | {*("vuosi", "год", "yil", "ev", "fy", "geschaftsjahr", "exercice", "ejercicio", "esercizio")}
    ),
    "half": frozenset({"half", "halfyear", "halbjahr", "hj", "semester", "semestre", "polrocze", "halvar"}),
    "quarter": frozenset(
        {"quarter", "qtr", "q", "quartal", "trimestre", "kwartaal", "kvartal", "kwartal", "quarters"}
    ),
    "month": frozenset(
        {"month", "mth", "mon", "mo", "monat", "mois", "mes", "mese", "maand", "maned", "manad", "miesiac"}
        | {"kuukausi", "месяц", "mesic", "monthname", "monatsname", "periode", "period", "periodo"}
        | {"months", "yearmonth", "monate", "luna", "ay", "honap", "monthyear", "jahrmonat", "anomes"}
    ),
    "week": frozenset(
        {"week", "wk", "kw", "woche", "kalenderwoche", "semaine", "semana", "settimana", "weeknumber"}
        | {"vecka", "uke", "uge", "tydzien", "viikko", "неделя", "isoweek", "weeknum", "weekno", "yearweek"}
        | {"calendarweek", "weken"}
    ),
    "day": frozenset({"day", "tag", "jour", "dia", "giorno", "dag", "dzien", "paiva", "день", "dom", "den"}),
    "hour": frozenset(
        {"hour", "hr", "stunde", "heure", "hora", "ora", "uur", "godzina", "timme", "tunti", "час"}
    ),
    "time": frozenset({"time", "uhrzeit", "zeit", "tijd", "tid", "clock", "время", "horario", "orario"}),
}
DATE_NAMES = frozenset({"date", "datum", "fecha", "data", "дата", "dato", "tarih", "paivamaara", "pvm"})
"""Of a column of numbers, such as 2024 or 202401, where no other column holds dates."""
BESIDE = frozenset(
    {"of", "the", "no", "nr", "num", "number", "name", "fiscal", "calendar", "iso", "de", "del", "di"}
    | {"numero", "nummer", "in", "la", "l", "begin", "start", "beginning", "ending"}
)
"""Words beside those of a part that do not make another thing of it: "month of year", "ISO week no"."""
WORDS = re.compile(r"[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ]+|[A-ZÀ-Þ]+")
ACROSS: tuple[tuple[Part, ...], ...] = (
    ("year", "month"),
    ("year", "quarter"),
    ("year", "week"),
    ("year", "half"),
)


def part_of_name(name: str) -> Part | None:
    """The part that a column of this name holds, where it names nothing else."""
    words = [plain(word) for word in WORDS.findall(name)]
    parts = [part for part, known in NAMES.items() if not known.isdisjoint(words)]
    rest = [word for word in words if word not in BESIDE and not any(word in NAMES[part] for part in parts)]
    if rest or not parts:
        return None
    return parts[0] if len(parts) == 1 or parts[0] != "year" else parts[1]  # of "year month" it is the month


def guess_time(kinds: Mapping[str, Kind], hints: Sequence[str]) -> tuple[str, ...]:
    """The columns that date the rows, by names and kinds: a date, with the hour or the time beside it; else
    a year with its months, quarters or weeks; else a column named after one of these. Empty where none is.

    Some other column of numbers is left: that of the amounts.
    """
    parts: dict[Part, list[str]] = {}
    for name, kind in kinds.items():
        if kind in ("number", "category", "text") and (part := part_of_name(name)) is not None:
            parts.setdefault(part, []).append(name)
    dates = [name for name, kind in kinds.items() if kind == "date"]
    if dates:
        hinted = [name for hint in hints for name in dates if hint in re.split(r"[^a-z0-9]+", name.lower())]
        first = (hinted or dates)[0]
        for found in (
            *_with(parts, first, "hour", "time"),
            *(
                _with(parts, first, "quarter", "month", "week", "half")
                if part_of_name(first) == "year"
                else ()
            ),
        ):
            if _leaves_numbers(kinds, found):
                return found
        return (first,)
    for whole, within in ACROSS:
        for year in parts.get(whole, ()):
            for column in parts.get(within, ()):
                found = (year, column, *(parts.get("day", [])[:1] if within == "month" else ()))
                if _leaves_numbers(kinds, found):
                    return found
    alone: tuple[Part, ...] = ("month", "week", "quarter", "year")
    called = [name for name in kinds if not DATE_NAMES.isdisjoint(map(plain, WORDS.findall(name)))]
    for name in [*(name for part in alone for name in parts.get(part, ())), *called]:
        if kinds[name] == "number" and _leaves_numbers(kinds, (name,)):
            return (name,)
    return ()


def _with(parts: Mapping[Part, list[str]], first: str, *more: Part) -> list[tuple[str, ...]]:
    return [(first, name) for part in more for name in parts.get(part, ())]


def _leaves_numbers(kinds: Mapping[str, Kind], taken: Sequence[str]) -> bool:
    return any(kind == "number" and name not in taken for name, kind in kinds.items())
