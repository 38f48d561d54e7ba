"""Which columns a check is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datasets.checks import CheckedColumns
from datasets.models import DatasetVersion, Expectation

NONE = ("", _("none"))


class CheckForm(forms.Form):
    """All optional: the more you fill in, the more can be found."""

    target = forms.ChoiceField(
        label=_("Column to predict"), help_text=_("Finds columns that already give it away."), required=False
    )
    time = forms.ChoiceField(
        label=_("Date column"), help_text=_("Shows gaps and jumps over time."), required=False
    )
    keys = forms.MultipleChoiceField(
        label=_("Columns that identify a row or a series"),
        help_text=_("Such as a customer number, or store and product."),
        required=False,
    )

    def __init__(self, *args: Any, version: DatasetVersion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in version.kinds]
        dates = [(name, name) for name, kind in version.kinds.items() if kind == "date"]
        for field, choices in (("target", [NONE, *names]), ("time", [NONE, *dates]), ("keys", names)):
            chosen: Any = self.fields[field]
            chosen.choices = choices

    def columns(self) -> CheckedColumns:
        """Those that are valid."""
        self.is_valid()
        said = self.cleaned_data
        return CheckedColumns(
            said.get("target") or None, said.get("time") or None, tuple(said.get("keys") or ())
        )


# --- An expectation of one column, or of the number of rows ---

FIELDS: Mapping[str, tuple[str, ...]] = {
    "range": ("column", "min", "max"),
    "categories": ("column", "allowed"),
    "not_missing": ("column", "share"),
    "unique": ("column",),
    "fresh": ("column", "days"),
    "rows": ("least",),
}
"""By kind of expectation."""


class ExpectationForm(forms.Form):
    """Holds the fields of one kind alone; ``kept`` is the expectation that is to be changed."""

    column = forms.ChoiceField(label=_("Column"))
    min = forms.FloatField(label=_("At least"), required=False)
    max = forms.FloatField(label=_("At most"), required=False)
    allowed = forms.CharField(label=_("Allowed values"), help_text=_("One per line."), widget=forms.Textarea)
    share = forms.FloatField(label=_("Share allowed to be missing, in percent"), min_value=0, max_value=100)
    days = forms.IntegerField(label=_("Maximum age of the newest date, in days"), min_value=1)
    least = forms.IntegerField(label=_("Minimum number of rows"), min_value=1)

    def __init__(
        self,
        *args: Any,
        kind: str,
        columns: Mapping[str, str],
        kept: Expectation | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.kind, self.kept = kind, kept
        self.fields = {name: self.fields[name] for name in FIELDS[kind]}
        if kept is not None:
            self.fields.pop("column", None)
            self.initial = _shown(kept.params)
        elif "column" in self.fields:
            chosen: Any = self.fields["column"]
            chosen.choices = [(name, name) for name in columns]

    def clean(self) -> dict[str, Any]:
        from datasets.checking.expectations import Expectation as Promise
        from datasets.checking.expectations import ExpectationError

        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        column = self.kept.column if self.kept else said.get("column")
        params = {name: said[name] for name in FIELDS[self.kind] if name != "column"}
        if "share" in params:
            params["share"] = params["share"] / 100
        if "allowed" in params:
            params["allowed"] = [line.strip() for line in params["allowed"].splitlines() if line.strip()]
        try:
            self.promise = Promise.from_dict({"kind": self.kind, "column": column, "params": params})
        except ExpectationError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return said


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(params)
    if "share" in shown:
        shown["share"] = round(shown["share"] * 100, 6)
    if "allowed" in shown:
        shown["allowed"] = "\n".join(map(str, shown["allowed"]))
    return shown
