"""What the kinds of columns are called. Needs no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from language.sentences import say


@dataclass(frozen=True)
class KindWords:
    """``word`` names the kind, ``values`` what such a column holds; ``icon`` is one of parts/icon.html."""

    word: str
    values: str
    icon: str


KINDS: Mapping[str, KindWords] = {
    "date": KindWords(say("Date"), say("dates"), "calendar"),
    "number": KindWords(say("Number"), say("numbers"), "number"),
    "category": KindWords(say("Category"), say("categories"), "tag"),
    "flag": KindWords(say("Yes or no"), say("yes/no values"), "switch"),
    "text": KindWords(say("Text"), say("text"), "text"),
}
