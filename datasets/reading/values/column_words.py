"""Of each column the words that mean missing elsewhere: kept as values, or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class ColumnWords:
    """Of one column: words that are values in it, and how many cells had each word that was taken away."""

    kept: tuple[str, ...] = ()
    taken: dict[str, int] = field(default_factory=dict)

    def add(self, taken: Mapping[str, int]) -> None:
        for word, count in taken.items():
            self.taken[word] = self.taken.get(word, 0) + count

    def with_more(self, other: ColumnWords) -> ColumnWords:
        both = ColumnWords(tuple(dict.fromkeys([*self.kept, *other.kept])), dict(self.taken))
        both.add(other.taken)
        return both
