"""What a step does, in a sentence."""

from __future__ import annotations

from typing import Any

from datasets.checking.one_cell import in_words, row_of
from datasets.checking.steps import Step
from language.sentences import Sentence, say

FILLS = {
    "median": say("Fill the gaps in '{column}' with the median."),
    "mode": say("Fill the gaps in '{column}' with its most common value."),
    "zero": say("Fill the gaps in '{column}' with 0."),
    "previous": say("Fill the gaps in '{column}' with the value before them."),
}
OTHERS = {
    "drop_column": say("Leave out {columns}."),
    "rename": say("Rename '{column}' to '{name}'."),
    "drop_duplicates": say("Keep one of each set of rows that match in everything but {ignored}."),
    "drop_rows_missing": say("Leave out the rows where {columns} is missing."),
    "clip_outliers": say("Limit '{column}' to the range from {low:number} to {high:number}."),
    "merge_categories": say("Spell each value of '{column}' one way."),
    "convert_kind": say("Read '{column}' as numbers; anything else becomes missing."),
    "sum_duplicates": say("Merge rows with the same {columns}: add up {added}."),
}


def describe(step: Step) -> Sentence:
    """One sentence for a button or a list of what was done."""
    column = step.columns[0] if step.columns else ""
    if step.kind == "fill_missing":
        return FILLS[str(step.params.get("with"))].filled(column=column)
    if step.kind == "set_missing":
        return _set_missing(column, step.params)
    if step.kind == "drop_duplicates" and not step.params.get("except"):
        return say("Keep one of each set of identical rows.")
    if step.kind == "set_cell":
        return _set_cell(column, step.params)
    if step.kind == "fill_dates":
        return _fill_dates(column, step.params)
    return OTHERS[step.kind].filled(
        column=column,
        columns=_names(step.columns),
        ignored=_names(step.params.get("except") or ()),
        name=step.params.get("to"),
        added=_names(step.params.get("sum") or ()),
        low=step.params.get("low"),
        high=step.params.get("high"),
    )


def _set_missing(column: str, params: Any) -> Sentence:
    values, below, above = (params.get(key) for key in ("values", "below", "above"))
    if values:
        return say(
            "Treat {values} in '{column}' as missing.",
            column=column,
            values=", ".join(f"'{value}'" for value in values),
        )
    if below is not None and above is not None:
        return say(
            "Treat values of '{column}' below {below:number} or above {above:number} as missing.",
            column=column,
            below=below,
            above=above,
        )
    if below is not None:
        return say("Treat values of '{column}' below {below:number} as missing.", column=column, below=below)
    return say("Treat values of '{column}' above {above:number} as missing.", column=column, above=above)


def _set_cell(column: str, params: Any) -> Sentence:
    row, new = row_of(params), in_words(params.get("value"))
    if "old" not in params:
        return say("Row {row:integer} of '{column}' becomes {new}.", row=row, column=column, new=new)
    return say(
        "Row {row:integer} of '{column}': {old} becomes {new}.",
        row=row,
        column=column,
        old=in_words(params["old"]),
        new=new,
    )


def _fill_dates(column: str, params: Any) -> Sentence:
    if params.get("zero"):
        return say(
            "Add a row for every missing date in '{column}', with 0 in {zero}.",
            column=column,
            zero=_names(params["zero"]),
        )
    return say("Add an empty row for every missing date in '{column}'.", column=column)


def _names(columns: Any) -> str:
    return ", ".join(f"'{name}'" for name in columns)
