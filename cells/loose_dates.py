"""Dates written at length, put into the few words that the patterns of ``dates`` know.

"lundi 5 janvier 2026 à 14:05:00 CET" becomes "5 janvier 2026 14:05:00 CET", "9:15 nachm." becomes "9:15 PM".
Of a range ("01.09.–07.09.2024") the first day is kept: see ``ranges``.
"""

from __future__ import annotations

import re

from cells.months import WEEKDAYS, month_of, plain
from cells.ranges import first_of_range

FILLERS = frozenset({
    "de", "del", "of", "the", "a", "as", "las", "les", "at", "um", "om", "alle", "ore", "ora", "o",
    "godz", "godz.", "kl", "kl.", "uhr", "uur", "r", "r.", "le", "den", "il", "la", "el", "dnia", "os",
    "h.", "klo", "г", "г.", "года", "в", "on",
})  # fmt: skip
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


# Halves of the day behind a clock, in the languages in which forms write them, and before it in Asia.
TIME = r"(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)"
BEFORE_NOON = r"(?:vorm\.?|f\.?m\.?|da manhã|π\.?μ\.?|dop\.?|öö)"
AFTER_NOON = r"(?:nachm\.?|e\.?m\.?|da tarde|da noite|μ\.?μ\.?|odp\.?|ös)"
HALVES = (
    (re.compile(rf"{TIME}\s?([ap])\.?\s?m\.?(?=\s|$)", re.IGNORECASE), r"\1 \2m"),
    (re.compile(rf"{TIME}\s?{BEFORE_NOON}(?=\s|$)", re.IGNORECASE), r"\1 AM"),
    (re.compile(rf"{TIME}\s?{AFTER_NOON}(?=\s|$)", re.IGNORECASE), r"\1 PM"),
    (re.compile(rf"(?:오전|上午|午前)\s?{TIME}"), r"\1 AM"),
    (re.compile(rf"(?:오후|下午|午後)\s?{TIME}"), r"\1 PM"),
    (re.compile(r"(?<=\s)(\d{1,2})\s?([ap])\.?\s?m\.?(?=\s|$)", re.IGNORECASE), r"\1:00 \2m"),
    (re.compile(r"(?<=\s)(\d{1,2})\s?h\s(\d{2})(?=\s|$)"), r"\1:\2"),
    (re.compile(r"(?<=\s)(\d{1,2})\s?(?:h|Uhr)(?=\s|$)"), r"\1:00"),
)
ASIAN_WEEKDAY = (
    r"\s?[(（][一二三四五六日月火水木金土월화수목금토일][)）]|"
    r"\s?星期[一二三四五六日天]|\s?[월화수목금토일]요일"
)
ASIAN_DAY = r"^(\d{4})\s?[.年년]\s?(\d{1,2})\s?[.月월]\s?(\d{1,2})(?:\s?[.日일])?\s+(?=\S)"
EAST_ASIAN = ((re.compile(ASIAN_WEEKDAY), ""), (re.compile(ASIAN_DAY), r"\1-\2-\3 "))
PREFIX = re.compile(
    r"^(?:week (?:of|commencing|beginning|starting|ending)|w/[ce]|w[ce]|woche (?:vom|ab)|semaine du|"
    r"semana del?|settimana del|week van|tydzień od|vecka från|uge fra)[:.]?\s+(?=.*\d)",
    re.IGNORECASE,
)


def shorter(text: str) -> str | None:
    """``text`` as the patterns of ``dates`` write it; None where it is neither long nor a range."""
    if len(text) > LONGEST:
        return None
    found = PREFIX.sub("", text)
    for pattern, written in (*EAST_ASIAN, *HALVES):
        found = pattern.sub(written, found)
    found = first_of_range(found) or found
    found = _at_length(found) or found
    return found if found != text else None


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
