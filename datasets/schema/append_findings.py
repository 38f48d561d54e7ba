"""The findings about a sheet to append. Needs no web framework."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import pandas as pd
import pyarrow as pa

from datasets.reading import Finding, ReadingError
from datasets.schema.columns import Entry
from datasets.schema.duplicates import period
from datasets.schema.matching import Match
from datasets.schema.same_keys import Changed
from datasets.values import KINDS
from language.sentences import Sentence, joined, say, say_count

EXAMPLES = 3
EXAMPLE_LENGTH = 40
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LEFT = {"same_key": "left_out", "add": "added"}
"""What became of rows whose key exists, by what was chosen."""


@dataclass(frozen=True)
class Base:
    """The version that is appended to: its schema, the types of its columns and the files of its parts."""

    reference: str
    schema: Sequence[Entry]
    types: pa.Schema
    files: Sequence[IO[bytes]]


def of_columns(matches: Sequence[Match], reference: str) -> Iterator[Finding]:
    """Columns that are missing, new, or have another name."""
    for match in matches:
        words = {"column": match.column, "found": match.found or "", "version": reference}
        if match.how == "missing":
            yield Finding(
                "missing_column",
                say("Column '{column}' of {version} is missing from this sheet.", **words),
                column=match.column,
                remedy=say(
                    "Add it to the sheet, or confirm that the new rows are empty there (confirm={word}).",
                    word="missing",
                ),
            )
        if match.how == "new":
            yield Finding(
                "new_column",
                say("Column '{column}' is new: the rows of {version} are empty there.", **words),
                column=match.column,
            )
        if match.how in ("similar", "alias"):
            yield Finding(
                "matched_column",
                say("Column '{found}' of the sheet was read as '{column}'.", **words),
                column=match.column,
                value=match.found,
            )
        if match.how == "content":
            yield Finding(
                "renamed_column",
                say(
                    "Column '{found}' of the sheet has the same content as '{column}' in {version}.", **words
                ),
                column=match.column,
                value=match.found,
                remedy=say(
                    "Name it '{column}', or confirm that it is the same (confirm={word}).",
                    column=match.column,
                    word="renamed",
                ),
            )


def retyped(base: Base, match: Match, sheet: pa.Table) -> Finding:
    """A column that holds something else than it did, with the first value that does not fit."""
    kind = next(entry["kind"] for entry in base.schema if entry["name"] == match.column)
    texts = sheet.column(match.found).cast(pa.string()).to_pandas()
    unfit = texts[texts.notna()]
    if kind == "number":
        unfit = unfit[pd.to_numeric(unfit, errors="coerce").isna()]
    example, count = (str(unfit.iloc[0])[:EXAMPLE_LENGTH], len(unfit)) if len(unfit) else ("", 0)
    message = say_count(
        "Column '{column}' holds {values} in {version}, but {count:integer} cell of this sheet does not fit, "
        "such as '{example}'.",
        "Column '{column}' holds {values} in {version}, but {count:integer} cells of this sheet do not fit, "
        "such as '{example}'.",
        count,
        column=match.column,
        values=KINDS[kind].values,
        version=base.reference,
        example=example,
    )
    remedy = say(
        "Correct these cells, or confirm that the whole column becomes text (confirm={word}).", word="retyped"
    )
    return Finding("retyped_column", message, column=match.column, count=count, remedy=remedy)


def unseen_categories(
    schema: Sequence[Entry], sheet: Sequence[Entry], matches: Sequence[Match]
) -> Iterator[Finding]:
    """Values of a category that the data set does not know."""
    known = {entry["name"]: entry for entry in schema}
    found = {entry["name"]: entry for entry in sheet}
    for match in matches:
        if match.found is None or match.how == "new":
            continue
        before, now = known[match.column]["categories"], found[match.found]["categories"]
        unseen = sorted(set(now or ()) - set(before)) if before is not None else []
        if unseen:
            yield Finding(
                "unseen_category",
                say_count(
                    "Column '{column}' has {count:integer} new value: {examples}.",
                    "Column '{column}' has {count:integer} new values: {examples}.",
                    len(unseen),
                    column=match.column,
                    examples=", ".join(f"'{value[:EXAMPLE_LENGTH]}'" for value in unseen[:EXAMPLES]),
                ),
                column=match.column,
                count=len(unseen),
                remedy=say("Check that they are not misspellings of existing values."),
            )


def overlap(base: Base, table: pa.Table, same_key: bool) -> Iterator[Finding]:
    """The sheet begins before the data set ends, by the first column of dates. Where rows have the
    ``same_key``, another finding says what becomes of them."""
    for entry in base.schema:
        if entry["kind"] != "date" or entry["max"] is None or entry["name"] not in table.column_names:
            continue
        column = table.column(entry["name"])
        if not pa.types.is_timestamp(column.type) or column.null_count == len(column):
            return
        first, last = period(column)
        if first <= pd.Timestamp(entry["max"]) and last >= pd.Timestamp(entry["min"]):
            yield Finding(
                "overlapping_period",
                say(
                    "Column '{column}': this sheet begins on {first:date}, {version} ends on {last:date}.",
                    column=entry["name"],
                    first=first,
                    version=base.reference,
                    last=entry["max"],
                ),
                column=entry["name"],
                remedy=""
                if same_key
                else say("Rows that already exist are left out; other rows for these days are added."),
            )
        return


def rows_there(
    duplicates: int, same_key: int, key: Sequence[str], chosen: str, changed: Sequence[Changed]
) -> Iterator[Finding]:
    if duplicates:
        yield Finding(
            "duplicate_rows",
            say_count(
                "{count:integer} row already exists and is left out.",
                "{count:integer} rows already exist and are left out.",
                duplicates,
            ),
            count=duplicates,
        )
    if same_key:
        yield _same_key(same_key, key, chosen, changed)


def _same_key(count: int, key: Sequence[str], chosen: str, changed: Sequence[Changed]) -> Finding:
    place: dict[str, Any] = {"column": key[0] if len(key) == 1 else None, "count": count}
    words = {"key": ", ".join(key)}
    if chosen == "replace":
        return Finding(
            "replaced_rows",
            say_count(
                "{count:integer} row takes the place of what was there for the same '{key}'.",
                "{count:integer} rows take the place of what was there for the same '{key}'.",
                count,
                **words,
            ),
            remedy=say("What was there stays in the version before."),
            **place,
        )
    exists = say_count(
        "{count:integer} row has a '{key}' that already exists, with other values.",
        "{count:integer} rows have a '{key}' that already exists, with other values.",
        count,
        **words,
    )
    if chosen:
        remedy = (
            say("They were left out.")
            if chosen == "same_key"
            else say("They were added beside the existing rows: their amounts count twice.")
        )
        return Finding(f"same_key_{LEFT[chosen]}", exists, remedy=remedy, **place)
    remedy = say(
        "Replace the existing rows by them (confirm={replace}), leave them out (confirm={leave}), or add "
        "them beside the existing ones, so that their amounts count twice (confirm={add}).",
        replace="replace",
        leave="same_key",
        add="add",
    )
    return Finding("same_key", joined([exists, *_shown(changed)]), remedy=remedy, **place)


def _shown(changed: Sequence[Changed]) -> Iterator[Sentence]:
    """The first of them in words."""
    for one in changed[:1]:
        for column in list(one.before)[:1]:
            yield say(
                "Such as {key}: '{column}' was {before}, and is {after} in this sheet.",
                key=joined([_value(value) for value in one.key.values()], ", "),
                column=column,
                before=_value(one.before[column]),
                after=_value(one.after[column]),
            )


def _value(value: Any) -> str:
    if value is None:
        return say("empty")
    text = str(value)
    return say("{day:date}", day=text) if DAY.fullmatch(text) else text[:EXAMPLE_LENGTH]


def unknown_key(name: str, reference: str) -> ReadingError:
    return ReadingError.of(
        "bad_option",
        say(
            "'{name}' should identify the rows, but is not a column of both the sheet and {version}.",
            name=name,
            version=reference,
        ),
        column=name,
        remedy=say("Choose columns that both have (option {option}).", option="key"),
    )
