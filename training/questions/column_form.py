"""Which column of a sheet plays which role: one row and one menu for each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from contract import roles
from contract.data import Table
from contract.roles import KIND_WORDS
from datasets.models import DatasetVersion
from datasets.role_fields import examples_in
from language.formats import translated

FIELD = "column-"


@dataclass(frozen=True)
class ColumnRow:
    """``field`` is the menu; ``why`` says why the column was left out, where a check found a reason."""

    name: str
    kind: str
    examples: str
    field: BoundField
    why: str


class ColumnsForm(forms.Form):
    """Fields are named by the place of their column. ``saved`` is the choice so far, by role; the guess,
    where it is None. ``left_out`` has reasons by column."""

    def __init__(
        self,
        table: Table,
        version: DatasetVersion,
        saved: Mapping[str, Any] | None,
        *args: Any,
        left_out: Mapping[str, str] | None = None,
    ):
        super().__init__(*args)
        self.version, self.roles, self.left_out = version, table.roles, left_out or {}
        chosen = roles.guess_table(table, version.kinds) if saved is None else saved  # type: ignore[arg-type]
        by_column = _by_column(chosen)
        for place, (name, kind) in enumerate(version.kinds.items()):
            fitting = [role for role in self.roles if role.offers(name, kind)]  # type: ignore[arg-type]
            self.fields[f"{FIELD}{place}"] = forms.ChoiceField(
                choices=[("", _("Leave out")), *((role.key, translated(role.label)) for role in fitting)],
                initial=by_column.get(name, ""),
                required=False,
                label=name,
            )
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.widget.attrs["autofocus"] = True

    def rows(self) -> list[ColumnRow]:
        examples = examples_in(self.version)
        return [
            ColumnRow(
                name,
                str(KIND_WORDS[kind]),
                examples[name],
                self[f"{FIELD}{place}"],
                "" if self[f"{FIELD}{place}"].value() else self.left_out.get(name, ""),
            )
            for place, (name, kind) in enumerate(self.version.kinds.items())
        ]

    def clean(self) -> dict[str, Any]:
        for role in self.roles:
            names = [row.name for row in self.rows() if row.field.value() == role.key]
            if role.required and not names:
                words = {"role": translated(role.label), "what": translated(role.help or role.label)}
                self.add_error(
                    None,
                    _("No column is chosen as “%(role)s”. Choose the one that holds it: %(what)s") % words,
                )
            elif len(names) > 1 and not role.many:
                words = {"role": translated(role.label), "columns": ", ".join(names)}
                self.add_error(
                    None,
                    _("Only one column can be “%(role)s”, and these are: %(columns)s. Leave one out.")
                    % words,
                )
        return self.cleaned_data

    def columns(self) -> dict[str, Any]:
        """The choice by role, as an order takes it: as it was posted, or as the page first shows it."""
        found: dict[str, Any] = {}
        for role in self.roles:
            names = [row.name for row in self.rows() if row.field.value() == role.key]
            if names:
                written = role.written(names)
                found[role.key] = written if isinstance(written, str) else list(written)
        return found


def _by_column(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Roles by column; a column that two roles name plays the first."""
    found: dict[str, str] = {}
    for role, names in chosen.items():
        for name in [names] if isinstance(names, str) else names or ():
            found.setdefault(name, role)
    return found
