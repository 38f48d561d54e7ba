"""What the steps of a question say about family, sheet and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contract import roles
from contract.data import Problem, Table
from contract.roles import kinds_in_words
from datasets.models import DatasetVersion
from language.formats import shown, translated
from training.models import Draft
from training.questions import drafts
from training.questions.column_form import FIELD
from training.runs.orders import OrderError

STEP_LABELS: Mapping[str, str | Promise] = {
    "data": gettext_lazy("Data"),
    "question": gettext_lazy("Question"),
    "columns": gettext_lazy("Columns"),
    "tables": gettext_lazy("More sheets"),
    "settings": gettext_lazy("Settings"),
    "checks": gettext_lazy("Checks"),
    "effort": gettext_lazy("Effort"),
}
REMEDY_LABELS: Mapping[str, str | Promise] = {
    "data": gettext_lazy("Choose other data"),
    "columns": gettext_lazy("Change the columns"),
    "tables": gettext_lazy("Change the other sheets"),
    "settings": gettext_lazy("Change the settings"),
    "effort": gettext_lazy("Choose another model"),
}
ABOUT_COLUMNS = ("missing_role", "wrong_kind")
LACKING = ("too_few_rows", "one_class", "too_few_outcomes", "no_series_to_learn")
"""More rows are the remedy, of whichever column."""
ABOUT_SETTINGS = (
    *("unknown_positive", "unknown_negative", "hit_and_miss", "leakage_reason", "many_outcomes", "too_alike"),
)
ABOUT_THE_MODEL = "not_feasible"


def why_not(table: Table, version: DatasetVersion) -> str:
    """Why the sheet cannot be this table of a question; "" where it may."""
    lacking = roles.missing(table, version.kinds)  # type: ignore[arg-type]
    if not lacking:
        return ""
    if len(lacking) == 1:
        return _("It needs a column of %(kinds)s, and this sheet has none.") % {
            "kinds": kinds_in_words(lacking[0])
        }
    needed = _(" and ").join(_("a column of %(kinds)s") % {"kinds": kinds_in_words(role)} for role in lacking)
    return _("It needs %(columns)s, and this sheet has none.") % {"columns": needed}


@dataclass(frozen=True)
class Found:
    """A problem of the data under the name of its side table ("" for the main one), with the places at
    which it can be put right: (address, words of the link), the likeliest first; ``place`` among all problems
    says which of them is meant where it offers something in its place."""

    problem: Problem
    table: str
    remedies: list[tuple[str, str]]
    place: int = 0


def found_in(problems: Sequence[Problem], draft: Draft) -> list[Found]:
    """``problems`` in the order of the tables they are about, but for those that ask."""
    labels = _side_labels(draft)
    order = ["", *labels.values()]
    found = [
        Found(one, labels.get(one.table, ""), _remedies(one, draft), place)
        for place, one in enumerate(problems)
        if one.question is None
    ]
    return sorted(found, key=lambda one: order.index(one.table))


def _side_labels(draft: Draft) -> dict[str, str]:
    family = drafts.family_of(draft)
    return {table.key: translated(table.label) for table in family.side_tables} if family else {}


def _remedies(problem: Problem, draft: Draft) -> list[tuple[str, str]]:
    if problem.code == ABOUT_THE_MODEL:
        return [(reverse("ask-effort", args=[draft.pk]), str(REMEDY_LABELS["effort"]))]
    if problem.code in ABOUT_SETTINGS:
        return _links(["settings", "columns"], draft)
    named = problem.column is not None or problem.code in ABOUT_COLUMNS
    about_columns = named and problem.code not in LACKING
    if problem.table in _side_labels(draft):
        place = [draft.pk, problem.table]
        sheet = (reverse("ask-table-sheet", args=place), _("Choose another sheet"))
        columns = (reverse("ask-table-columns", args=place), str(REMEDY_LABELS["columns"]))
        return [columns, sheet] if about_columns else [sheet]
    if about_columns:
        return [_menu_of(problem, draft), *_links(["data"], draft)]
    elsewhere = _links(["data", "settings"], draft)
    if problem.code not in LACKING:
        return elsewhere
    more = f"{reverse('dataset-upload')}?dataset={draft.sheet.dataset.slug}"
    return [(more, _("Add rows to the data set")), *elsewhere]


def _menu_of(problem: Problem, draft: Draft) -> tuple[str, str]:
    """The columns step, at the menu of the column that the problem is about."""
    address, names = reverse("ask-columns", args=[draft.pk]), list(draft.sheet.kinds)
    if problem.column not in names:
        return address, str(REMEDY_LABELS["columns"])
    words = _("Change what “%(column)s” is used as") % {"column": problem.column}
    return f"{address}#id_{FIELD}{names.index(problem.column)}", words


def places_of(refusals: Sequence[OrderError], draft: Draft) -> list[tuple[str, str]]:
    """(address, words of the link): where what was refused can be chosen again."""
    side = [f"{part}.{key}" for key in _side_labels(draft) for part in ("tables", "columns")]
    of_side = [any(one.location.startswith(place) for place in side) for one in refusals]
    steps = [step for step, named in (("columns", not all(of_side)), ("tables", any(of_side))) if named]
    return _links(steps, draft)


def _links(steps: Sequence[str], draft: Draft) -> list[tuple[str, str]]:
    there = drafts.steps_of(draft)
    return [
        (reverse(f"ask-{step}", args=[draft.pk]), str(REMEDY_LABELS[step])) for step in steps if step in there
    ]


def nothing_against(draft: Draft) -> list[str]:
    """The calm sentences: what was looked at, the main sheet first."""
    rows, count = _looked_at(draft.sheet, draft.columns or {})
    sentences = [
        ngettext(
            "%(rows)s rows and %(count)d column were checked: everything needed is there and readable.",
            "%(rows)s rows and %(count)d columns were checked: everything needed is there and readable.",
            count,
        )
        % {"rows": rows, "count": count}
    ]
    labels = _side_labels(draft)
    for side in draft.side_tables.all():
        if side.version is not None and side.table in labels:
            rows, count = _looked_at(side.version, side.columns)
            sentence = ngettext(
                "%(table)s: %(rows)s rows and %(count)d column were also checked.",
                "%(table)s: %(rows)s rows and %(count)d columns were also checked.",
                count,
            )
            sentences.append(sentence % {"table": labels[side.table], "rows": rows, "count": count})
    return sentences


def _looked_at(version: DatasetVersion, columns: Mapping[str, Any]) -> tuple[str, int]:
    """Rows as text, and the number of columns that play a role."""
    names = {name for value in columns.values() for name in ([value] if isinstance(value, str) else value)}
    return shown(version.rows, "integer"), len(names)


def check_address(draft: Draft) -> str:
    """The check of the main sheet, with the columns that the question has chosen."""
    chosen = draft.columns or {}
    time = chosen.get("time")
    named = chosen.get("item") if time else chosen.get("entity")
    query = {
        "target": chosen.get("target") or chosen.get("label"),
        "time": time if isinstance(time, str) else None,
        "keys": named if isinstance(named, list) else [named] if named else None,
    }
    said = urlencode({name: value for name, value in query.items() if value}, doseq=True)
    sheet = draft.sheet
    return f"{reverse('dataset-check', args=[sheet.dataset.slug, sheet.number])}?{said}"
