"""What a choice of columns means for a forecast, and a guess of it that looks at the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract.family import Read, Sheet
from contract.roles import words_of
from forecasting.sheet.combining import combined, listed, many
from language.sentences import Sentence, say

KNOWN_AHEAD = frozenset(
    [
        "price",
        "promo",
        "promotion",
        "promotions",
        "discount",
        "campaign",
        "offer",
        "holiday",
        "open",
        "closed",
        "event",
        "preis",
        "aktion",
        "rabatt",
        "ferien",
        "prix",
        "remise",
        "precio",
        "descuento",
    ]
)
KNOWN_AFTERWARDS = frozenset(
    ["customers", "orders", "visitors", "visits", "transactions", "returns", "stockout", "footfall"]
)
ITEM_KINDS = ("category", "text")


def refined(columns: Mapping[str, Any], kinds: Mapping[str, str], read: Read) -> dict[str, Any]:
    """``columns`` as guessed by names, with drivers known by their names, and further columns of the item
    where rows would be combined without them."""
    found = dict(columns)
    time = many(found, "time")
    if not time:
        return found
    free = [name for name in kinds if name not in _taken(found)]
    for role, words in (("features", KNOWN_AHEAD), ("past", KNOWN_AFTERWARDS)):
        if names := [name for name in free if kinds[name] in ("number", "flag") and words_of(name) & words]:
            found[role] = tuple(names)
    items = many(found, "item")
    others = [name for name in free if kinds[name] in ITEM_KINDS and name not in _taken(found)]
    if items and others:
        frame = read([*time, *items, *others])
        for name in others:
            together = frame.duplicated([*time, *items]).sum()
            if together and frame.duplicated([*time, *items, name]).sum() < together / 2:
                items.append(name)
        found["item"] = items[0] if len(items) == 1 else tuple(items)
    return found


def in_words(columns: Mapping[str, Any], sheet: Sheet) -> list[Sentence]:
    """What is forecast from what, and how many rows are combined."""
    targets, items, time = (many(columns, role) for role in ("target", "item", "time"))
    if not targets:
        return []
    words: dict[str, Any] = {"amount": listed(targets[:3]), "items": listed(items), "time": listed(time)}
    if not time:
        what = say("One forecast for each row, with its dates across the columns.")
    elif items:
        what = say("One forecast per {items}, by {time}, from {amount}.", **words)
    else:
        what = say("One forecast of {amount}, by {time}.", **words)
    return [what, *_drivers(columns), *combined(columns, sheet)]


def _drivers(columns: Mapping[str, Any]) -> list[Sentence]:
    told = []
    if ahead := many(columns, "features"):
        told.append(say("Known ahead: {names}.", names=listed(ahead)))
    if past := many(columns, "past"):
        told.append(say("Known only afterwards: {names}.", names=listed(past)))
    return told


def _taken(columns: Mapping[str, Any]) -> set[str]:
    return {name for role in columns for name in many(columns, role)}
