"""What the columns of a forecast are called in a sheet that a person reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from contract.result_columns import ResultColumn
from language.sentences import say

WORDS: Mapping[str, ResultColumn] = {
    "item": ResultColumn(say("Item"), say("What is forecast."), "text"),
    "date": ResultColumn(say("Date"), say("The day of the amount; of a longer step, its first day.")),
    "value": ResultColumn(say("Forecast"), say("The amount to expect.")),
}


def column_words(names: Collection[str]) -> Mapping[str, ResultColumn]:
    found = ((name, WORDS.get(name) or _bound(name)) for name in names)
    return {name: words for name, words in found if words is not None}


def _bound(name: str) -> ResultColumn | None:
    """``lower_80``, ``upper_95``."""
    side, _, level = name.partition("_")
    if side not in ("lower", "upper") or not level.isdigit():
        return None
    reads = say("In {level} of 100 cases the amount lies between the lower and the upper end.", level=level)
    label = say("Lower {level} %", level=level) if side == "lower" else say("Upper {level} %", level=level)
    return ResultColumn(label, reads)
