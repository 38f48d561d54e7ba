"""Blocks of the kind ``cards``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block


@dataclass(frozen=True)
class Cards(Block):
    """Single figures, each with a name and what is to be known about it.

    ``{"cards": [{"label", "value", "format", "note", "tone", "text", "share",
    "facts": [{"label", "value", "format"}], "rows": {column: value}}]}``; only label and value are needed.
    """

    kind = "cards"

    cards: Sequence[Mapping[str, Any]]

    def check(self) -> None:
        for card in self.cards:
            checks.has_keys("a card", card, "label", "value")
            checks.has_format(card.get("format"))
            checks.has_tone(card.get("tone"))
            checks.all_numbers(f"the share of '{card['label']}'", [card.get("share")])
            for fact in card.get("facts") or ():
                checks.has_keys(f"a fact of '{card['label']}'", fact, "label", "value")
                checks.has_format(fact.get("format"))
