"""Which rows count: values that are ticked, and ranges of dates and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contract.data import MAIN
from datasets.models import DatasetVersion
from language.formats import shown
from training.models import Draft
from training.questions import drafts
from training.questions.ask_frame import posted, show, step

MOST_VALUES = 50
EMPTY = "\x00"
"""Stands for cells without a value, in a form."""


class RowsForm(forms.Form):
    """Boxes of the values of each column that has few, all ticked at first; from and to of other columns."""

    def __init__(self, version: DatasetVersion, filters: list[dict[str, Any]], *args: Any):
        super().__init__(*args)
        self.of_column: dict[str, str] = {}
        kept = {one["column"]: one for one in filters if one.get("table", MAIN) == MAIN}
        for number, column in enumerate(version.columns):
            name, known = column["name"], kept.get(column["name"], {})
            if column["kind"] in ("category", "flag", "text"):
                if 1 < column["unique"] + bool(column["missing"]) <= MOST_VALUES:
                    self.fields[f"in-{number}"] = _boxes(version, column, known)
                    self.of_column[f"in-{number}"] = name
            elif column["unique"] > 1:
                for bound, label in (("from", gettext_lazy("From")), ("to", gettext_lazy("To"))):
                    self.fields[f"{bound}-{number}"] = _bound(column["kind"], label, known.get(bound))
                    self.of_column[f"{bound}-{number}"] = name

    def filters(self) -> list[dict[str, Any]]:
        """As an order has them: only of columns of which something was left out."""
        found: dict[str, dict[str, Any]] = {}
        for field, name in self.of_column.items():
            value, bound = self.cleaned_data[field], field.partition("-")[0]
            if bound == "in":
                if len(value) < len(self.fields[field].choices):  # type: ignore[attr-defined]
                    found[name] = {"column": name, "in": [None if one == EMPTY else one for one in value]}
            elif value is not None:
                found.setdefault(name, {"column": name})[bound] = (
                    value.isoformat() if hasattr(value, "isoformat") else value
                )
        return list(found.values())

    def by_column(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """Each column with its fields, and whether it leaves rows out."""
        for name in dict.fromkeys(self.of_column.values()):
            fields = [self[field] for field, of in self.of_column.items() if of == name]
            yield name, fields, any(_leaves_out(field) for field in fields)


def _boxes(version: DatasetVersion, column: Mapping[str, Any], known: Mapping[str, Any]) -> forms.Field:
    values = version.frame(columns=[column["name"]])[column["name"]].value_counts(dropna=True)
    choices = [(str(value), _counted(_word(value), count)) for value, count in values.items()]
    if column["missing"]:
        choices.append((EMPTY, _counted(_("empty"), column["missing"])))
    every = [value for value, _label in choices]
    ticked = every
    if "in" in known:
        ticked = [EMPTY if one is None else str(one) for one in known["in"]]
    elif "not_in" in known:
        without = {EMPTY if one is None else str(one) for one in known["not_in"]}
        ticked = [value for value in every if value not in without]
    return forms.MultipleChoiceField(
        choices=choices, initial=ticked, widget=forms.CheckboxSelectMultiple, label=column["name"]
    )


def _counted(word: str, count: int) -> str:
    return _("%(value)s (%(count)s rows)") % {"value": word, "count": shown(count, "integer")}


def _word(value: Any) -> str:
    return str(shown(bool(value))) if isinstance(value, bool) else str(value)


def _bound(kind: str, label: Any, known: Any) -> forms.Field:
    if kind == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(required=False, label=label, initial=known, widget=widget)
    return forms.FloatField(required=False, label=label, initial=known)


def _leaves_out(field: BoundField) -> bool:
    value, choices = field.value(), getattr(field.field, "choices", None)
    if choices is not None:
        return len(value or ()) < len(choices)
    return value not in (None, "")


@step("checks")
def rows(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = RowsForm(draft.sheet, draft.filters, *posted(request))
    if form.is_valid():
        of_side_sheets = [one for one in draft.filters if one.get("table", MAIN) != MAIN]
        drafts.choose_filters(draft, [*form.filters(), *of_side_sheets])
        return redirect("ask-checks", draft.pk)
    return show(request, "checks", draft, template="ask_rows", form=form)
