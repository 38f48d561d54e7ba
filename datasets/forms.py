from __future__ import annotations

from typing import Any

from django import forms

from datasets.services import READING_OPTIONS


class UploadForm(forms.Form):
    """A sheet, and how to read it where the program cannot find out by itself."""

    file = forms.FileField(label="Sheet", help_text="CSV, XLSX, XLS or ODS with one header row.")
    name = forms.CharField(max_length=120, required=False, help_text="The file's name, if left out.")
    date_order = forms.ChoiceField(
        choices=[
            ("", "found from the sheet"),
            ("dmy", "day, month, year"),
            ("mdy", "month, day, year"),
            ("ymd", "year, month, day"),
        ],
        required=False,
        label="Order of dates",
    )
    sheet = forms.CharField(max_length=120, required=False, label="Sheet name", help_text="For workbooks.")
    delimiter = forms.ChoiceField(
        choices=[("", "found from the sheet"), (",", "comma"), (";", "semicolon"), ("|", "bar")],
        required=False,
    )
    decimal = forms.ChoiceField(
        choices=[("", "found from the sheet"), (".", "point: 1.5"), (",", "comma: 1,5")],
        required=False,
        label="Decimal mark",
    )

    def options(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or None for name in READING_OPTIONS}
