"""What a contact is worth, as far as the user said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """``value`` is what is kept of a hit, ``cost`` that of a contact, in ``currency`` ("" where none was
    named). ``share`` of a numeric outcome is kept."""

    value: float
    cost: float
    currency: str = ""
    share: float = 1.0
