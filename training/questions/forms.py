"""The forms of the steps by which a question is asked, derived from the family's declaration."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.option_fields import fields_for, values_from
from contract.family import Family
from contract.model import ModelChoice
from language.formats import translated
from training.models import Draft
from training.runs.orders import RunOrder, free_name
from training.runs.remembered import asked_once

PARAM = "param-"
EFFORTS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "fast": (gettext_lazy("Fast"), gettext_lazy("A good answer right away. Ideal for a first look.")),
    "best": (gettext_lazy("Best"), gettext_lazy("Searches longer for a better answer, in the background.")),
}


def _focus(form: forms.Form, name: str) -> None:
    """Where a step begins for who uses the keyboard."""
    form.fields[name].widget.attrs["autofocus"] = True


ValuesOf = Callable[[str], list[str]]
"""The values of the column of a role."""


def values_wanted(family: Family) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Settings that name values of a column: (its role, words for what is said beside values), by name."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for name, one in family.Settings.model_fields.items():
        extra: Any = one.json_schema_extra
        if isinstance(extra, dict) and "values_of" in extra:
            found[name] = (extra["values_of"], extra.get("words", {}))
    return found


def csv_words(text: str) -> list[str]:
    return [word.strip() for word in next(csv.reader([text], skipinitialspace=True), [])]


def as_csv(words: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(words)
    return written.getvalue()


class QuestionForm(forms.Form):
    """One family, of those whose columns the sheet has."""

    family = forms.ChoiceField()

    def __init__(self, families: list[Family], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["family"].choices = [(family.key, family.question) for family in families]  # type: ignore[attr-defined]


class SettingsForm(forms.Form):
    """The family's settings. The first of them is the one that matters most."""

    def __init__(self, family: Family, saved: Mapping[str, Any], *args: Any, values: ValuesOf | None = None):
        super().__init__(*args)
        self.initial = dict(saved)
        self.fields |= fields_for(family.Settings, "")
        for name, (role, words) in values_wanted(family).items():
            if values is not None and (there := values(role)):
                self._offer(name, there, words)
        self._asked = asked_once(family)
        _focus(self, next(iter(self.fields)))

    def _offer(self, name: str, there: list[str], words: Mapping[str, str]) -> None:
        """Boxes of the values there are, in the place of a field in which words are typed."""
        said = csv_words(str(self.initial.get(name) or ""))
        choices = [(value, value) for value in dict.fromkeys([*there, *(w for w in said if w not in words)])]
        self.initial[name], field = said, self.fields[name]
        self.fields[name] = forms.MultipleChoiceField(
            choices=[*choices, *((word, translated(text)) for word, text in words.items())],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=field.label,
            help_text=_("Tick none to have it detected from its meaning."),
        )

    def settings(self) -> dict[str, Any]:
        said = values_from(self.cleaned_data, "")
        return {name: as_csv(one) if isinstance(one, list) else one for name, one in said.items()}

    def main(self) -> BoundField:
        return next(iter(self))

    def asked(self) -> list[BoundField]:
        """What is asked plainly though it may be skipped: the worth of an answer to the business."""
        return [field for field in list(self)[1:] if field.name in self._asked]

    def others(self) -> list[BoundField]:
        return [field for field in list(self)[1:] if field.name not in self._asked]

    def others_changed(self) -> bool:
        """Something among them was chosen or refused, and must be seen."""
        return any(
            field.errors or field.value() not in (field.field.initial, None, "") for field in self.others()
        )


class ModelMenu(forms.Select):
    """A menu of models, of which those that are not installed are shown but cannot be chosen."""

    def __init__(self, unavailable: Collection[str]):
        super().__init__()
        self.unavailable = unavailable

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.unavailable:
            option["attrs"]["disabled"] = True
        return option


class EffortForm(forms.Form):
    """How hard to try, the name of the model, and what only specialists want to change."""

    effort = forms.ChoiceField(choices=[(key, title) for key, (title, _text) in EFFORTS.items()])
    then_best = forms.BooleanField(
        required=False,
        label=gettext_lazy("After a fast answer, search for a better one in the background"),
        help_text=gettext_lazy("It replaces the fast answer only if it is better by more than chance."),
    )
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name of the model"),
        help_text=gettext_lazy(
            "The answer becomes a model with this name, or its next version if you already have one."
        ),
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("The same seed gives the same answer."),
    )

    def __init__(self, family: Family, draft: Draft, *args: Any):
        super().__init__(*args)
        self.family = family
        self.fields["effort"].initial = draft.effort
        self.fields["then_best"].initial = draft.then_best
        self.fields["name"].initial = draft.name or free_name(family, draft.sheet, draft.owner)
        self.fields["seed"].initial = draft.seed
        self.fields["model"] = forms.ChoiceField(
            choices=[
                ("auto", _("Automatic")),
                *(
                    (key, translated(choice.unavailable or choice.label))
                    for key, choice in family.models.items()
                ),
            ],
            widget=ModelMenu({key for key, choice in family.models.items() if not choice.available}),
            initial=draft.model,
            label=_("Model"),
            help_text=translated(family.auto_help),
        )
        for key, choice in self._usable():
            self.fields |= fields_for(choice.Params, f"{PARAM}{key}-")
        for name, value in draft.params.items():
            if (field := self.fields.get(f"{PARAM}{draft.model}-{name}")) is not None:
                field.initial = value

    def order(self, order: RunOrder) -> RunOrder:
        """``order`` with what was filled in here."""
        data = self.cleaned_data
        params = values_from(data, f"{PARAM}{data['model']}-") if data["model"] != "auto" else {}
        said = {
            "effort": data["effort"],
            "then_best": data["then_best"] and data["effort"] == "fast",
            "name": data["name"],
            "seed": data["seed"] or 0,
        }
        return order.model_copy(update={**said, "model": data["model"], "params": params})

    def add_order_error(self, location: str, message: str) -> None:
        """Show a refusal next to the field it is about."""
        kind, _dot, name = location.partition(".")
        field = f"{PARAM}{self.cleaned_data.get('model')}-{name}" if kind == "params" else kind
        self.add_error(field if field in self.fields else None, message)

    def specialist_errors(self) -> bool:
        return bool(set(self.errors) - {"effort", "name", NON_FIELD_ERRORS})

    def param_groups(self) -> list[tuple[str, list[BoundField]]]:
        """The params of every model that has some, under the model's name."""
        groups = [
            (translated(choice.label), self._fields(f"{PARAM}{key}-")) for key, choice in self._usable()
        ]
        return [(label, fields) for label, fields in groups if fields]

    def _usable(self) -> list[tuple[str, ModelChoice]]:
        return [(key, choice) for key, choice in self.family.models.items() if choice.available]

    def _fields(self, prefix: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]
