"""Dates written at length or as a range, put into the few words that the patterns of ``dates`` know.

"lundi 5 janvier 2026 à 14:05:00 CET" becomes "5 janvier 2026 14:05:00 CET"; of "01.09.–07.09.2024" the first
day is kept, with the year that only its end names.
"""

from __future__ import annotations

import re

from cells.months import WEEKDAYS, month_of, plain

FILLERS = frozenset(
    {
        *(
            "de",
            "del",
            "of",
            "the",
            "a",
            "as",
            "las",
            "les",
            "at",
            "um",
            "om",
            "alle",
            "ore",
            "ora",
            "o",
            "godz",
        )
    }
    | {*("godz.", "kl", "kl.", "uhr", "uur", "r", "r.", "le", "den", "il", "la", "el", "dnia", "os", "h.")}
    | {*("klo", "г", "г.", "года", "в", "on")}
)
LONGEST = 100  # characters of a date; more are a note
WORD = re.compile(r"[^\s,]+")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?h?")
HALF_DAY = re.compile(r"\b([ap])\.?\s?m\.?(?=\s|$|,)", re.IGNORECASE)
LONG = re.compile(r"^[^\W\d_-]{2,}(?:-feira)?[.,]?\s+.*\d|\d.*[^\W\d_]{3,}.*\d")
ABBREVIATED = re.compile(r"[A-Z]{1,5}(?:[-+]\d{1,2}(?::?\d{2})?)?|[-+]\d{1,2}(?::?\d{2})?|\(.*\)")

# "Central European Standard Time" as it is called in the languages whose programs write it out.
CENTRAL = re.compile(
    r"centr\w*[ -]europ|europ\w*[ -]centr|europa central|mitteleurop|midden-?europ|srodkowoeurop|"
    r"mellaneurop|sentraleurop|mellemeurop"
)
SUMMER = re.compile(
    r"summer|daylight|sommer|zomer|\bete\b|d.ete|verano|verao|estiva|legale|letni|sommar|sommer"
)
TIME_WORD = re.compile(
    r"\b(?:time|heure|hora|horario|ora|czas)\b|\w*(?:zeit|tijd|tid)\b"
)  # such words name a zone


def shorter(text: str) -> str | None:
    """``text`` as the patterns of ``dates`` write it; None where it is neither long nor a range."""
    if len(text) > LONGEST:
        return None
    if (first := _first_of_range(text)) is not None:
        return _at_length(first) or first
    return _at_length(text)


def _at_length(text: str) -> str | None:
    if not LONG.search(text):
        return None
    text = HALF_DAY.sub(r"\1m", text)
    words = WORD.findall(text)
    clock = next((at for at, word in enumerate(words) if at and CLOCK.fullmatch(word)), len(words))
    day = words[:clock]
    while day and plain(day[-1]) in FILLERS:
        day.pop()
    if len(day) > 1 and plain(day[0].rstrip(".,")) in WEEKDAYS and any(month_of(word) for word in day[1:]):
        day = day[1:]
    day = [word for word in day if plain(word) not in FILLERS or month_of(word)]
    behind = _behind_clock(words[clock + 1 :])
    if behind is None or not any(month_of(part) for word in day for part in re.split(r"[./-]", word)):
        return None
    time = [words[clock].rstrip("h"), *behind] if clock < len(words) else []
    found = " ".join([*day, *time])
    return found if found != text else None


def _behind_clock(words: list[str]) -> list[str] | None:
    """Half of the day and zone, as abbreviations; None where other words stand there."""
    half = [words[0]] if words and words[0].lower() in ("am", "pm") else []
    rest = [word for word in words[len(half) :] if plain(word) not in FILLERS]
    if not rest or (len(rest) <= 2 and all(ABBREVIATED.fullmatch(word) for word in rest)):
        return half + rest
    said = plain(" ".join(words[len(half) :]))
    if "/" in said and len(rest) == 1:  # Europe/Berlin: which offset that was, is not said
        return half
    if not TIME_WORD.search(said):
        return None
    return [*half, ("CEST" if SUMMER.search(said) else "CET")] if CENTRAL.search(said) else half


# --- From one day to another ---

