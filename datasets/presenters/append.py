"""What a page says about rows to add to a data set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.forms import choices_among, chosen_among, confirmations
from datasets.values import cell_text
from language.formats import NO_VALUE

COLUMNS_SHOWN = 100
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
HOW = {
    "name": _("by name"),
    "similar": _("by similar name"),
    "alias": _("by an earlier name"),
    "content": _("by content"),
    "missing": _("missing from the sheet"),
    "new": _("new"),
}


@dataclass(frozen=True)
class ShownRow:
    """A cell that is there and comes again with another value; ``key`` names its row."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownPlan:
    """``plan`` is ``AppendPlan.as_dict()``. ``columns`` are (column, column of the sheet, how it was found):
    first those that differ in name.

    ``to_confirm`` are (word, label) of all that does not fit, ``given`` the words confirmed. ``subject`` is
    what it is about (``append.subject_of``), where that is sent with the file; ``changed``: another than that
    of the plan whose rows were to be added. ``choices`` (word, label) are what can be done with rows that
    exist, with other values; ``rows`` are some of them.
    """

    plan: Mapping[str, Any]
    columns: list[tuple[str, str, Any]]
    more_columns: int
    to_confirm: list[tuple[str, Any]]
    given: Sequence[str]
    subject: str = ""
    changed: bool = False
    choices: list[tuple[str, Any]] = field(default_factory=list)
    chosen: str = ""
    rows: list[ShownRow] = field(default_factory=list)

    @property
    def stays(self) -> int:
        """Rows of the sheet that are new in any case."""
        others = self.plan["same_key"] if self.plan.get("chosen") in ("replace", "add") else 0
        return int(self.plan["rows_added"] - others)


def shown_plan(
    plan: Mapping[str, Any], confirmed: Sequence[str], subject: str = "", changed: bool = False
) -> ShownPlan:
    matches = sorted(plan["columns"], key=lambda match: match["how"] == "name")
    words = sorted({*plan["to_confirm"], *confirmed})
    # What can be done with them is asked below; the words of the API are not for this page.
    problems = [
        {**found, "remedy": ""} if found["code"] == "same_key" else found for found in plan["problems"]
    ]
    return ShownPlan(
        plan={**plan, "problems": problems},
        columns=[
            (match["column"], match["found"] or "", HOW[match["how"]]) for match in matches[:COLUMNS_SHOWN]
        ],
        more_columns=max(0, len(matches) - COLUMNS_SHOWN),
        to_confirm=confirmations(words),
        given=confirmed,
        choices=choices_among(plan.get("choices", ())),
        chosen=chosen_among(confirmed),
        rows=[row for one in plan.get("changed", ()) for row in _rows_of(one)],
        subject=subject,
        changed=changed,
    )


def _rows_of(changed: Mapping[str, Any]) -> list[ShownRow]:
    key = ", ".join(_text(value) for value in changed["key"].values())
    return [
        ShownRow(key, column, _text(changed["before"][column]), _text(changed["after"][column]))
        for column in changed["before"]
    ]


def _text(value: Any) -> str:
    if value is None:
        return NO_VALUE
    if isinstance(value, bool):
        return str(cell_text(value, "flag"))
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return str(cell_text(value, "date"))
    return str(cell_text(value, "number" if isinstance(value, (int, float)) else "text"))
