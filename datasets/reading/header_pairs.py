"""Column names in two rows: groups over names ("2023" over "Q1"), or names over units ("USD")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from datasets.reading.words import MISSING_IN_VALUES, VALUE

UNIT = re.compile(
    r"\[[^\[\]]{1,15}\]|\([^()]{1,15}\)|\(?\[?(?:%|‰|[$€£¥]|USD|EUR|GBP|CHF|JPY|ZAR|AUD|CAD|T?(?:USD|EUR)|[kmc]?[gml]|kWh|MWh|[kM]W|km/h|m/s|°[CF]|"
    r"pcs?|pieces|units?|st(?:ck|k|ück)?|hours?|days?|[hs]|min|years?|m[²³23]|t|tonnes?|ppm|count|dd.mm.yyyy)\]?\)?",
    re.IGNORECASE,
)
VALUES_BELOW = 2  # rows of values under a lower header row that holds words alone


def is_lower_header(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the second row goes on naming the columns of the first: words over nothing but values."""
    upper, lower, below = texts[0], texts[1], [row for row in texts[2:] if any(row)][:VALUES_BELOW]
    places = [place for place, cell in enumerate(lower) if cell]
    units = bool(places) and all(UNIT.fullmatch(lower[place]) for place in places)
    if len(below) < VALUES_BELOW or not (units or 1 < len(places) <= len(upper)):
        return False
    if any(VALUE.fullmatch(lower[place]) or lower[place] in MISSING_IN_VALUES for place in places):
        return False
    named = sum(1 for place, cell in enumerate(upper) if cell or (place < len(lower) and lower[place]))
    return named >= max(sum(map(bool, row)) for row in below) and all(
        place < len(row) and VALUE.fullmatch(row[place]) for row in below for place in places
    )


def joined_names(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The names of two rows, joined where the lower ones do not suffice; else the lower ones.

    They suffice where all are there, each another one, and none is a unit: the upper row is then a row of
    titles. A group name counts for the blank cells on its right, as merged cells leave them.
    """
    width = max(len(upper), len(lower))
    upper = [*upper, *[""] * (width - len(upper))]
    lower = [*lower, *[""] * (width - len(lower))]
    given = [cell.casefold() for cell in lower if cell]
    unclear = len(set(given)) < len(given) or any(
        up and not low for up, low in zip(upper, lower, strict=True)
    )
    units = {cell for cell in given if UNIT.fullmatch(cell)}
    # A single "day" among other names is a name.
    of_units = len(units) > 1 or len(units) == len(given)
    names, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or group
        if not low or up.casefold() == low.casefold():
            names.append(up)
        elif unclear or of_units:
            names.append(f"{group} {low}".strip())
        else:
            names.append(low)
    return names
