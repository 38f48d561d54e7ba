"""Asking a question step by step: what each answer changes in the draft, and the one start of its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import transaction

from contract import registry, roles
from contract.data import MAIN, Problem, Table
from contract.family import Family
from contract.plain import plain
from contract.training import Effort
from datasets.models import DatasetVersion
from training.models import Draft, DraftTable, TrainingRun
from training.runs import orders
from training.runs.remembered import kept_settings
from training.runs.services import start_run

STEPS = ("data", "question", "columns", "tables", "settings", "checks", "effort")
OF_ANOTHER_QUESTION: Mapping[str, Any] = {
    "columns": None,
    "left_out": {},
    "settings": {},
    "model": "auto",
    "params": {},
    "then_best": False,
    "name": "",
    "reached": "",
}


class StartedAlready(Exception):
    """Somebody was faster, most likely the same person with a double click."""


# --- The state of a draft -----------------------------------------------------------------------


def family_of(draft: Draft) -> Family | None:
    """None where no question was chosen, or the program has lost its family since."""
    return next((family for family in registry.all_families() if family.key == draft.family), None)


def steps_of(draft: Draft) -> list[str]:
    """The steps in their order; a family without side tables or settings has no step for them."""
    family = family_of(draft)
    without = set()
    if family is None or not family.side_tables:
        without.add("tables")
    if family is not None and not family.Settings.model_fields:
        without.add("settings")
    return [step for step in STEPS if step not in without]


def lacking_tables(draft: Draft) -> list[Table]:
    """The side tables that stand between the draft and its run: required ones that are not given, and
    those whose data set was deleted since."""
    family = family_of(draft)
    given = {side.table: side.version_id for side in draft.side_tables.all()}
    return [
        table
        for table in (family.side_tables if family else ())
        if given.get(table.key) is None and (table.required or table.key in given)
    ]


def reached(draft: Draft) -> list[str]:
    """The steps that can be opened: up to the first that is not answered, or the furthest opened."""
    steps = steps_of(draft)
    if draft.version is None:
        last = "data"
    elif family_of(draft) is None:
        last = "question"
    elif draft.columns is None:
        last = "columns"
    elif lacking_tables(draft):
        last = "tables"
    else:
        after_columns = steps[steps.index("columns") + 1]
        last = max(draft.reached, after_columns, key=lambda one: steps.index(one) if one in steps else 0)
    return steps[: steps.index(last) + 1]


def after(draft: Draft, step: str) -> str:
    """The step that follows, or the one before it that is not answered yet."""
    steps = steps_of(draft)
    following = steps[steps.index(step) + 1]
    open_steps = reached(draft)
    return following if following in open_steps else open_steps[-1]


# --- What each step saves -----------------------------------------------------------------------


def begin(owner: Any, version: DatasetVersion | None = None, family: str = "") -> Draft:
    """A draft of ``owner``: the one that says just this and no more, or a new one."""
    fields = {"version": version, "family": family, "columns": None}
    untouched = Draft.objects.unfinished().filter(
        owner=owner, family=family, version=version, columns__isnull=True, side_tables__isnull=True
    )
    return untouched.first() or Draft.objects.create(owner=owner, **fields)


def begin_again(owner: Any, run: TrainingRun) -> Draft:
    """A draft of ``owner`` that says what was asked with ``run``, up to where it may have to be changed."""
    versions = {table.table: table.version for table in run.run_tables.select_related("version")}
    refused = any(problem["fatal"] for problem in run.problems)
    columns: dict[str, dict[str, Any]] = {MAIN: {}}
    for address, names in run.columns.items():
        table, _dot, role = address.rpartition(".")
        columns.setdefault(table or MAIN, {})[role] = names
    draft = Draft.objects.create(
        owner=owner,
        version=versions.pop(MAIN, None),
        family=run.family,
        columns=columns[MAIN],
        settings=run.settings,
        filters=run.filters,
        model=run.model,
        params=run.params,
        effort=run.effort,
        then_best=run.then_best,
        name=run.name,
        seed=run.seed,
        reached="checks" if refused else "effort",
    )
    DraftTable.objects.bulk_create(
        DraftTable(draft=draft, table=table, version=version, columns=columns.get(table, {}))
        for table, version in versions.items()
    )
    return draft


def choose_data(draft: Draft, version: DatasetVersion) -> None:
    """Another sheet. The answers about columns stay if it has the same ones."""
    same = draft.version is not None and draft.version.kinds == version.kinds
    forgotten: dict[str, Any] = (
        {} if same else {"columns": None, "left_out": {}, "filters": [], "reached": ""}
    )
    _save(draft, version=version, **forgotten)


def choose_question(draft: Draft, family: Family) -> None:
    """Another question forgets the answers for the one before."""
    if draft.family != family.key:
        with transaction.atomic():
            draft.side_tables.all().delete()
            _save(draft, family=family.key, **OF_ANOTHER_QUESTION)


def choose_columns(
    draft: Draft, columns: Mapping[str, Any], left_out: Mapping[str, str] | None = None
) -> None:
    """``left_out``: why, by column; as it is, where it is not said."""
    _save(draft, columns=dict(columns), left_out=draft.left_out if left_out is None else dict(left_out))
    _save(draft, settings=draft.settings or kept_settings(family_of(draft), draft.version))


def choose_table(draft: Draft, table: Table, version: DatasetVersion) -> None:
    """A sheet for a side table, with its columns guessed. What was said of them holds where the sheet
    before had the same ones."""
    before = draft.side_tables.filter(table=table.key).select_related("version").first()
    if before is not None and before.version is not None and before.version.kinds == version.kinds:
        columns = before.columns
    else:
        columns = roles.guess_table(table, version.kinds)  # type: ignore[arg-type]
    draft.side_tables.update_or_create(
        table=table.key, defaults={"version": version, "columns": plain(columns)}
    )
    _touch(draft)


def choose_table_columns(draft: Draft, table: Table, columns: Mapping[str, Any]) -> None:
    draft.side_tables.filter(table=table.key).update(columns=dict(columns))
    _touch(draft)


def remove_table(draft: Draft, table: Table) -> None:
    """The data set stays."""
    draft.side_tables.filter(table=table.key).delete()
    _touch(draft)


def choose_settings(draft: Draft, settings: Mapping[str, Any]) -> None:
    _save(draft, settings=dict(settings), reached=_furthest(draft, "checks"))


def choose_filters(draft: Draft, filters: Sequence[Mapping[str, Any]]) -> None:
    """Which rows count; none: all of them."""
    _save(draft, filters=[dict(one) for one in filters])


def reach(draft: Draft, step: str) -> None:
    _save(draft, reached=_furthest(draft, step))


def name_it(draft: Draft) -> None:
    """A name that is free, where none was chosen."""
    family = family_of(draft)
    if family is not None and not draft.name:
        _save(draft, name=orders.free_name(family, draft.sheet, draft.owner), reached="effort")


def choose_effort(draft: Draft, order: orders.RunOrder) -> None:
    """Effort and what follows it, model with its params, name and seed, as ``order`` has them."""
    _save(
        draft,
        effort=order.effort,
        then_best=order.then_best,
        model=order.model,
        params=order.params,
        name=order.name,
        seed=order.seed,
        reached="effort",
    )


def discard(draft: Draft) -> None:
    draft.delete()  # A run that was started stays.


def _furthest(draft: Draft, step: str) -> str:
    """``step``, or the one further on that was opened before."""
    return max(step, draft.reached, key=lambda one: STEPS.index(one) if one in STEPS else -1)


def _save(draft: Draft, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*fields, "updated_at"])


def _touch(draft: Draft) -> None:
    """Side tables are rows of their own: what was read of them before is out of date."""
    draft.refresh_from_db(fields=["side_tables"])
    draft.save(update_fields=["updated_at"])


# --- From the draft to the run ------------------------------------------------------------------


def order_of(draft: Draft) -> orders.RunOrder:
    """What ``start_run`` takes. The draft is past its side tables."""
    sheets, columns = {}, _named(draft, MAIN, draft.columns or {})
    for side in draft.side_tables.all():
        if side.version is not None:
            sheets[side.table] = side.version.reference
            columns |= _named(draft, side.table, side.columns)
    return orders.RunOrder(
        family=draft.family,
        dataset=draft.sheet.reference,
        tables=sheets,
        columns=columns,
        settings=draft.settings,
        filters=draft.filters,
        model=draft.model,
        params=draft.params,
        effort=cast(Effort, draft.effort),
        then_best=draft.then_best,
        name=draft.name,
        seed=draft.seed,
    )


def _named(draft: Draft, key: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """``columns`` of a table as an order names them: a role that nothing plays is named, too, for of a
    table of which nothing is said the columns are guessed."""
    family = family_of(draft)
    table = next((one for one in family.tables if one.key == key), None) if family else None
    if table is None:
        return {}
    said = {role.key: "" for role in table.roles} | dict(columns)
    return {table.address(role): names for role, names in said.items()}


def problems_of(draft: Draft) -> list[Problem]:
    """What prevents a start with this data. Raises OrderRefused where a choice does not hold any more.

    The name is left aside: it is asked for later.
    """
    order = order_of(draft).model_copy(update={"name": ""})
    return orders.problems_of(orders.resolve(order, draft.owner))


def start(draft: Draft) -> TrainingRun:
    """The run of the draft: started now, or the one that was started before.

    Raises OrderRefused or DataProblems, and then nothing was started.
    """

    def claim(run: TrainingRun) -> None:
        if not Draft.objects.filter(pk=draft.pk, run=None).update(run=run):
            raise StartedAlready

    try:
        return start_run(draft.owner, order_of(draft), accept=claim)
    except StartedAlready:
        return TrainingRun.objects.get(drafts=draft.pk)
