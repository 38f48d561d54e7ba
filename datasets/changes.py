"""What differs between two versions of a data set, read off their profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Profile = Mapping[str, Any]


def changes(
    before: Sequence[Profile], after: Sequence[Profile], rows_before: int, rows_after: int
) -> list[str]:
    """One sentence per difference, the most telling first: rows, columns, kinds, ranges, gaps."""
    found = []
    if rows_after != rows_before:
        word = "more" if rows_after > rows_before else "fewer"
        found.append(f"{abs(rows_after - rows_before):,} {word} rows")
    old = {column["name"]: column for column in before}
    new = {column["name"]: column for column in after}
    found += [f"new column “{name}”" for name in new if name not in old]
    found += [f"column “{name}” is gone" for name in old if name not in new]
    for name in new:
        if name in old:
            found += _column_changes(name, old[name], new[name])
    return found


def _column_changes(name: str, old: Profile, new: Profile) -> list[str]:
    if old["kind"] != new["kind"]:
        return [f"“{name}” was {old['kind']}, is {new['kind']}"]
    found = []
    for end, word in (("min", "begins"), ("max", "ends")):
        if old.get(end) != new.get(end):
            found.append(f"“{name}” {word} at {new.get(end)}, before {old.get(end)}")
    if old["missing"] != new["missing"]:
        found.append(f"“{name}” has {new['missing']:,} gaps, before {old['missing']:,}")
    return found
