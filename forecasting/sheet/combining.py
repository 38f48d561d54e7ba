"""What becomes of rows that share item and date, said while the columns are chosen: how many there are, over
which column, and whether they are added up or averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contract.family import Sheet
from forecasting.sheet.adding_up import ONCE, UNITS, kind_of_name
from language.sentences import Sentence, joined, say

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("category", "text")
MOST_VALUES = 10_000
"""A column of more different values names rows, not things."""


def combined(columns: Mapping[str, Any], sheet: Sheet) -> list[Sentence]:
    """Nothing where every row has an item and a date of its own."""
    time, keys = many(columns, "time"), [*many(columns, "time"), *many(columns, "item")]
    if not time:
        return []
    frame = sheet.read(keys)
    shared = frame.duplicated(keep=False)
    if not (rows := int(shared.sum())):
        return []
    how = _together(many(columns, "target"), sheet, once=1 - float(frame.duplicated().mean()))
    words = {"rows": rows, "keys": listed([*many(columns, "item"), *time])}
    over = _over(keys, columns, sheet, shared)
    if over is None:
        return [joined([how.alone.filled(**words), FURTHER])]
    column, values = over
    said = how.over.filled(**words, values=values, column=listed([column]))
    return [joined([said, say("Use {column} as the item too to keep them apart.", column=listed([column]))])]


FURTHER = say("Choose a further column as the item to keep them apart.")


class _How:
    """What happens to rows of one item and date, with a column that tells them apart, and without one."""

    def __init__(self, over: Sentence, alone: Sentence):
        self.over, self.alone = over, alone


SUM = _How(
    say("{rows:integer} rows of {values:integer} different {column} are added up per {keys}."),
    say("{rows:integer} rows share {keys} with another row: their amounts are added up."),
)
MEAN = _How(
    say("{rows:integer} rows of {values:integer} different {column} are averaged per {keys}."),
    say("{rows:integer} rows share {keys} with another row: their amounts are averaged."),
)
LAST = _How(
    say("Of {rows:integer} rows of {values:integer} different {column}, the last one counts per {keys}."),
    say("{rows:integer} rows share {keys} with another row: the last amount counts."),
)


def _together(targets: Sequence[str], sheet: Sheet, once: float) -> _How:
    """As ``adding_up`` will do it; ``once`` is the share of rows whose item and date no earlier row has."""
    said = sheet.settings.get("adds_up", "auto")
    if said != "auto":
        return {"sum": SUM, "last": LAST}.get(said, MEAN)
    if str(sheet.settings.get("unit", "")).strip().casefold() in UNITS:
        return MEAN
    if targets and all(name in sheet.conventions and sheet.conventions[name].percent for name in targets):
        return MEAN
    kinds = {kind_of_name(name) for name in targets}
    if kinds == {"price"}:
        return MEAN if once >= ONCE else SUM
    return MEAN if kinds in ({"rate"}, {"level"}) else SUM


def _over(
    keys: Sequence[str], columns: Mapping[str, Any], sheet: Sheet, shared: pd.Series
) -> tuple[str, int] | None:
    """The column of words that tells most of the rows apart, and how many values it has; None where no column
    tells more than half of them apart."""
    taken = {name for role in columns for name in many(columns, role)}
    others = [name for name, how in sheet.conventions.items() if how.kind in KINDS and name not in taken]
    if not others:
        return None
    frame = sheet.read([*keys, *others])[shared]
    left = {
        name: int(frame.duplicated([*keys, name], keep=False).sum())
        for name in others
        if 1 < frame[name].nunique() <= MOST_VALUES
    }
    best = min(left, key=lambda name: (left[name], frame[name].nunique()), default=None)
    if best is None or left[best] > len(frame) / 2:
        return None
    return best, int(frame[best].nunique())


def listed(names: Sequence[str]) -> Sentence:
    quoted = [say("'{name}'", name=name) for name in names]
    if len(quoted) < 2:
        return joined(quoted)
    return say("{names} and {last}", names=joined(quoted[:-1], ", "), last=quoted[-1])


def many(columns: Mapping[str, Any], role: str) -> list[str]:
    names = columns.get(role) or ()
    return [names] if isinstance(names, str) else list(names)
