"""Today's customers out of the data set itself: its rows after a date, scored like a sheet of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contract.asking import PREDICT
from contract.data import MAIN
from contract.plain import plain
from contract.requests import TABLES
from datasets.models import DatasetVersion
from language.formats import shown
from predictions.jobs import start_job
from predictions.models import PredictionJob
from predictions.services import Asked, ask_of
from training.models import ModelVersion, RunTable
from training.versions.learned import learned_of

if TYPE_CHECKING:
    from pandas import DataFrame


class AfterForm(forms.Form):
    """Which of the date columns, where there are several, and the day."""

    column = forms.ChoiceField(label=gettext_lazy("Date of a row"))
    after = forms.DateField(
        label=gettext_lazy("Rows after"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, columns: Sequence[str], *args: Any):
        super().__init__(*args)
        self.fields["column"].choices = [(name, name) for name in columns]  # type: ignore[attr-defined]
        if len(columns) == 1:
            self.fields["column"].widget = forms.HiddenInput()
            self.fields["column"].initial = columns[0]


def newest_of(version: ModelVersion, table: str = MAIN) -> DatasetVersion | None:
    """The newest version of the data set that ``version`` learned from; None where it was deleted."""
    rows = RunTable.objects.filter(run=version.run_id, table=table).select_related("version__dataset")
    read = rows.first()
    return None if read is None or read.version is None else read.version.dataset.latest()


def date_columns(version: ModelVersion, sheet: DatasetVersion) -> list[str]:
    """The date that the rows were learned by comes first."""
    chosen = version.manifest.get("columns", {}).get("time")
    found = [name for name, kind in sheet.kinds.items() if kind == "date"]
    return sorted(found, key=lambda name: name != chosen)


def start(actor: Any, version: ModelVersion, sheet: DatasetVersion, column: str, day: date) -> PredictionJob:
    """Score the rows dated after ``day``, as a job. The other tables are the newest of their data sets.

    Raises NothingLater, and what Asked.of and start_job do.
    """
    import pandas as pd

    frame = sheet.frame()
    frame = frame[pd.to_datetime(frame[column]) > pd.Timestamp(day) + pd.Timedelta(days=1, microseconds=-1)]
    if frame.empty:
        raise NothingLater(sheet, column, day)
    learned = learned_of(version)
    ask = ask_of(version, PREDICT)
    names = {sheet.own_names([name])[0]: name for name in learned.of_table(MAIN)}
    tables: dict[str, Any] = {ask.rows: _rows(frame.rename(columns=names))}
    for table in ask.takes(learned):
        if table.of != MAIN and (side := newest_of(version, table.of)) is not None:
            tables[table.key] = side.reference
    asked = Asked.of(version, PREDICT, {TABLES: tables})
    words = {"sheet": sheet.dataset.name, "day": shown(day, "date")}
    return start_job(actor, asked, file_name=_("%(sheet)s after %(day)s") % words)


class NothingLater(Exception):
    """No row of the sheet is dated after the day. Says so in a sentence."""

    def __init__(self, sheet: DatasetVersion, column: str, day: date):
        words = {"sheet": sheet.dataset.name, "day": shown(day, "date"), "column": column}
        super().__init__(_("No row of “%(sheet)s” has a %(column)s after %(day)s.") % words)


def _rows(frame: DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = plain(frame.astype(object).where(frame.notna(), None).to_dict("records"))
    return rows
