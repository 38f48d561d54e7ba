"""The profile of all rows of a data set after more were added. Needs no web framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from datasets import profiling

Profile = Mapping[str, Any]


def merged_profiles(
    before: Sequence[Profile],
    added: Sequence[Profile],
    rows: int,
    column: Callable[[str], pd.Series[Any]],
) -> list[dict[str, Any]]:
    """The profiles of the columns of ``added``, over all ``rows``.

    Where the profiles of both parts name every value with its count (categories and flags of at most ten
    values) they are added up, which costs nothing. Distinct values, medians and histograms of other columns
    cannot be added up: ``column`` gives all its rows again, one column at a time, which costs as much as
    reading that column and profiling it: 0.1 seconds for a million numbers, 0.5 for a million texts of which
    200,000 differ, as measured.
    """
    known = {profile["name"]: profile for profile in before}
    result = []
    for profile in added:
        name = profile["name"]
        together = _added_up(known[name], profile, rows) if name in known else None
        result.append(together or profiling.profile(column(name).to_frame(name))[0].as_dict())
    return result


def _added_up(before: Profile, added: Profile, rows: int) -> dict[str, Any] | None:
    """None where the profiles do not say enough."""
    if before["kind"] != added["kind"] or not (_is_complete(before) and _is_complete(added)):
        return None
    counts: dict[Any, int] = {}
    for profile in (before, added):
        for value, count in zip(profile["histogram"]["values"], profile["histogram"]["counts"], strict=True):
            counts[value] = counts.get(value, 0) + count
    if len({type(value) for value in counts}) != 1:
        return None
    top = sorted(counts, key=lambda value: -counts[value])
    shown, others = top[: profiling.TOP_VALUES], top[profiling.TOP_VALUES :]
    filled = sum(counts.values())
    result = profiling.ColumnProfile(
        name=added["name"],
        kind=added["kind"],
        missing=rows - filled,
        unique=len(counts),
        examples=list(dict.fromkeys([*before["examples"], *added["examples"]]))[: profiling.EXAMPLES],
        histogram={
            "values": shown,
            "counts": [counts[value] for value in shown],
            "other": sum(counts[value] for value in others),
        },
    )
    if result.kind == "flag":
        result.mean = sum(float(value) * count for value, count in counts.items()) / filled
    result.problems = profiling.problems_of(result, pd.Series(dtype=object), rows)
    return asdict(result)


def _is_complete(profile: Profile) -> bool:
    histogram = profile["histogram"] or {}
    short = all(
        not isinstance(value, str) or len(value) < profiling.EXAMPLE_LENGTH
        for value in histogram.get("values", [])
    )
    return profile["kind"] in ("category", "flag") and histogram.get("other") == 0 and short
