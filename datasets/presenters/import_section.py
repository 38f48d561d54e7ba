"""What a version's page says about its import: what was kept and set aside, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from datasets.forms import DATE_ORDERS, DECIMALS, MISSING_LENGTH, encoding_words, form_values
from datasets.models import DatasetVersion
from datasets.services import first_rejects
from datasets.set_aside import in_words

REJECTS_SHOWN, CHANGED_COLUMNS_SHOWN = 10, 20
PARTS_OF_MISSING = ",;"  # the option "missing" parts its values at these
REMEMBERED, PROPOSED = "remembered", "renamed_column"


@dataclass(frozen=True)
class Remedy:
    """What a form sends (``fields``) to the ``address`` of that name, which belongs to the version: the file
    is read again, if nothing else is said."""

    label: str
    fields: Mapping[str, str]
    address: str = "dataset-read-again"


@dataclass(frozen=True)
class ShownFinding:
    message: str
    remedy: str
    remedies: list[Remedy] = field(default_factory=list)


def import_of(version: DatasetVersion, query: QueryDict) -> dict[str, Any]:
    """The report, a page (``?changes=``) of changed columns, what was remembered, the rejects."""
    return {
        "report": version.report,
        "changed": _changed_columns(version, query),
        "remembered": [found for found in version.problems if found["code"] == REMEMBERED],
        "rejects": _rejects(version),
        "not_in_the_table": in_words(version.reject_count, version.report),
    }


def _changed_columns(version: DatasetVersion, query: QueryDict) -> Page[Any]:
    columns = version.report.get("columns", [])
    return Paginator(columns, CHANGED_COLUMNS_SHOWN).get_page(query.get("changes"))


def _rejects(version: DatasetVersion) -> list[dict[str, str]] | None:
    """The first of them; None where their file is gone from the disk."""
    try:
        return first_rejects(version, REJECTS_SHOWN)
    except FileNotFoundError:
        return None


def findings_of(version: DatasetVersion) -> list[ShownFinding]:
    """What was found while reading, with reading options that would fix it."""
    return [
        ShownFinding(found["message"], found.get("remedy", ""), _remedies(version, found))
        for found in version.problems
        if found["code"] != REMEMBERED
    ]


def _remedies(version: DatasetVersion, found: Mapping[str, Any]) -> list[Remedy]:
    if found["code"] == PROPOSED:
        return _rename(version, found)
    chosen = form_values(version.choices.get("options", {}))
    if found["code"] == "disguised_missing":
        return _missing(found, chosen)
    if found["code"] == "taken_as_missing":
        return _not_missing(found, chosen)
    if found["code"] == "blank_is_no":
        return _blanks(found, chosen)
    if found["code"] == "second_table":
        label = _("Read the table below instead")
        return [Remedy(label, chosen | {"header_row": found["value"]})]
    if found["code"] == "hidden_rows":
        label, other = (
            (_("Leave the hidden rows out"), "leave_out")
            if found.get("value") == "keep"
            else (_("Read the hidden rows too"), "keep")
        )
        return [Remedy(label, chosen | {"hidden_rows": other})]
    if found["code"] == "guessed_date_order":
        return [
            Remedy(
                _("Read the dates as %(order)s") % {"order": DATE_ORDERS[order]},
                chosen | {"date_order": order},
            )
            for order in ("dmy", "mdy")
            if order != version.options.get("date_order")
        ]
    if found["code"] == "guessed_encoding" and found.get("value"):
        label = _("Read the letters as %(encoding)s") % {"encoding": encoding_words(found["value"])}
        return [Remedy(label, chosen | {"encoding": found["value"]})]
    if found["code"] == "guessed_decimal":
        return [
            Remedy(_("Use %(mark)s as the decimal mark") % {"mark": label}, chosen | {"decimal": mark})
            for mark, label in DECIMALS.items()
            if mark != version.options.get("decimal")
        ]
    return []


def _rename(version: DatasetVersion, found: Mapping[str, Any]) -> list[Remedy]:
    """None where steps have removed the column, or another one has its name by now."""
    if found.get("value") not in version.kinds or found["column"] in version.kinds:
        return []
    names = {"found": found["value"], "column": found["column"]}
    return [Remedy(_("It is the same column"), names, "dataset-same-column")]


def _missing(found: Mapping[str, Any], chosen: Mapping[str, str]) -> list[Remedy]:
    written = _with_more(found, chosen, "missing")
    if not written:
        return []
    label = _("Read “%(value)s” in “%(column)s” as missing") % found
    return [Remedy(label, {**chosen, "missing": written})]


def _not_missing(found: Mapping[str, Any], chosen: Mapping[str, str]) -> list[Remedy]:
    written = _with_more(found, chosen, "not_missing")
    if not written:
        return []
    if found["column"] is None:
        label = _("Read “%(value)s” as a value everywhere") % found
    else:
        label = _("Read “%(value)s” in “%(column)s” as a value") % found
    return [Remedy(label, {**chosen, "not_missing": written})]


def _blanks(found: Mapping[str, Any], chosen: Mapping[str, str]) -> list[Remedy]:
    written = _with_more(found, chosen, "blanks")
    if not written:
        return []
    label = _("Read blank cells in “%(column)s” as not known") % found
    return [Remedy(label, {**chosen, "blanks": written})]


def _with_more(found: Mapping[str, Any], chosen: Mapping[str, str], option: str) -> str:
    """What was chosen for the option with the value found; "" where there is no way to write it."""
    column, value = found.get("column") or "", found.get("value") or ""
    if not value or ":" in column or any(mark in column + value for mark in PARTS_OF_MISSING):
        return ""
    own = f"{column}: {value}" if column else value
    written = ", ".join(filter(None, [chosen.get(option), own]))
    return written if len(written) <= MISSING_LENGTH else ""
