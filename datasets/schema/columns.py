"""What the columns of a data set are, so that further rows can be checked against it. Needs no web framework.

A schema is a list with one entry per column, in order, as JSON::

    {"name", "kind", "unit", "categories", "min", "max", "key", "aliases",
     "date_order", "zone", "period", "no_end", "decimal", "thousands", "percent", "notes", "missing",
     "not_missing", "yes", "no", "blank_is_no"}

``unit`` is text or None. ``categories`` are all values of a category, None for other kinds and where they are
not all known. ``min`` and ``max`` are those of the profile. ``key`` says that the column names the rows.
``aliases`` are other names under which the column came. The second line is how the cells are written, as
``cells.conventions`` has it. Entries kept before there were aliases or conventions lack them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cells.conventions import Conventions
from datasets.schema.fingerprint import normalised

if TYPE_CHECKING:
    import pandas as pd

Entry = Mapping[str, Any]

UNIT = re.compile(r"[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]\s*$")
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "date": ("date_order", "zone", "period", "no_end", "missing", "not_missing"),
    "number": ("decimal", "thousands", "percent", "notes", "missing", "not_missing"),
    "flag": ("yes", "no", "blank_is_no", "missing", "not_missing"),
    "category": ("missing", "not_missing"),
    "text": ("missing", "not_missing"),
}
"""What is settled of the cells of each kind."""
KEY_WORDS = {"id", "key", "code", "no", "nr", "number", "ref", "reference", "sku", "uuid", "ean"}


def schema_of(
    frame: pd.DataFrame,
    profiles: Sequence[Entry],
    rows: int,
    conventions: Mapping[str, Conventions],
) -> list[dict[str, Any]]:
    """The schema of ``frame`` with its ``profiles``; ``conventions`` are how its columns are written."""
    return [
        {
            **_without_values(profile, rows),
            **_written(profile["kind"], conventions.get(profile["name"])),
            "unit": _unit(profile["name"], conventions.get(profile["name"])),
            "categories": distinct(frame[profile["name"]]) if profile["kind"] == "category" else None,
        }
        for profile in profiles
    ]


def from_profiles(
    profiles: Sequence[Entry], rows: int, date_order: str | None = None
) -> list[dict[str, Any]]:
    """For versions that were kept before schemas were: categories only where the profile names them all."""
    return [
        {
            **_without_values(profile, rows),
            "date_order": date_order if profile["kind"] == "date" else None,
            "unit": unit_of(profile["name"]),
            "categories": _all_named(profile),
        }
        for profile in profiles
    ]


def merged(
    schema: Sequence[Entry], added: Sequence[Entry], profiles: Sequence[Entry], rows: int
) -> list[dict[str, Any]]:
    """The schema after rows with the schema ``added`` joined; ``profiles`` are of all rows together.

    What was settled of a column stays; rows that join only settle what was open.
    """
    before = {entry["name"]: entry for entry in schema}
    new = {entry["name"]: entry for entry in added}
    result = []
    for profile in profiles:
        name = profile["name"]
        first = before.get(name) or new[name]
        second = new.get(name) or first
        known = first["categories"] is not None and second["categories"] is not None
        result.append(
            {
                **_without_values(profile, rows),
                **_both_written(profile["kind"], first, second),
                "unit": first["unit"] or second["unit"],
                "categories": sorted({*first["categories"], *second["categories"]})
                if known and profile["kind"] == "category"
                else None,
            }
        )
    return result


def conventions_of(schema: Iterable[Entry]) -> dict[str, Conventions]:
    """How the cells of each column are written; of a column of earlier releases little is settled."""
    return {entry["name"]: Conventions.from_dict(entry) for entry in schema}


def settled(entry: Entry) -> dict[str, Any]:
    """What is known of how the cells of a column are written."""
    return {key: entry[key] for key in WRITTEN[entry["kind"]] if entry.get(key)}


def renamed(conventions: Mapping[str, Conventions], names: Mapping[str, str]) -> dict[str, Conventions]:
    """``conventions`` under the new names of columns in ``names``."""
    called = {name: names.get(name, name) for name in conventions}
    return {called[name]: replace(how, name=called[name]) for name, how in conventions.items()}


def aliases_of(entry: Entry) -> list[str]:
    return list(entry.get("aliases") or ())


def with_aliases(
    schema: Sequence[Entry], before: Sequence[Entry], renamed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """``schema`` with the aliases of the schema ``before`` it, and with the keys of ``renamed`` (a name as it
    came, to that of the column), each at one column alone."""
    known = {alias: entry["name"] for entry in before for alias in aliases_of(entry)}
    known = {alias: renamed.get(name, name) for alias, name in known.items()} | dict(renamed)
    names = {entry["name"] for entry in schema}
    return [
        {
            **entry,
            "aliases": [
                alias for alias, name in known.items() if name == entry["name"] and alias not in names
            ],
        }
        for entry in schema
    ]


def unit_of(name: str) -> str | None:
    """``"Weight (kg)"`` and ``"price [EUR]"`` name their unit."""
    found = UNIT.search(name)
    return found.group(1) if found else None


def distinct(column: pd.Series[Any]) -> list[str]:
    return sorted(column.dropna().astype(str).unique().tolist())


def _unit(name: str, how: Conventions | None) -> str | None:
    return "%" if how is not None and how.percent else unit_of(name)


def _written(kind: str, how: Conventions | None) -> dict[str, Any]:
    """How the cells are written, as JSON: None, False or an empty list where nothing is settled."""
    everything = (how or Conventions("", "text")).as_dict()
    nothing = Conventions("", "text").as_dict()
    keys = dict.fromkeys(key for keys in WRITTEN.values() for key in keys)
    found = {key: everything[key] if key in WRITTEN[kind] else nothing[key] for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


def _both_written(kind: str, first: Entry, second: Entry) -> dict[str, Any]:
    """Of lists all there is, of anything else what was settled first."""
    result = _written(kind, None)
    for key in WRITTEN[kind]:
        before, now = (entry.get(key) or result[key] for entry in (first, second))
        result[key] = list(dict.fromkeys([*before, *now])) if isinstance(before, list) else before or now
    return result


def _without_values(profile: Entry, rows: int) -> dict[str, Any]:
    return {
        "name": profile["name"],
        "kind": profile["kind"],
        "min": profile.get("min"),
        "max": profile.get("max"),
        "key": _is_key(profile, rows),
    }


def _is_key(profile: Entry, rows: int) -> bool:
    """Texts that all differ and are not notes; whole numbers that all differ under the name of a key."""
    if profile["missing"] or profile["unique"] != rows:
        return False
    if profile["kind"] == "number":
        whole = isinstance(profile["min"], int) and isinstance(profile["max"], int)
        return whole and bool(KEY_WORDS & set(normalised(profile["name"]).split()))
    return profile["kind"] == "text" and any(
        problem.get("code") == "identifier" for problem in profile["problems"] if isinstance(problem, Mapping)
    )


def _all_named(profile: Entry) -> list[str] | None:
    histogram = profile.get("histogram") or {}
    if profile["kind"] != "category" or "values" not in histogram or histogram["other"]:
        return None
    return sorted(map(str, histogram["values"]))
