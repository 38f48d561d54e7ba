"""Columns of a draft: the guess, and leaving out those that a check found to give the outcome away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from contract import roles
from contract.data import MAIN, Problem
from contract.family import Sheet
from training.models import Draft, TrainingRun
from training.questions import drafts

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_TICKED = 12
REMEDY_IS_LEAVING_OUT = ("leakage", "id_as_feature", "empty_column", "not_a_number")


def read(draft: Draft, names: Sequence[str]) -> DataFrame:
    return draft.sheet.frame(list(dict.fromkeys(names)))


def sheet_of(draft: Draft) -> Sheet:
    return Sheet(partial(read, draft), draft.sheet.conventions(), draft.settings)


def values_of(draft: Draft, role: str) -> list[str]:
    """The values of the column of ``role``, the most frequent first; none where they are more than can be
    ticked."""
    from columns.values import spellings

    name = (draft.columns or {}).get(role)
    known = {column["name"]: column for column in draft.sheet.columns}
    if not isinstance(name, str) or name not in known or known[name]["unique"] > MOST_TICKED:
        return []
    counts = spellings(read(draft, [name])[name]).dropna().value_counts()
    return [str(value) for value in counts.index if str(value).strip()]


def guessed(draft: Draft) -> dict[str, Any]:
    """What was chosen the last time this question was asked of this data set, where the sheet still has these
    columns; else a guess by names, kinds and rows."""
    family = drafts.family_of(draft)
    if family is None:
        return {}
    kinds = draft.sheet.kinds
    run = (
        TrainingRun.objects.filter(
            family=draft.family,
            run_tables__table=MAIN,
            run_tables__dataset_name__startswith=f"{draft.sheet.dataset.slug}@",
        )
        .only("columns")
        .order_by("-queued_at", "-pk")
        .first()
    )
    if run is not None:
        before = {role: names for role, names in run.columns.items() if "." not in role}
        if all(name in kinds for names in before.values() for name in _many(names)):
            return before
    guess = roles.guess_table(family.main_table, kinds)  # type: ignore[arg-type]
    return dict(family.refined(guess, kinds, partial(read, draft)))  # type: ignore[arg-type]


def to_leave_out(draft: Draft, problems: Sequence[Problem]) -> list[str]:
    """Columns whose finding is remedied by leaving them out, and that can be left out."""
    family = drafts.family_of(draft)
    if family is None:
        return []
    found = [
        one.column
        for one in problems
        if one.code in REMEDY_IS_LEAVING_OUT and one.table == MAIN and one.column is not None
    ]
    spare: list[str] = []
    for role in family.main_table.roles:
        names = _many((draft.columns or {}).get(role.key) or ())
        if role.many and not (role.required and set(names) <= set(found)):
            spare += names
    return [name for name in dict.fromkeys(found) if name in spare]


def leave_out(draft: Draft, problems: Sequence[Problem]) -> None:
    """Without these columns; the columns step shows why."""
    names = to_leave_out(draft, problems)
    why = {one.column: str(one.message) for one in problems if one.column in names}
    columns: dict[str, Any] = {}
    for role, chosen in (draft.columns or {}).items():
        kept = [name for name in _many(chosen) if name not in names]
        if kept:
            columns[role] = kept if not isinstance(chosen, str) else chosen
    drafts.choose_columns(draft, columns, {**draft.left_out, **why})


def _many(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
