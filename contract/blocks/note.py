"""Blocks of the kind ``note``."""

from __future__ import annotations

from dataclasses import dataclass

from contract.blocks import checks
from contract.blocks.base import Block


@dataclass(frozen=True)
class Note(Block):
    """A text, in a tone. ``{"text", "tone"}``."""

    kind = "note"

    text: str
    tone: str = "neutral"

    def check(self) -> None:
        checks.has_tone(self.tone)
