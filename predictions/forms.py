"""The "try it" form, derived from what a model version says it wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from datasets.values import bound_text
from language.formats import translated
from training.models import ModelVersion
from training.option_fields import fields_for

ROW, REQUEST = "row-", "request-"
FEW_ITEMS, MOST_OPTIONS = 12, 60
"""So many are boxes to tick, so many a menu; of more, a name is typed and the first are suggested."""
SUGGESTED = 200

Ranges = Mapping[str, tuple[Any, Any]]


class TryForm(forms.Form):
    """One row of inputs with typical values, or the fields of the request.

    ``ranges`` holds the least and the largest value of columns of numbers, as training saw them.
    """

    def __init__(self, version: ModelVersion, *args: Any, ranges: Ranges | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request_class = version.model.get_family().Request
        self.ranges = ranges or {}
        known = fields_for(self.request_class, REQUEST)
        for wanted in version.inputs:
            prefix = ROW if wanted["of"] == "rows" else REQUEST
            name = prefix + wanted["name"]
            if name in known:
                known[name].initial, known[name].required = _plain(wanted["typical"]), False
                self.fields[name] = known[name]
            elif prefix == REQUEST and wanted["choices"]:
                self.fields[name] = self._request_choice(wanted)
            else:
                self.fields[name] = self._column(wanted)

    def _column(self, wanted: Mapping[str, Any]) -> forms.Field:
        common: dict[str, Any] = {
            "label": wanted["name"].replace("_", " "),
            "initial": _plain(wanted["typical"]),
            "required": False,
        }
        choices = wanted["choices"]
        if len(choices) > MOST_OPTIONS:
            return _suggesting(choices, **common)
        if choices:
            options = [("", _("unknown")), *((choice, choice) for choice in choices)]
            return forms.ChoiceField(choices=options, **common)
        if wanted["kind"] == "number":
            return forms.FloatField(help_text=self._range(wanted["name"]), **common)
        if wanted["kind"] == "flag":
            options = [("", _("unknown")), ("true", _("yes")), ("false", _("no"))]
            return forms.ChoiceField(choices=options, **{**common, "initial": _as_choice(wanted["typical"])})
        return forms.CharField(**common)

    def _range(self, column: str) -> str:
        if column not in self.ranges:
            return ""
        low, high = (bound_text(value, "number") for value in self.ranges[column])
        return _("%(low)s to %(high)s in the data") % {"low": low, "high": high}

    def _request_choice(self, wanted: Mapping[str, Any]) -> forms.Field:
        """A field of the request with choices: several of a few, or one name of many."""
        schema = self.request_class.model_json_schema()["properties"].get(wanted["name"], {})
        label = translated(schema.get("title", wanted["name"].capitalize()))
        choices, typical = wanted["choices"], wanted["typical"]
        if not _takes_many(schema):
            options = [(choice, choice) for choice in choices]
            return forms.ChoiceField(choices=options, label=label, initial=typical, required=False)
        if len(choices) <= FEW_ITEMS:
            return forms.MultipleChoiceField(
                choices=[(choice, choice) for choice in choices],
                label=label,
                help_text=translated(schema.get("description", "")),
                initial=typical,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return _suggesting(
            choices,
            label=label,
            help_text=_("Start typing its name."),
            initial=typical[0] if typical else "",
            required=True,
        )

    def body(self) -> dict[str, Any]:
        """The family's request as filled in. Whole numbers are sent as such."""
        filled = {
            name: self._sent(name, value)
            for name, value in self.cleaned_data.items()
            if value not in ("", None, [])
        }
        body = {name.removeprefix(REQUEST): v for name, v in filled.items() if name.startswith(REQUEST)}
        if any(name.startswith(ROW) for name in self.fields):
            body["rows"] = [{name.removeprefix(ROW): v for name, v in filled.items() if name.startswith(ROW)}]
        return body

    def _sent(self, name: str, value: Any) -> Any:
        if name.startswith(REQUEST) and hasattr(self.fields[name], "suggestions"):
            return [value]
        return _plain(value)


class SheetForm(forms.Form):
    """A sheet whose rows are to be answered."""

    file = forms.FileField(
        label=_lazy("Sheet"),
        help_text=_lazy("CSV, XLSX, XLS or ODS with one row of column names, as in the training data."),
        error_messages={"required": _lazy("Choose a file first."), "empty": _lazy("This file is empty.")},
    )


def _suggesting(choices: list[str], **common: Any) -> forms.Field:
    """A text field with ``suggestions``, which templates/predictions/field.html offers."""
    field = forms.CharField(**common)
    field.suggestions = choices[:SUGGESTED]  # type: ignore[attr-defined]
    return field


def _takes_many(schema: Mapping[str, Any]) -> bool:
    return any(kind.get("type") == "array" for kind in schema.get("anyOf", [schema]))


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_choice(flag: Any) -> Any:
    return str(flag).lower() if isinstance(flag, bool) else flag
