"""The columns of a sheet that takes the place of another, under the names that they have there: models,
schedules and expectations name their columns. Needs no web framework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from datasets.reading import Finding, ReadTable
from datasets.schema.columns import Entry, renamed
from datasets.schema.matching import match_columns, replaced_names
from language.sentences import joined, say, say_count

NAMED = 5  # columns that a finding names
PROPOSED = "renamed_column"
"""Of a finding: its ``value``, a column of the sheet, may be the ``column`` of the version before."""


def named_as_before(read: ReadTable, schema: Sequence[Entry], number: int) -> ReadTable:
    """``read`` with the names of ``schema``, that of version ``number``, where a name is a similar one or one
    that the column had before. A finding and the report say so; what else they say is about the sheet, and
    keeps its names."""
    sheet = [{"name": name} for name in read.frame]
    names = replaced_names(match_columns(schema, sheet, by_content=False))
    if not names:
        return read
    return replace(
        read,
        frame=read.frame.rename(columns=names),
        problems=[_matched(names, number), *read.problems],
        conventions=renamed(read.conventions, names),
        report=replace(read.report, names=names),
    )


def differences(
    before: Sequence[Entry], after: Sequence[Entry], reference: str, by_content: bool
) -> Iterator[Finding]:
    """Columns that may be one, for they hold the same; columns of ``before`` (that of the version
    ``reference``) that are missing in ``after``, and new ones."""
    matches = match_columns(before, after, by_content)
    for match in matches:
        if match.how == "content":
            yield _proposed(match.column, str(match.found), reference)
    if missing := [match.column for match in matches if match.how == "missing"]:
        yield _missing(missing, reference)
    if new := [match.column for match in matches if match.how == "new"]:
        yield _new(new, reference)


def _matched(names: Mapping[str, str], number: int) -> Finding:
    listed = [say("'{found}' is '{column}'", found=found, column=column) for found, column in names.items()]
    (found, column), *others = names.items()
    message = say_count(
        "Column {names}, as in version {number}.",
        "{count:integer} columns have different names in this sheet. As in version {number}, {names}.",
        len(names),
        names=joined([*listed[:NAMED], *(["…"] if len(listed) > NAMED else [])], ", "),
        number=number,
    )
    if others:
        return Finding("matched_column", message, count=len(names))
    return Finding("matched_column", message, column, count=1, value=found)


def _proposed(column: str, found: str, reference: str) -> Finding:
    return Finding(
        PROPOSED,
        say(
            "Column '{found}' may be '{column}' of {version}, which is missing here: their contents are "
            "alike.",
            found=found,
            column=column,
            version=reference,
        ),
        column=column,
        value=found,
        remedy=say(
            "If it is the same column, rename it to '{column}' (step {step}); later sheets can then call it "
            "'{found}' too.",
            column=column,
            step="rename",
            found=found,
        ),
    )


def _missing(columns: Sequence[str], reference: str) -> Finding:
    message = say_count(
        "Column {columns} of {version} is missing from this sheet.",
        "{count:integer} columns of {version} are missing from this sheet: {columns}.",
        len(columns),
        columns=_named(columns),
        version=reference,
    )
    remedy = say("If anything depends on what is missing, add it to the sheet and upload it again.")
    return Finding("missing_column", message, _only(columns), count=len(columns), remedy=remedy)


def _new(columns: Sequence[str], reference: str) -> Finding:
    message = say_count(
        "Column {columns} is new: {version} does not have it.",
        "{count:integer} columns are new, {version} does not have them: {columns}.",
        len(columns),
        columns=_named(columns),
        version=reference,
    )
    return Finding("new_column", message, _only(columns), count=len(columns))


def _only(columns: Sequence[str]) -> str | None:
    return columns[0] if len(columns) == 1 else None


def _named(columns: Sequence[str]) -> str:
    names = ", ".join(f"'{name}'" for name in columns[:NAMED])
    return f"{names}, …" if len(columns) > NAMED else names
