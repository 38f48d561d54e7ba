"""The "try it" form, derived from what a model version says it wants."""

from __future__ import annotations

from typing import Any

from django import forms

from training.models import ModelVersion

ROW, REQUEST = "row-", "request-"


class TryForm(forms.Form):
    """One row of inputs with typical values, or the fields of the request."""

    def __init__(self, version: ModelVersion, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.request_class = version.model.get_family().Request
        for wanted in version.inputs:
            prefix = ROW if wanted["of"] == "rows" else REQUEST
            self.fields[prefix + wanted["name"]] = self._field(wanted)

    def _field(self, wanted: dict[str, Any]) -> forms.Field:
        common: dict[str, Any] = {
            "label": wanted["name"].replace("_", " "),
            "initial": wanted["typical"],
            "required": False,
        }
        choices = [(choice, choice) for choice in wanted["choices"]]
        if wanted["of"] == "request" and choices and self._takes_many(wanted["name"]):
            return forms.MultipleChoiceField(choices=choices, help_text="All, if none is chosen.", **common)
        if choices:
            return forms.ChoiceField(choices=[("", "unknown"), *choices], **common)
        if wanted["kind"] == "number":
            return forms.FloatField(**common)
        if wanted["kind"] == "flag":
            choices = [("", "unknown"), ("true", "yes"), ("false", "no")]
            return forms.ChoiceField(choices=choices, **{**common, "initial": _as_choice(wanted["typical"])})
        return forms.CharField(**common)

    def _takes_many(self, name: str) -> bool:
        schema = self.request_class.model_json_schema()["properties"].get(name, {})
        return any(kind.get("type") == "array" for kind in schema.get("anyOf", [schema]))

    def body(self) -> dict[str, Any]:
        """The family's request as filled in. Whole numbers are sent as such."""
        filled = {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in self.cleaned_data.items()
            if value not in ("", None, [])
        }
        body = {name.removeprefix(REQUEST): v for name, v in filled.items() if name.startswith(REQUEST)}
        if any(name.startswith(ROW) for name in self.fields):
            body["rows"] = [{name.removeprefix(ROW): v for name, v in filled.items() if name.startswith(ROW)}]
        return body


def _as_choice(flag: Any) -> Any:
    return str(flag).lower() if isinstance(flag, bool) else flag
