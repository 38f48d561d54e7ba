"""Form fields from a pydantic class: the form of settings, params and requests is derived, not written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import DateInput
from django.utils.translation import gettext as _

from contract.data import Options
from language.countries import countries
from language.formats import translated


def fields_for(options: type[Options], prefix: str) -> dict[str, forms.Field]:
    """One field per scalar option, named ``prefix + name``. Lists and objects have no field.

    Titles, descriptions and the words of choices are shown in the reader's language. An option with
    choices may bring words for them: ``Field(json_schema_extra={"words": {"auto": say("automatic")}})``.
    """
    properties = options.model_json_schema().get("properties", {})
    found = {prefix + name: _field(name, schema) for name, schema in properties.items()}
    return {name: field for name, field in found.items() if field is not None}


def values_from(cleaned: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """What was filled in, by option name. An option left empty is left to its default."""
    return {
        name.removeprefix(prefix): value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in cleaned.items()
        if name.startswith(prefix) and value not in ("", None, [])
    }


def _field(name: str, schema: Mapping[str, Any]) -> forms.Field | None:
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    if len(kinds) != 1:
        return None
    kind = {**schema, **kinds[0]}
    optional = "anyOf" in schema
    common: dict[str, Any] = {
        "label": translated(schema.get("title", name.replace("_", " ").capitalize())),
        "help_text": translated(schema.get("description", "")),
        "initial": schema.get("default"),
        "required": not optional and "default" not in schema,
    }
    if "enum" in kind:
        values = {str(value): value for value in kind["enum"]}
        words = schema.get("words", {})
        first = [("", _("automatic"))] if optional else []
        choices = first + [(text, translated(words.get(text, text))) for text in values]
        return forms.TypedChoiceField(choices=choices, coerce=values.__getitem__, **common)
    match kind.get("type"):
        case "integer":
            return forms.IntegerField(min_value=_least(kind, 1), max_value=_most(kind, 1), **common)
        case "number":
            return forms.FloatField(min_value=_least(kind), max_value=_most(kind), **common)
        case "boolean":
            return forms.BooleanField(**{**common, "required": False})
        case "string" if schema.get("menu") == "country":
            return forms.ChoiceField(choices=[("", _("none")), *countries()], **common)
        case "string" if "date" in (kind.get("format"), kind.get("x-input")):
            return forms.DateField(**common, widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        case "string":
            return forms.CharField(**common)
    return None


def _least(kind: Mapping[str, Any], step: int = 0) -> Any:
    """The smallest value. ``step`` leads past an excluded bound; fractions have no such step."""
    above = kind.get("exclusiveMinimum")
    return kind.get("minimum", above if above is None else above + step)


def _most(kind: Mapping[str, Any], step: int = 0) -> Any:
    below = kind.get("exclusiveMaximum")
    return kind.get("maximum", below if below is None else below - step)