BETWEEN = re.compile(
    r"(?P<first>[^\s].*?)(?:"
    r"\s+(?:-|–|—|to|bis|au|al|a|até|do|tot(?: en met)?|t/m|till|til|through|thru|по)\s+|"
    r"(?:(?<=^\d)|(?<=^\d\d)|(?<=\s\d)|(?<=\s\d\d))-(?=\d{1,2}[\s,])|"
    r"\s*[–—]\s*|\s*\.\.\.?\s*|(?<=\d)\.?/(?=\d{4}-)|(?<=\.)-(?=\d)|(?<=\d\d\d\d)-(?=\d\d?[./]))(?P<last>[^\s].*)"
)
FROM = re.compile(r"^(?:from|vom|von|du|dal|del|de|od|van|с|fra|från)\s+", re.IGNORECASE)
DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
LAST = (
    # What the end of the range says, and how its beginning is completed by that: year, and maybe month.
    (re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}\.?"), "iso"),
    (re.compile(r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})"), "numeric"),
    (
        re.compile(
            rf"(?P<day>{DAY})\s?(?:de |of )?(?P<name>[^\W\d_]{{3,12}}\.?),?\s(?:de )?(?P<year>\d{{4}})"
        ),
        "day",
    ),
    (re.compile(rf"(?P<name>[^\W\d_]{{3,12}}\.?)\s(?P<day>{DAY}),?\s(?P<year>\d{{4}})"), "month"),
    (re.compile(rf"(?P<day>{DAY}),?\s(?P<year>\d{{4}})"), "month"),
)
YEARS = re.compile(r"(?:19|20)\d{2}")


def _first_of_range(text: str) -> str | None:
    """The first day of "2024-09-02 - 2024-09-08", "01.09.–07.09.2024", "Sep 2 - 8, 2024"; None of others."""
    if len(re.findall(r"\d{1,2}", text)) < 3:
        return None
    match = BETWEEN.fullmatch(FROM.sub("", text))
    if match is None:
        return None
    first, last = match["first"].strip(), match["last"].strip()
    for pattern, way in LAST:
        if end := pattern.fullmatch(last):
            return _completed(first, end, way)
    return None


def _completed(first: str, end: re.Match[str], way: str) -> str | None:
    """``first`` with the month and year that only the ``end`` of the range names."""
    if way == "iso":
        return first if re.fullmatch(r"\d{4}([-/.])\d{1,2}\1\d{1,2}\.?", first) else None
    if way == "numeric":
        return _numeric(first, end)
    year, name = end["year"], end.groupdict().get("name")
    word = next((part for part in re.findall(r"[^\W\d_]{3,12}", first) if month_of(part)), None)
    if YEARS.search(first):
        return first if word else None
    if word is not None and re.fullmatch(rf"{DAY}\s?\S{{3,12}}|\S{{3,12}}\s{DAY}", first):
        turned = name is not None and month_of(word) > month_of(name)
        days = re.findall(r"\d{1,2}", first)
        return f"{days[0]} {word} {int(year) - turned}"
    return f"{first.rstrip('.')} {name} {year}" if name and re.fullmatch(DAY, first) else None


def _numeric(first: str, end: re.Match[str]) -> str | None:
    mark = end["mark"]
    parts = [part for part in re.split(r"[-/.]", first) if part]
    if not all(part.isdecimal() for part in parts):
        return None
    if len(parts) == 3:
        return first.rstrip(".")
    if len(parts) == 1:
        return f"{parts[0]}{mark}{end['month']}{mark}{end['year']}"
    if len(parts) != 2:
        return None
    # Of 30.12.–05.01.2025 the first day is in the year before, whichever of the two numbers is the month.
    earlier = int(parts[1]) > int(end["month"]) if mark == "." else _later(parts, end)
    return f"{parts[0]}{mark}{parts[1]}{mark}{int(end['year']) - earlier:0{len(end['year'])}}"


def _later(parts: list[str], end: re.Match[str]) -> bool:
    """Whether the months of 12/30-01/05/2025 or 30/12-05/01/2025 go from December to January."""
    pairs = {(int(parts[0]), int(end["day"])), (int(parts[1]), int(end["month"]))}
    return (12, 1) in pairs
