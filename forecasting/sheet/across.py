"""Tables of years by months (or quarters): a row per year with a column per month, or the other way round.

A column of totals beside them is no month; it is left out. Loads nothing heavy: columns are guessed by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cells.months import month_of, plain
from contract.data import Kind
from forecasting.sheet.part_names import Part, part_of_name

FEWEST: Mapping[Part, int] = {"month": 6, "quarter": 4, "half": 2, "year": 2}
MOST: Mapping[Part, int] = {"month": 12, "quarter": 4, "half": 2, "year": 200}
TOTALS = frozenset(
    {*("total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "somme", "totaux", "suma")}
    | {*("totale", "somma", "soma", "totaal", "som", "razem", "lacznie", "totalt", "sammanlagt", "i alt")}
    | {
        *(
            "итого",
            "всего",
            "jahressumme",
            "jahr",
            "year",
            "ytd",
            "yeartotal",
            "annual",
            "annee",
            "ano",
            "anno",
        )
    }
    | {*("average", "avg", "mean", "mittel", "mittelwert", "durchschnitt", "moyenne", "media", "promedio")}
    | {*("gemiddelde", "srednia", "medelvarde", "yhteensa", "celkem", "osszesen", "toplam", "jaar", "rok")}
)
"""The words of names of columns of totals or means: "Total 2024", "Year total"."""
PARTS: Mapping[Part, re.Pattern[str]] = {
    "quarter": re.compile(
        r"(?:[qtk]|quarter|quartal|trimestre|trim|qtr|kw|kwartal|kwartaal|kvartal)\.?\s?([1-4])|"
        r"([1-4])\s?(?:\.|st|nd|rd|th|er|e|o)?\s?"
        r"(?:q|quarter|quartal|trimestre|trim|qtr|kwartal|kwartaal|kvartal)\.?"
    ),
    "half": re.compile(
        r"(?:h|hj|s|half|halbjahr|semestre|semester)\.?\s?([12])|"
        r"([12])\s?(?:\.|st|nd|er|e|o)?\s?(?:h|hj|half|halbjahr|semestre|semester|polrocze)"
    ),
    "year": re.compile(r"(?:fy\s?)?((?:19|20)\d{2})"),
}
BARE_MONTH = re.compile(r"(?:m|month|monat|mois|mes)?\s?(0?[1-9]|1[0-2])")


@dataclass(frozen=True)
class Across:
    """``places`` are the columns that hold amounts, with the number of the part of the year (or of the year)
    that each is named after."""

    part: Part
    places: Mapping[str, int]


def across_in(names: Iterable[str]) -> Across | None:
    """The columns that are named after months without a year, after quarters, or after years; None where too
    few are."""
    names = list(names)
    found: dict[Part, dict[str, int]] = {"month": {}, "quarter": {}, "half": {}, "year": {}}
    for name in names:
        text = plain(name.strip())
        if number := month_of(text):
            found["month"][name] = number
        for part, pattern in PARTS.items():
            if match := pattern.fullmatch(text):
                found[part][name] = int(next(group for group in match.groups() if group))
    if not found["month"]:
        bare = {name: BARE_MONTH.fullmatch(plain(name.strip())) for name in names}
        numbers = {name: int(match[1]) for name, match in bare.items() if match}
        if sorted(numbers.values()) == list(range(1, 13)):
            found["month"] = numbers
    for part, places in found.items():
        if len(places) >= FEWEST[part] and len(set(places.values())) == len(places) <= MOST[part]:
            return Across(part, places)
    return None


def is_total(name: str) -> bool:
    """Whether a column of this name adds up the others, or is their mean."""
    words = [word for word in re.split(r"[\W\d_]+", plain(name)) if word]
    return bool(words) and all(word in TOTALS for word in words)


def guess_across(kinds: Mapping[str, Kind]) -> dict[str, str | tuple[str, ...]] | None:
    """The roles of the columns of a table of years by months, by names and kinds; None of other sheets."""
    if "date" in kinds.values() and not any(
        part_of_name(name) == "year" for name, kind in kinds.items() if kind == "date"
    ):
        return None
    across = across_in(name for name, kind in kinds.items() if kind == "number")
    if across is None:
        return None
    beside = [name for name in kinds if name not in across.places and not is_total_of(name, kinds)]
    wanted = ("month", "quarter", "half", "week") if across.part == "year" else ("year",)
    time = next((name for name in beside if part_of_name(name) in wanted), None)
    numbers = [name for name in beside if kinds[name] == "number"]
    if time is None and across.part == "month" and len(across.places) == MOST["month"] and len(numbers) == 1:
        (time,) = numbers  # whatever it is called: what it holds is checked
    if time is None:
        return None
    items = tuple(name for name in beside if name != time and kinds[name] in ("category", "text"))
    named = {"item": items if len(items) > 1 else items[0]} if items else {}
    return {"time": time, "target": tuple(across.places), **named}


def is_total_of(name: str, kinds: Mapping[str, Kind]) -> bool:
    return kinds[name] == "number" and is_total(name) and part_of_name(name) is None


def totals_beside(kinds: Mapping[str, Kind], used: Sequence[str]) -> list[str]:
    """The columns of totals that are not ``used``."""
    return [name for name in kinds if name not in used and is_total_of(name, kinds)]
