"""What a page says about rows to add to a data set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.forms import CONFIRMATIONS

COLUMNS_SHOWN = 100
HOW = {
    "name": _("by name"),
    "similar": _("by similar name"),
    "alias": _("by an earlier name"),
    "content": _("by content"),
    "missing": _("missing from the sheet"),
    "new": _("new"),
}


@dataclass(frozen=True)
class ShownPlan:
    """``plan`` is ``AppendPlan.as_dict()``. ``columns`` are (column, column of the sheet, how it was found):
    first those that differ in name.

    ``to_confirm`` are (word, label) of all that does not fit, ``given`` the words confirmed. ``subject`` is
    what it is about (``append.subject_of``), where that is sent with the file; ``changed``: another than that
    of the plan whose rows were to be added.
    """

    plan: Mapping[str, Any]
    columns: list[tuple[str, str, Any]]
    more_columns: int
    to_confirm: list[tuple[str, Any]]
    given: Sequence[str]
    subject: str = ""
    changed: bool = False


def shown_plan(
    plan: Mapping[str, Any], confirmed: Sequence[str], subject: str = "", changed: bool = False
) -> ShownPlan:
    matches = sorted(plan["columns"], key=lambda match: match["how"] == "name")
    words = [word for word in CONFIRMATIONS if word in {*plan["to_confirm"], *confirmed}]
    return ShownPlan(
        plan=plan,
        columns=[
            (match["column"], match["found"] or "", HOW[match["how"]]) for match in matches[:COLUMNS_SHOWN]
        ],
        more_columns=max(0, len(matches) - COLUMNS_SHOWN),
        to_confirm=[(word, CONFIRMATIONS[word]) for word in words],
        given=confirmed,
        subject=subject,
        changed=changed,
    )
