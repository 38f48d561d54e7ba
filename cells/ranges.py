"""From one day to another: of a range the first day, with the month and year that only its end names."""

from __future__ import annotations

import re

from cells.months import month_of

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
CLOCK_AT_END = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?Z?(?:\s*\(.*\))?$")
MONTHS = re.compile(
    r"([^\W\d_]{3,12})\.?\s*(?:-|–|—|/|bis|to|a|à|do|al|t/m)\s*"
    r"([^\W\d_]{3,12})\.?,?\s(?:de )?((?:19|20)\d{2})"
)


def first_of_range(text: str) -> str | None:
    """The first day of "2024-09-02 - 2024-09-08", "01.09.–07.09.2024", "Sep 2 - 8, 2024"; None of others."""
    if (months := MONTHS.fullmatch(text)) and all(month_of(name) for name in (months[1], months[2])):
        return f"{months[1]} {int(months[3]) - (month_of(months[1]) > month_of(months[2]))}"
    if len(re.findall(r"\d{1,2}", text)) < 3:
        return None
    match = BETWEEN.fullmatch(FROM.sub("", text))
    if match is None:
        return None
    first, last = match["first"].strip(), match["last"].strip()
    if CLOCK_AT_END.search(first) and CLOCK_AT_END.search(last):
        return first
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
