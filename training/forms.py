"""The form of a new run, derived from the family's declaration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from datasets.models import DatasetVersion
from training import roles
from training.exchange import MAIN, Role
from training.families import Family
from training.option_fields import fields_for, values_from
from training.orders import RunOrder

COLUMN, SETTING, PARAM = "column-", "setting-", "param-"


class RunForm(forms.Form):
    """Columns, settings, model and effort for one family on one data set version."""

    name = forms.CharField(max_length=120, required=False, label="Name of the model")
    effort = forms.ChoiceField(
        choices=[
            ("fast", "Fast: a good answer in seconds"),
            ("best", "Best: searches longer, in the background"),
        ],
        initial="fast",
        widget=forms.RadioSelect,
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        required=False,
        help_text="The same seed gives the same answer.",
    )

    def __init__(self, family: Family, version: DatasetVersion, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.family, self.version = family, version
        self.fields["name"].initial = f"{version.dataset.name} {family.label.lower()}"
        guessed = roles.guess(family, {MAIN: version.kinds})  # type: ignore[dict-item]
        for role in family.main_table.roles:
            self.fields[COLUMN + role.key] = self._role_field(role, guessed.get(role.key))
        self.fields |= fields_for(family.Settings, SETTING)
        self.fields["model"] = forms.ChoiceField(
            choices=[("auto", "Automatic"), *((key, choice.label) for key, choice in family.models.items())],
            help_text=family.auto_help,
        )
        for key, choice in family.models.items():
            self.fields |= fields_for(choice.Params, f"{PARAM}{key}-")

    def _role_field(self, role: Role, guessed: Any) -> forms.Field:
        fitting = [
            (name, f"{name} ({kind})") for name, kind in self.version.kinds.items() if kind in role.kinds
        ]
        common: dict[str, Any] = {"label": role.label, "help_text": role.help, "required": role.required}
        if role.many:
            return forms.MultipleChoiceField(
                choices=fitting, initial=list(guessed or ()), widget=forms.CheckboxSelectMultiple, **common
            )
        first = [("", "choose a column" if role.required else "none")]
        return forms.ChoiceField(choices=first + fitting, initial=guessed, **common)

    def order(self) -> RunOrder:
        """What ``start_run`` takes."""
        data = self.cleaned_data
        model = data["model"]
        return RunOrder(
            family=self.family.key,
            dataset=self.version.reference,
            columns=values_from(data, COLUMN),
            settings=values_from(data, SETTING),
            model=model,
            params=values_from(data, f"{PARAM}{model}-") if model != "auto" else {},
            effort=data["effort"],
            name=data["name"],
            seed=data["seed"] or 0,
        )

    def add_order_error(self, location: str, message: str) -> None:
        """Show a refusal beside the field it is about."""
        kind, _, name = location.partition(".")
        params = f"{PARAM}{self.cleaned_data.get('model')}-"
        field = {"columns": COLUMN, "settings": SETTING, "params": params}.get(kind, "") + (name or kind)
        self.add_error(field if field in self.fields else None, message)

    # The groups in which the page shows the fields

    def column_fields(self) -> list[BoundField]:
        return self._group(COLUMN)

    def setting_fields(self) -> list[BoundField]:
        return self._group(SETTING)

    def param_groups(self) -> list[tuple[str, list[BoundField]]]:
        groups = [(c.label, self._group(f"{PARAM}{key}-")) for key, c in self.family.models.items()]
        return [(label, fields) for label, fields in groups if fields]

    def _group(self, prefix: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]
