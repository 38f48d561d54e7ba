"""Form fields by which somebody says which column plays which role of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contract.data import Role
from datasets.models import DatasetVersion
from language.formats import shown, translated

EXAMPLES_SHOWN = 3
LONGEST_EXAMPLE = 24


def role_field(role: Role, version: DatasetVersion, chosen: Any, examples: bool = False) -> forms.Field:
    """A menu of the columns that fit, or boxes where several may play the role (with those beside it that are
    there).

    ``examples``: a menu shows values of the columns, as boxes always do.
    """
    fitting = [name for name, kind in version.kinds.items() if role.offers(name, kind)]  # type: ignore[arg-type]
    alone = bool(role.also) and all(version.kinds[name] in role.kinds for name in fitting)
    values = examples_in(version)
    common: dict[str, Any] = {
        "label": translated(role.label),
        "help_text": translated(role.help),
        "required": role.required,
    }
    if role.many and not alone:
        choices = [(name, _labelled(name, values.get(name, ""))) for name in fitting]
        initial = [chosen] if isinstance(chosen, str) else list(chosen or ())
        return forms.MultipleChoiceField(
            choices=choices, initial=initial, widget=forms.CheckboxSelectMultiple, **common
        )
    first = ("", _("Choose a column") if role.required or role.guess_any else _("None"))
    shown_names = ((name, _labelled(name, values.get(name, "")) if examples else name) for name in fitting)
    menu = forms.Select(attrs={"data-column-menu": ""})
    return forms.ChoiceField(choices=[first, *shown_names], initial=chosen, widget=menu, **common)


def columns_by_role(roles: Sequence[Role], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The columns ``chosen`` for each role, by its key, as an order takes them; roles that nothing plays are
    left out.

    A column plays one part: what a menu names is none of the boxes, and the first boxes count.
    """
    taken = {value for value in chosen.values() if isinstance(value, str)}
    columns = {}
    for role in roles:
        value = chosen[role.key]
        if role.many and not isinstance(value, str):
            names = [name for name in value if name not in taken]
            taken |= set(names)
            value = role.written(names) if names else ""
        if value:
            columns[role.key] = value if isinstance(value, str) else list(value)
    return columns


def examples_in(version: DatasetVersion) -> dict[str, str]:
    """A few values of every column, as text."""
    return {column["name"]: examples_of(column) for column in version.columns}


def examples_of(column: Mapping[str, Any]) -> str:
    """The first values of a column of a profile, in the reader's format: ``1 Jan 2025, 2 Jan 2025``."""
    format = {"date": "date", "number": "number"}.get(column["kind"], "text")
    values = [shown(value, format) for value in column["examples"][:EXAMPLES_SHOWN]]
    return ", ".join(f"{v[:LONGEST_EXAMPLE]}…" if len(v) > LONGEST_EXAMPLE else v for v in values)


def _labelled(name: str, examples: str) -> str:
    return f"{name} ({examples})" if examples else name
