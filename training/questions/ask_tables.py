"""The step of the side tables: which of them are given, from which sheet, and which column is what."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from contract.data import Table
from datasets.role_fields import examples_in
from language.formats import translated
from training.models import Draft, DraftTable
from training.questions import drafts
from training.questions.ask_frame import choose, family_of, go_on, posted, show, step
from training.questions.ask_words import why_not
from training.questions.column_form import ColumnsForm


@dataclass(frozen=True)
class PlayedRole:
    """A role of a side table that a column plays, with a few of the column's values."""

    label: str
    column: str
    examples: str


@dataclass(frozen=True)
class SideTable:
    """A card of the step. ``side`` is None where the table is left out; its version is None where the
    data set was deleted since."""

    table: Table
    side: DraftTable | None
    lacking: bool
    roles: list[PlayedRole]


@step("tables")
def tables(request: HttpRequest, draft: Draft) -> HttpResponse:
    """All side tables at a glance. Those that are optional may be left out."""
    lacking = drafts.lacking_tables(draft)
    if request.method == "POST" and not lacking:
        steps = drafts.steps_of(draft)
        drafts.reach(draft, steps[steps.index("tables") + 1])
        return go_on(draft, "tables")
    given = {side.table: side for side in draft.side_tables.all()}
    cards = [
        SideTable(table, given.get(table.key), table in lacking, _roles(table, given.get(table.key)))
        for table in family_of(draft).side_tables
    ]
    return show(request, "tables", draft, cards=cards, lacking=lacking)


@step("tables")
def sheet(request: HttpRequest, draft: Draft, table: str) -> HttpResponse:
    """Which sheet one side table reads. One whose columns cannot serve is refused with the reason."""
    found = _table(draft, table)
    version, context = choose(request)
    refused = why_not(found, version) if version is not None else ""
    if version is not None and not refused:
        drafts.choose_table(draft, found, version)
        return redirect("ask-table-columns", draft.pk, found.key)
    if request.method == "GET" and context["may_upload"]:
        context["form"].fields["file"].widget.attrs["autofocus"] = True
    side = _given(draft, found)
    context |= {
        "table": found,
        "refused": refused,
        "refused_sheet": version,
        "chosen": side.version.dataset_id if side and side.version else None,
        "back": reverse("ask-tables", args=[draft.pk]),
    }
    return show(request, "tables", draft, "ask_table_sheet", **context)


@step("tables")
def columns(request: HttpRequest, draft: Draft, table: str) -> HttpResponse:
    """Which column of a side table's sheet plays which role."""
    found = _table(draft, table)
    side = _given(draft, found)
    if side is None or side.version is None:
        return redirect("ask-table-sheet", draft.pk, found.key)
    form = ColumnsForm(found, side.version, side.columns, *posted(request))
    if form.is_valid():
        drafts.choose_table_columns(draft, found, form.columns())
        return redirect("ask-tables", draft.pk)
    back = reverse("ask-table-sheet", args=[draft.pk, found.key])
    return show(request, "tables", draft, "ask_table_columns", form=form, table=found, side=side, back=back)


@step("tables")
def remove(request: HttpRequest, draft: Draft, table: str) -> HttpResponse:
    """Take a side table away again; the data set stays."""
    found = _table(draft, table)
    if request.method == "POST":
        drafts.remove_table(draft, found)
    return redirect("ask-tables", draft.pk)


def _table(draft: Draft, key: str) -> Table:
    for table in family_of(draft).side_tables:
        if table.key == key:
            return table
    raise Http404


def _given(draft: Draft, table: Table) -> DraftTable | None:
    return next((side for side in draft.side_tables.all() if side.table == table.key), None)


def _roles(table: Table, side: DraftTable | None) -> list[PlayedRole]:
    if side is None or side.version is None:
        return []
    examples = examples_in(side.version)
    played = [(role, side.columns.get(role.key) or ()) for role in table.roles]
    return [
        PlayedRole(translated(role.label), names, examples.get(names, ""))
        if isinstance(names, str)
        else PlayedRole(translated(role.label), ", ".join(names), "")
        for role, names in played
        if names
    ]
