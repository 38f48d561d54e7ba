"""The "try it" form, derived from what a model version says it wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from api.option_fields import fields_for
from cells.conventions import Conventions
from contract.asking import Ask, Learned
from contract.data import MAIN
from contract.requests import TABLES
from datasets.models import Dataset
from datasets.values import bound_text
from language.formats import translated
from training.models import ModelVersion
from training.versions.learned import learned_of

ROW, REQUEST, TABLE = "row-", "request-", "table-"
FEW_ITEMS, MOST_OPTIONS = 12, 60
"""So many are boxes to tick, so many a menu; of more, a name is typed and the first are suggested."""
SUGGESTED = 200
PLAIN = {"number": re.compile(r"-?\d{1,15}", re.ASCII), "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)}
"""What has one reading whatever the conventions."""

Ranges = Mapping[str, tuple[Any, Any]]


class TryForm(forms.Form):
    """One row of inputs with typical values, the fields of the request, and data sets for its other tables.

    ``ranges`` holds the least and the largest value of columns of numbers, as training saw them.
    """

    def __init__(
        self, version: ModelVersion, ask: Ask, *args: Any, ranges: Ranges | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.ask, self.learned = ask, learned_of(version)
        self.ranges = ranges or {}
        known = fields_for(ask.Request, REQUEST)
        takes = {table.key for table in ask.takes(self.learned)}
        for wanted in version.inputs:
            if wanted["of"] != "request" and wanted["of"] not in takes:
                continue
            prefix = REQUEST if wanted["of"] == "request" else ROW
            name = prefix + wanted["name"]
            if name in known:
                known[name].initial, known[name].required = as_typed(wanted["typical"]), False
                self.fields[name] = known[name]
            elif prefix == REQUEST and wanted["choices"]:
                self.fields[name] = self._request_choice(wanted)
            elif prefix == ROW:
                self.fields[name] = self._column(wanted)
        self.fields |= {name: field for name, field in known.items() if name not in self.fields}
        self.fields |= table_fields(ask, self.learned)

    def _column(self, wanted: Mapping[str, Any]) -> forms.Field:
        common: dict[str, Any] = {
            "label": wanted["name"].replace("_", " "),
            "initial": as_typed(wanted["typical"]),
            "required": False,
        }
        choices = wanted["choices"]
        if len(choices) > MOST_OPTIONS:
            return _suggesting(choices, **common)
        if choices:
            options = [("", _("unknown")), *((choice, choice) for choice in choices)]
            return forms.ChoiceField(choices=options, **common)
        if wanted["kind"] in ("number", "date"):
            return self._cell(wanted, common)
        if wanted["kind"] == "flag":
            options = [("", _("unknown")), ("true", _("yes")), ("false", _("no"))]
            return forms.ChoiceField(choices=options, **{**common, "initial": _as_choice(wanted["typical"])})
        return forms.CharField(**common)

    def _cell(self, wanted: Mapping[str, Any], common: dict[str, Any]) -> CellField:
        """What is typed is read as a cell of that column, and the typical value is written as one."""
        kind, name = wanted["kind"], wanted["name"]
        how = self.learned.of_table(MAIN).get(name, Conventions(name, kind))
        if kind == "number":
            common["help_text"] = self._range(name)
            if how.decimal == "," and common["initial"] is not None:
                common["initial"] = str(common["initial"]).replace(".", ",")
        field = CellField(how if how.kind == kind else Conventions(name, kind), **common)
        if kind == "date" and PLAIN[kind].fullmatch(str(common["initial"] or "2000-01-01")):
            field.widget = forms.TextInput(attrs={"type": "date"})
        else:
            field.widget.attrs["inputmode"] = "decimal" if kind == "number" else "text"
        return field

    def _range(self, column: str) -> str:
        if column not in self.ranges:
            return ""
        low, high = (bound_text(value, "number") for value in self.ranges[column])
        return _("%(low)s to %(high)s in the data") % {"low": low, "high": high}

    def _request_choice(self, wanted: Mapping[str, Any]) -> forms.Field:
        """A field of the request with choices: several of a few, or one name of many."""
        schema = self.ask.Request.model_json_schema()["properties"].get(wanted["name"], {})
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
            row = {name.removeprefix(ROW): v for name, v in filled.items() if name.startswith(ROW)}
            if row or self.ask.rows:
                body[self.ask.tables[0].key] = [row]
        return body | chosen_tables(self.cleaned_data)

    def _sent(self, name: str, value: Any) -> Any:
        if name.startswith(REQUEST) and hasattr(self.fields[name], "suggestions"):
            return [value]
        return value.isoformat() if hasattr(value, "isoformat") else as_typed(value)


class CellField(forms.CharField):
    """A number or a date, typed as the data writes it. A number is sent as such, a date as it is typed."""

    def __init__(self, how: Conventions, **kwargs: Any):
        super().__init__(**kwargs)
        self.how = how

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or PLAIN[self.how.kind].fullmatch(text):
            return int(text) if text and self.how.kind == "number" else text
        from cells.reading import read_cells

        read = read_cells([text], self.how)
        if read.unfit:
            raise forms.ValidationError(str(read.unfit[0].message))
        return as_typed(float(read.values[0])) if self.how.kind == "number" else text


class SheetForm(forms.Form):
    """A sheet whose rows are to be answered, and data sets for the other tables of the request."""

    file = forms.FileField(
        label=_lazy("Sheet"),
        help_text=_lazy("CSV, XLSX, XLS or ODS with one row of column names, as in the training data."),
        error_messages={"required": _lazy("Choose a file first."), "empty": _lazy("This file is empty.")},
    )

    def __init__(self, version: ModelVersion, ask: Ask, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ask"] = forms.CharField(widget=forms.HiddenInput, initial=ask.key, required=False)
        self.fields |= table_fields(ask, learned_of(version))

    @property
    def menus(self) -> list[forms.BoundField]:
        """Of data sets, for the other tables."""
        return [field for field in self.visible_fields() if field.name != "file"]

    def tables(self) -> dict[str, Any]:
        return chosen_tables(self.cleaned_data).get(TABLES, {})


def table_fields(ask: Ask, learned: Learned) -> dict[str, forms.Field]:
    """A menu of data sets for each table that the version learned from, beside that of the rows."""
    found: dict[str, forms.Field] = {}
    for table in ask.takes(learned):
        if table.of == MAIN:
            continue
        options = [("", _("none")), *Dataset.objects.order_by("name").values_list("slug", "name")]
        found[TABLE + table.key] = forms.ChoiceField(
            choices=options, label=translated(table.label), help_text=translated(table.help), required=False
        )
    return found


def chosen_tables(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The data sets that were chosen, as "tables" of a body; {} where none was."""
    chosen = {
        name.removeprefix(TABLE): f"{slug}@latest"
        for name, slug in cleaned.items()
        if name.startswith(TABLE) and slug
    }
    return {TABLES: chosen} if chosen else {}


def _suggesting(choices: list[str], **common: Any) -> forms.Field:
    """A text field with ``suggestions``, which templates/predictions/field.html offers."""
    field = forms.CharField(**common)
    field.suggestions = choices[:SUGGESTED]  # type: ignore[attr-defined]
    return field


def _takes_many(schema: Mapping[str, Any]) -> bool:
    return any(kind.get("type") == "array" for kind in schema.get("anyOf", [schema]))


def as_typed(value: Any) -> Any:
    """A number as somebody would type it: six digits are enough to be typical."""
    if not isinstance(value, float) or not isfinite(value):
        return value
    return int(value) if value.is_integer() else float(f"{value:.6g}")


def _as_choice(flag: Any) -> Any:
    return str(flag).lower() if isinstance(flag, bool) else flag
