"""Which columns a check is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datasets.checks import CheckedColumns
from datasets.models import DatasetVersion

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
