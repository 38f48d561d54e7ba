"""The form that corrects one cell of a version."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from contract.row_numbers import place_of
from datasets.models import DatasetVersion
from datasets.values import cell_text
from language.reader import NUMBER_FORMATS, current

CATEGORIES = 200
"""That a field offers; of more, typing finds none sooner."""


class PlaceForm(forms.Form):
    """Which cell: ``row`` as the sheet counts, and ``column``."""

    row = forms.IntegerField()
    column = forms.ChoiceField()

    def __init__(self, *args: Any, version: DatasetVersion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.version = version
        row: Any = self.fields["row"]
        column: Any = self.fields["column"]
        column.choices = [(name, name) for name in version.kinds]
        first, last = version.row_number(0), version.row_number(version.rows - 1)
        row.widget.attrs |= {"min": first, "max": last}
        row.label, column.label = _("Row"), _("Column")

    def clean_row(self) -> int:
        row: int = self.cleaned_data["row"]
        if place_of(self.version.row_runs, row, self.version.rows) is None:
            raise forms.ValidationError(_("The sheet has no values in row %(row)d.") % {"row": row})
        return row


class CellForm(forms.Form):
    """The new value of a cell; empty: none. Numbers and dates are read as the page writes them."""

    value = forms.CharField(required=False, max_length=10_000)

    def __init__(self, *args: Any, version: DatasetVersion, column: str, row: int, **kwargs: Any):
        from datasets.checking.finding import plain

        super().__init__(*args, **kwargs)
        self.version, self.column, self.row = version, column, row
        self.kind = version.kinds[column]
        place = place_of(version.row_runs, row, version.rows)
        found = version.frame([column])[column].iloc[place]
        self.old = plain(found)
        # A long text is cut in ``old``; it is corrected whole.
        self.text = found if isinstance(found, str) else cell_text(self.old, self.kind)
        field: Any = self.fields["value"]
        field.label = _("New value")
        field.initial = "" if self.old is None else self.text
        field.widget = self._widget()

    @property
    def shown_old(self) -> str:
        return _("nothing") if self.old is None else self.text

    @property
    def categories(self) -> list[str]:
        """The values that there are, to choose from while typing."""
        if self.kind != "category":
            return []
        profile = next(one for one in self.version.columns if one["name"] == self.column)
        values = (profile.get("histogram") or {}).get("values", [])
        return [str(value) for value in values[:CATEGORIES] if value is not None]

    def _widget(self) -> forms.Widget:
        if self.kind == "flag":
            return forms.Select(choices=[("", _("nothing")), ("true", _("yes")), ("false", _("no"))])
        if self.kind == "date":
            timed = isinstance(self.old, str) and "T" in self.old
            return forms.DateTimeInput({"type": "datetime-local" if timed else "date", "step": "any"})
        inputs = {"inputmode": "decimal"} if self.kind == "number" else {}
        return forms.TextInput({**inputs, "autocomplete": "off", "list": "categories-there"})

    def clean_value(self) -> Any:
        """JSON, as the step takes it."""
        from cells.reading import read_cells
        from datasets.checking.finding import plain

        text = self.cleaned_data["value"].strip()
        if not text:
            return None
        if self.kind == "flag":
            return _flag(text)
        if self.kind == "number":
            return _number(text)
        if self.kind == "date":
            return _date(text)
        read = read_cells([text], self.version.conventions([self.column])[self.column])
        if read.unfit:
            raise forms.ValidationError(str(read.unfit[0].message))
        return plain(read.values[0]) if len(text) < 80 else text


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise forms.ValidationError(_("Choose yes or no."))
    return text == "true"


def _number(text: str) -> int | float:
    """As the reader writes numbers, without marks between thousands: "1,234" may be either."""
    mark = NUMBER_FORMATS[current().numbers][1]
    found = re.fullmatch(rf"([-+−]?)(\d+)(?:{re.escape(mark)}(\d+))?", text)
    if found is None:
        example = f"1234{mark}5"
        words = _("“%(text)s” is no number as this page writes them: write it like %(example)s.")
        raise forms.ValidationError(words % {"text": text[:40], "example": example})
    sign = "-" if found[1] in {"-", "−"} else ""
    return float(f"{sign}{found[2]}.{found[3]}") if found[3] else int(f"{sign}{found[2]}")


def _date(text: str) -> str:
    try:
        if day := parse_date(text):
            return day.isoformat()
        if moment := parse_datetime(text):
            return moment.replace(tzinfo=None).isoformat()
    except ValueError:
        pass
    words = _("“%(text)s” is no date: write it like 2025-01-31.")
    raise forms.ValidationError(words % {"text": text[:40]})
