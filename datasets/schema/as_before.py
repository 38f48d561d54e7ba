"""What a data set knows of the columns of a sheet that is to join it, before the sheet is read. No web
framework."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cells.conventions import Conventions
from datasets.schema.columns import Entry, conventions_of
from datasets.schema.matching import match_columns


def known_columns(
    schema: Sequence[Entry], profiles: Sequence[Entry], forgotten: Collection[str]
) -> Callable[[Sequence[str]], Mapping[str, Conventions]]:
    """The conventions of the columns that a sheet's names stand for, but for the reading options in
    ``forgotten``, which are to be found from the sheet, and for columns that hold nothing yet."""
    empty = {profile["name"] for profile in profiles if not profile["unique"]}
    found = conventions_of(entry for entry in schema if entry["name"] not in empty)
    nothing: dict[str, Any] = {"date_order": None, "decimal": None, "thousands": None, "missing": ()}
    open_again = {option: value for option, value in nothing.items() if option in forgotten}

    def known(names: Sequence[str]) -> dict[str, Conventions]:
        matches = match_columns(schema, [{"name": name} for name in names], by_content=False)
        return {
            match.found: replace(found[match.column], **open_again)
            for match in matches
            if match.found is not None and match.column in found
        }

    return known
