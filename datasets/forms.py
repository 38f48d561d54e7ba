from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datasets.services import AUTO, READING_OPTIONS, UploadRequest

if TYPE_CHECKING:
    from datasets.reading import Finding, ReadingQuestion

FOUND = ("", _("detected from the sheet"))
DATE_ORDERS = {"dmy": _("day, month, year"), "mdy": _("month, day, year"), "ymd": _("year, month, day")}
DELIMITERS = {
    ",": _("comma"),
    ";": _("semicolon"),
    "tab": _("tab"),
    "|": _("bar"),
    "^": _("caret"),
    "~": _("tilde"),
    "space": _("spaces"),
}
QUOTES = {
    '"': _('double quotation marks: "a, b"'),
    "apostrophe": _("single quotation marks: 'a, b'"),
    "none": _("none"),
}
DECIMALS = {".": _("point: 1.5"), ",": _("comma: 1,5")}
THOUSANDS = {
    ",": _("comma: 1,000"),
    ".": _("point: 1.000"),
    "space": _("space: 1 000"),
    "apostrophe": _("apostrophe: 1'000"),
}


HIDDEN_ROWS = {"keep": _("read, as any other row"), "leave_out": _("left out")}
CONFIRMATIONS = {
    "missing": _("New rows are empty in the missing columns."),
    "renamed": _("A column with the same content under another name is the same column."),
    "retyped": _("A column whose new values do not fit becomes text."),
}
"""What a sheet is appended for all the same, by the words of datasets.schema.append_plan."""
CHOICES = {
    "replace": _("Replace those rows by the new ones. The earlier version keeps them."),
    "same_key": _("Keep those rows, and leave the new ones out."),
    "add": _("Add the new ones beside them. Their amounts then count twice."),
}
"""What is done with rows that exist, with other values: the first does least harm."""
MISSING_LENGTH = 500
SPELLED_OUT = {"\t": "tab", " ": "space", "'": "apostrophe"}
"""Marks that a form sends as words."""


def form_values(options: Mapping[str, Any]) -> dict[str, str]:
    """Reading options, however they were written, as the fields of ``ReadingForm`` send them.

    Those that cannot be, an import may have been refused for: they are as they were written.
    """
    from datasets.reading import ReadingError, ReadingOptions

    given = {name: value for name, value in options.items() if value != AUTO}
    try:
        cleaned = asdict(ReadingOptions(**given))
    except ReadingError:
        cleaned = given
    return {name: SPELLED_OUT.get(value, str(value)) for name, value in cleaned.items() if value is not None}


def encoding_words(name: str) -> str:
    from datasets.reading.options import ENCODING_LABELS

    label = ENCODING_LABELS.get(name)
    return f"{label} ({name})" if label else name


def encoding_choices() -> list[tuple[str, Any]]:
    from datasets.reading.options import ENCODINGS

    return [FOUND, *((name, encoding_words(name)) for name in ENCODINGS)]


def confirmations(words: Sequence[str]) -> list[tuple[str, Any]]:
    return [(word, CONFIRMATIONS[word]) for word in words if word in CONFIRMATIONS]


def choices_among(words: Collection[str]) -> list[tuple[str, Any]]:
    """All that can be done with rows that exist, where ``words`` say that something has to be."""
    return list(CHOICES.items()) if any(word in CHOICES for word in words) else []


def chosen_among(words: Collection[str]) -> str:
    """The one chosen, else the one that does least harm."""
    return next((word for word in CHOICES if word in words), next(iter(CHOICES)))


