"""What differs between two versions of a data set, according to their profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from datasets.values import KINDS, bound_text
from language.sentences import Sentence, say, say_count

Profile = Mapping[str, Any]


def changes(
    before: Sequence[Profile], after: Sequence[Profile], rows_before: int, rows_after: int
) -> list[Sentence]:
    """One sentence per difference, the most telling first: rows, columns, kinds, ranges, gaps."""
    found = []
    if rows_after > rows_before:
        found.append(
            say_count("{count:integer} more row", "{count:integer} more rows", rows_after - rows_before)
        )
    if rows_after < rows_before:
        found.append(
            say_count("{count:integer} fewer row", "{count:integer} fewer rows", rows_before - rows_after)
        )
    old = {column["name"]: column for column in before}
    new = {column["name"]: column for column in after}
    found += [say("new column “{name}”", name=name) for name in new if name not in old]
    found += [say("column “{name}” is gone", name=name) for name in old if name not in new]
    for name in new:
        if name in old:
            found += _column_changes(name, old[name], new[name])
    return found


def _column_changes(name: str, old: Profile, new: Profile) -> list[Sentence]:
    kind = new["kind"]
    if old["kind"] != kind:
        held, holds = KINDS[old["kind"]].values, KINDS[kind].values
        return [say("“{name}” now holds {now}, previously {before}", name=name, before=held, now=holds)]
    found = []
    first, last = ((bound_text(old.get(end), kind), bound_text(new.get(end), kind)) for end in ("min", "max"))
    if first[0] != first[1]:
        found.append(
            say("“{name}” begins at {now}, previously {before}", name=name, before=first[0], now=first[1])
        )
    if last[0] != last[1]:
        found.append(
            say("“{name}” ends at {now}, previously {before}", name=name, before=last[0], now=last[1])
        )
    if old["missing"] != new["missing"]:
        found.append(
            say_count(
                "“{name}” has {count:integer} gap, previously {before:integer}",
                "“{name}” has {count:integer} gaps, previously {before:integer}",
                new["missing"],
                name=name,
                before=old["missing"],
            )
        )
    return found
