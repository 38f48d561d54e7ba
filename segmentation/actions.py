"""What to do with each segment: said from how lately, how often and for how much its customers buy, beside
the others. Recency, frequency and amount (Hughes 1994) are found by the names of the columns; where the
sheet has none of them, no action is made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from language.sentences import Sentence, say
from segmentation.profiles import STRONG, readable

# Words in the name of a column, in this order: "days since last order" is of recency, though it says order.
HINTS: Mapping[str, re.Pattern[str]] = {
    "recency": re.compile(r"\b(recency|since|inactive|inactivity|dormant|idle|days ago)\b"),
    "frequency": re.compile(
        r"\b(frequency|orders|visits|purchases|bookings|transactions|invoices|logins|number of sales)\b"
    ),
    "amount": re.compile(r"\b(amount|monetary|sales|revenue|turnover|spend|spent|spending|money)\b"),
}
# Averages of one purchase say neither how often nor for how much a customer buys.
NOT_OF_A_CUSTOMER = re.compile(r"\b(average|avg|mean|share|rate|percent|discount)\b")


def sides(columns: Sequence[str], value: str | None) -> dict[str, str]:
    """The column that tells recency, frequency and amount, where there is one; ``value`` is the amount."""
    found = {"amount": value} if value else {}
    for column in columns:
        name = readable(column).casefold()
        side = next((side for side, hint in HINTS.items() if hint.search(name)), None)
        if side and column != value and not NOT_OF_A_CUSTOMER.search(name):
            found.setdefault(side, column)
    return found


def actions(
    columns: Sequence[str],
    segments: Sequence[Mapping[str, Any]],
    strengths: Sequence[Sequence[float]],
    value: str | None,
) -> list[Sentence]:
    """One for each segment. ``strengths`` has for each the difference from all customers, by column, in
    standard deviations; only numbers count, for a word is no more and no less."""
    numeric = [
        column
        for column in columns
        if all(not isinstance(segment["profile"][column], str) for segment in segments)
    ]
    known = sides(numeric, value if value in numeric else None)
    places = {side: list(columns).index(column) for side, column in known.items()}
    return [_action(known, {side: _level(own[place]) for side, place in places.items()}) for own in strengths]


def _level(strength: float) -> int:
    """1 above all customers, -1 below, 0 about as they are."""
    return int(strength >= STRONG) - int(strength <= -STRONG)


def _action(columns: Mapping[str, str], levels: Mapping[str, int]) -> Sentence:
    names = {side: readable(column) for side, column in columns.items()}
    recency, often, much = (levels.get(side, 0) for side in ("recency", "frequency", "amount"))
    if not columns:
        return say("No column says how lately, often or much they buy: decide by what sets them apart.")
    if recency > 0:
        return _sleeping(names["recency"], max(often, much))
    if much > 0 and often < 0:
        return say(
            "Give them a reason to come sooner: {amount} above the average, {frequency} below.",
            amount=names["amount"],
            frequency=names["frequency"],
        )
    if much > 0:
        return say(
            "Invite them first and look after them: {amount} above the average.", amount=names["amount"]
        )
    if often > 0 and much < 0:
        return say(
            "Offer them more at each purchase: {frequency} above the average, {amount} below.",
            frequency=names["frequency"],
            amount=names["amount"],
        )
    if often > 0:
        return say("Thank them and keep them: {frequency} above the average.", frequency=names["frequency"])
    if much < 0 or often < 0:
        return _small(names["amount"] if much < 0 else names["frequency"], lately=recency < 0)
    if recency < 0:
        return say("Stay in touch: they bought lately, and otherwise buy as most customers do.")
    return say("They buy as most customers do: let what sets them apart decide what you offer.")


def _small(low: str, lately: bool) -> Sentence:
    if lately:
        return say(
            "Welcome them and win a second purchase: they bought lately, {low} below the average.", low=low
        )
    return say("Keep it cheap, such as a newsletter: {low} below the average.", low=low)


def _sleeping(recency: str, worth: int) -> Sentence:
    if worth > 0:
        return say(
            "Win them back first, in person: {recency} above the average, though they bought more than most.",
            recency=recency,
        )
    if worth < 0:
        return say(
            "Try once to win them back, at little cost: {recency} above the average, and they bought little.",
            recency=recency,
        )
    return say("Win them back with a reason to return: {recency} above the average.", recency=recency)
