"""The form of a derivation, built from the recipe: the column of every role, the settings, a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from api.option_fields import fields_for, values_from
from contract.data import Table
from contract.deriving import Derivation as Recipe
from contract.orders import OrderRefused
from contract.roles import guess_table
from datasets.models import DatasetVersion, Derivation
from datasets.role_fields import columns_by_role, role_field
from datasets.services import PreviewOrder
from language.formats import translated

COLUMN, SETTING = "column-", "setting-"


class NameForm(forms.Form):
    """What a derived table is to be called."""

    name = forms.CharField(
        label=_("Name of the data set"),
        help_text=_("If you derived a data set of this name before, it gets its next version."),
        max_length=120,
    )

    def add_order_errors(self, refused: OrderRefused) -> None:
        """Show each refusal beside the field it is about."""
        for error in refused.errors:
            field = self.field_of(error.location)
            self.add_error(field if field in self.fields else None, error.message)

    def field_of(self, location: str) -> str:
        return location


class DerivationForm(NameForm):
    """``versions`` are those of the tables that are given, by key; ``like`` is an earlier derivation whose
    columns and settings stand in the form at first."""

    def __init__(
        self,
        recipe: Recipe,
        versions: Mapping[str, DatasetVersion],
        like: Derivation | None = None,
        data: QueryDict | None = None,
    ):
        super().__init__(data)
        self.versions = versions
        self.tables = [table for table in recipe.tables if table.key in versions]
        for table in self.tables:
            version = versions[table.key]
            guessed = guess_table(table, version.kinds)  # type: ignore[arg-type]
            for role in table.roles:
                address = table.address(role.key)
                chosen = like.columns.get(address) if like else guessed.get(role.key)
                self.fields[COLUMN + address] = role_field(role, version, chosen, examples=True)
        self.fields |= fields_for(recipe.Settings, SETTING)
        if like:
            self.initial = {SETTING + name: value for name, value in like.settings.items()}
        self.fields["name"].required = False  # Nobody names what they have not seen yet.

    def order(self) -> PreviewOrder:
        """What a valid form asks for."""
        columns: dict[str, Any] = {}
        for table in self.tables:
            chosen = {role.key: self.cleaned_data[COLUMN + table.address(role.key)] for role in table.roles}
            played = columns_by_role(table.roles, chosen)
            columns |= {table.address(key): names for key, names in played.items()}
            if not played:  # Said too: of a table of which nothing is said, columns are guessed.
                columns[table.address(table.roles[0].key)] = []
        return PreviewOrder(
            tables={key: version.reference for key, version in self.versions.items()},
            columns=columns,
            settings=values_from(self.cleaned_data, SETTING),
        )

    def field_of(self, location: str) -> str:
        kind, _dot, name = location.partition(".")
        return {"columns": COLUMN + name, "settings": SETTING + name}.get(kind, kind)

    def column_groups(self) -> list[tuple[str, list[BoundField]]]:
        """The roles of every table, under its name."""
        return [(translated(table.label), self._roles_of(table)) for table in self.tables]

    def setting_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(SETTING)]

    def _roles_of(self, table: Table) -> list[BoundField]:
        return [self[COLUMN + table.address(role.key)] for role in table.roles]
