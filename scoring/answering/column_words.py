"""What the columns of scores are called in a sheet that a person reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from contract.result_columns import ResultColumn
from language.sentences import say

WORDS: Mapping[str, ResultColumn] = {
    "id": ResultColumn(say("Customer"), say("Who is scored."), "text"),
    "probability": ResultColumn(say("Probability"), say("How likely the outcome is."), "percent"),
    "value": ResultColumn(say("Expected outcome"), say("The number to expect.")),
    "score": ResultColumn(say("Score"), say("From 0 to 100: the higher, the likelier the outcome.")),
    "lower": ResultColumn(say("Lower end"), say("Where the range of the estimate begins.")),
    "upper": ResultColumn(say("Upper end"), say("Where the range of the estimate ends.")),
    "quality": ResultColumn(say("Quality"), say("The score in a word.")),
    "expected_value": ResultColumn(
        say("Expected value"), say("What a contact brings on average, its cost taken off.")
    ),
    "recommendation": ResultColumn(say("What to do"), say("What follows from the score.")),
    "reasons": ResultColumn(say("Reasons"), say("What moves the score most, in points up or down.")),
    "known_outcome": ResultColumn(
        say("Known outcome"), say("Empty where it is open; people with one need no contact.")
    ),
}


def column_words(names: Collection[str]) -> Mapping[str, ResultColumn]:
    """The ends of a range are shares where the estimate is one."""
    found = {name: WORDS[name] for name in names if name in WORDS}
    if "probability" in names:
        ends = {name: found[name] for name in ("lower", "upper") if name in found}
        found |= {name: ResultColumn(one.label, one.reads, "percent") for name, one in ends.items()}
    return found