class AnswerableSelect(forms.Select):
    """Of several values that are sent the first: a button above the field answers in its place."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next(filter(None, sent), None)


class ReadingForm(forms.Form):
    """How to read a sheet where the program cannot find out by itself."""

    question: ReadingQuestion | Mapping[str, Any] | None = None
    """What only the user can say, once the sheet was looked at."""

    date_order = forms.ChoiceField(
        label=_("Date order"),
        choices=[FOUND, *DATE_ORDERS.items()],
        required=False,
        widget=AnswerableSelect,
    )
    decimal = forms.ChoiceField(label=_("Decimal mark"), choices=[FOUND, *DECIMALS.items()], required=False)
    thousands = forms.ChoiceField(
        label=_("Thousands separator"), choices=[FOUND, *THOUSANDS.items()], required=False
    )
    delimiter = forms.ChoiceField(
        label=_("Cell separator"), choices=[FOUND, *DELIMITERS.items()], required=False
    )
    quote = forms.ChoiceField(
        label=_("Quotation mark around cells"), choices=[FOUND, *QUOTES.items()], required=False
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=encoding_choices, required=False, widget=AnswerableSelect
    )
    header_row = forms.IntegerField(
        label=_("Row with the column names"), min_value=1, max_value=3_000_000, required=False
    )
    missing = forms.CharField(
        label=_("Values that mean “not known”"),
        help_text=_("Such as: Select, -200. For one column only: Income: 999."),
        max_length=MISSING_LENGTH,
        required=False,
    )
    not_missing = forms.CharField(
        label=_("Words that are values"),
        help_text=_("Although they often mean “not known”. Such as: Region: NA."),
        max_length=MISSING_LENGTH,
        required=False,
    )
    blanks = forms.CharField(
        label=_("What blank cells mean"),
        help_text=_("If only one mark is written, such as x, a blank means no. Such as: Promotion: unknown."),
        max_length=MISSING_LENGTH,
        required=False,
    )
    hidden_rows = forms.ChoiceField(
        label=_("Hidden rows"),
        choices=[("", _("ask where there are some")), *HIDDEN_ROWS.items()],
        required=False,
        widget=AnswerableSelect,
    )
    sheet = forms.CharField(
        label=_("Sheet name"),
        help_text=_("If the file is a workbook."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "sheet-names"}),
    )

    def __init__(self, *args: Any, read: Mapping[str, Any] | None = None, **kwargs: Any):
        """``read`` says how the file was read before: only what fits its kind is asked then."""
        super().__init__(*args, **kwargs)
        if read is None:
            return
        for name in ("delimiter", "quote") if "sheet" in read else ("sheet", "hidden_rows"):
            del self.fields[name]
        if "encoding" not in read:
            del self.fields["encoding"]
        if sheets := read.get("sheets"):
            # Sheets that were stacked are one choice more.
            choices = [(name, name) for name in dict.fromkeys([read["sheet"], *sheets])]
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=choices, initial=read["sheet"], required=False
            )

    @property
    def given(self) -> bool:
        """Whether any reading option was set."""
        return any(self[name].data for name in READING_OPTIONS if name in self.fields)

    def options(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or None for name in READING_OPTIONS}

    def wanted(self, confirmed: Sequence[str] = ()) -> UploadRequest:
        """How the sheet of a valid form is to be read, and to be added."""
        return UploadRequest(self.options(), confirmed, self._key())

    def _key(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data.get("key", "").split(",") if name.strip()]


def key_field() -> forms.CharField:
    return forms.CharField(
        label=_("Columns that identify a row"),
        help_text=_("When adding rows: tells which of them exist already. Such as: order, line."),
        max_length=500,
        required=False,
    )


class AddedRowsForm(ReadingForm):
    """How to read a sheet whose rows are added."""

    key = key_field()


class UploadForm(ReadingForm):
    """A sheet, and how to read it."""

    field_order = ["file", "name"]

    file = forms.FileField(
        label=_("Sheet"),
        help_text=_("CSV, XLSX, XLS, ODS or Parquet, optionally compressed with gzip or ZIP."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose a sheet with a row of column names and rows below it."),
        },
    )
    name = forms.CharField(
        label=_("Name"), help_text=_("Leave empty to use the file name."), max_length=120, required=False
    )

    appends = False
    """Whether the rows join those of a data set, rather than take their place."""


class VersionForm(UploadForm):
    """A sheet for a data set that is there."""

    field_order = ["file", "mode"]

    mode = forms.ChoiceField(
        label=_("What the sheet holds"),
        choices=[
            ("replace", _("The whole data set as it is now: it becomes the next version")),
            ("append", _("More rows: they are added to the existing ones")),
        ],
        initial="replace",
        required=False,
        widget=forms.RadioSelect,
    )
    key = key_field()

    @property
    def appends(self) -> bool:  # type: ignore[override]
        return self["mode"].data == "append"


class CorrectionsForm(forms.Form):
    """The rejects of a version with other values."""

    findings: Sequence[Finding] = ()
    """Why the corrections were refused, once they were read."""

    file = forms.FileField(
        label=_("Corrected rows"),
        help_text=_("The downloaded file with corrected values, as CSV or a workbook."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )
