"""Columns that teach nothing: one value, almost one value, and row identifiers."""

from __future__ import annotations

from datasets.checking.finding import Finding, examples, plain
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from language.sentences import say

NEARLY_ALL = 0.99  # share of one value
FEWEST_ROWS = 100  # from which a rare value is rare
MANY_VALUES = 200  # words of a category that can be told apart
FEW_ROWS_EACH = 20  # rows per word, below which a word says little


def check(sheet: Sheet) -> list[Finding]:
    found = []
    for column in sheet.columns.values():
        if not column.filled or column.name in (sheet.time, *sheet.keys):
            continue
        if column.name in sheet.names:
            found.append(_names_rows(column))
        elif column.filled == sheet.rows > 1 and len(column.different) == 1:
            found.append(_constant(column, sheet))
        elif column.name != sheet.target:
            found += _near_constant(column, sheet) or _many_values(column)
    return found


def _names_rows(column: Column) -> Finding:
    different = len(column.different)
    return Finding(
        "identifier",
        "note",
        say(
            "'{column}' has {different:integer} different values in {rows:integer} rows: it identifies the "
            "rows.",
            column=column.name,
            different=different,
            rows=column.filled,
        ),
        say("Use it to identify rows, not to learn from."),
        column=column.name,
        row=column.first(~column.missing),
        count=different,
        share=different / column.filled,
        examples=examples(column.different),
    )


def _constant(column: Column, sheet: Sheet) -> Finding:
    value = plain(column.different[0])
    return Finding(
        "constant",
        "warn",
        say(
            "'{column}' is {value:number} in all {rows:integer} rows: nothing can be learned from it.",
            column=column.name,
            value=value,
            rows=sheet.rows,
        ),
        say("Choose another column to predict.")
        if column.name == sheet.target
        else say("Leave the column out."),
        column=column.name,
        row=0,
        count=sheet.rows,
        share=1.0,
        examples=[value],
        steps=[] if column.name == sheet.target else [Step("drop_column", (column.name,))],
    )


def _near_constant(column: Column, sheet: Sheet) -> list[Finding]:
    most = int(column.counts.argmax())
    count = int(column.counts[most])
    if sheet.rows < FEWEST_ROWS or count < NEARLY_ALL * sheet.rows or len(column.different) < 2:
        return []
    return [
        Finding(
            "near_constant",
            "note",
            say(
                "'{column}' is {value:number} in {count:integer} of {rows:integer} rows: little can be "
                "learned from it.",
                column=column.name,
                value=plain(column.different[most]),
                count=count,
                rows=sheet.rows,
            ),
            say("Leave the column out, unless the rare values matter."),
            column=column.name,
            row=column.first(column.codes != most),
            count=count,
            share=count / sheet.rows,
            examples=examples(value for code, value in enumerate(column.different[:6]) if code != most),
            steps=[Step("drop_column", (column.name,))],
        )
    ]


def _many_values(column: Column) -> list[Finding]:
    different = len(column.different)
    if column.kind not in ("category", "text") or different <= MANY_VALUES:
        return []
    each = column.filled / different
    if each >= FEW_ROWS_EACH or column.is_prose or column.mixture is not None:
        return []
    return [
        Finding(
            "many_values",
            "note",
            say(
                "'{column}' has {different:integer} different values, with {each:number} rows each on "
                "average: too few to learn from most of them.",
                column=column.name,
                different=different,
                each=round(each, 1),
            ),
            say("Group them into fewer, larger categories, or leave the column out."),
            column=column.name,
            row=column.first(~column.missing),
            count=different,
            share=different / column.filled,
            examples=examples(column.different),
            steps=[Step("drop_column", (column.name,))],
        )
    ]
