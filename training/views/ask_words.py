"""What the steps of a question say about family, sheet and problems."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datasets.models import DatasetVersion
from language.formats import shown, translated
from training import roles
from training.exchange import Problem, Role
from training.families import KIND_WORDS, Family
from training.models import Draft
from training.services import drafts

STEP_LABELS: Mapping[str, str | Promise] = {
    "data": gettext_lazy("Data"),
    "question": gettext_lazy("Question"),
    "columns": gettext_lazy("Columns"),
    "settings": gettext_lazy("Settings"),
    "checks": gettext_lazy("Checks"),
    "effort": gettext_lazy("Effort"),
}
REMEDY_LABELS: Mapping[str, str | Promise] = {
    "data": gettext_lazy("Choose other data"),
    "columns": gettext_lazy("Change the columns"),
    "settings": gettext_lazy("Change the settings"),
    "effort": gettext_lazy("Choose another model"),
}
ABOUT_COLUMNS = ("missing_role", "wrong_kind")
TOO_FEW_ROWS = "too_few_rows"
ABOUT_THE_MODEL = "not_feasible"


def why_not(family: Family, version: DatasetVersion) -> str:
    """Why the sheet cannot answer the family's question; "" where it may."""
    lacking = roles.missing(family, version.kinds)  # type: ignore[arg-type]
    if not lacking:
        return ""
    if len(lacking) == 1:
        return _("It needs a column of %(kinds)s, and this sheet has none.") % {"kinds": _kinds(lacking[0])}
    needed = _(" and ").join(_("a column of %(kinds)s") % {"kinds": _kinds(role)} for role in lacking)
    return _("It needs %(columns)s, and this sheet has none.") % {"columns": needed}


def _kinds(role: Role) -> str:
    return _(" or ").join(translated(KIND_WORDS[kind]) for kind in role.kinds)


def remedies(problem: Problem, draft: Draft) -> list[tuple[str, str]]:
    """(step, words of the link): where a problem can be put right, the likeliest place first."""
    if problem.code == ABOUT_THE_MODEL:
        return [("effort", str(REMEDY_LABELS["effort"]))]
    named = problem.column is not None or problem.code in ABOUT_COLUMNS
    about_columns = named and problem.code != TOO_FEW_ROWS
    steps = ["columns", "data"] if about_columns else ["data", "settings"]
    there = drafts.steps_of(draft)
    return [(step, str(REMEDY_LABELS[step])) for step in steps if step in there]


def nothing_against(draft: Draft) -> str:
    """The calm sentence: what was looked at."""
    chosen = draft.columns or {}
    columns = {name for value in chosen.values() for name in ([value] if isinstance(value, str) else value)}
    rows, count = shown(draft.sheet.rows, "integer"), len(columns)
    return ngettext(
        "%(rows)s rows and %(count)d column were looked at: what is needed is there and can be read.",
        "%(rows)s rows and %(count)d columns were looked at: what is needed is there and can be read.",
        count,
    ) % {"rows": rows, "count": count}
