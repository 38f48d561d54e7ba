"""Data sets and their immutable versions."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.bin import Binnable, Everything, OutsideBin, references_to
from contract import row_numbers
from datasets import set_aside
from datasets.models.paths import corrections_path, original_path, rejects_path, table_path
from datasets.models.querysets import DatasetQuerySet
from language.fields import SentencesField

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile
    from pandas import DataFrame

    from cells.conventions import Conventions


class DatasetVersionManager(OutsideBin):
    paths = ("dataset__binned_at",)


DatasetManager = OutsideBin.from_queryset(DatasetQuerySet)


class Dataset(Binnable):
    """A named sheet. Its content lives in numbered versions that never change."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=140)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="datasets",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = DatasetManager()
    everything = DatasetQuerySet.as_manager()
    """With what is in the bin."""

    address = "datasets"
    deleted_by = "datasets.delete_dataset"

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(binned_at=None), name="dataset_slug_outside_bin"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dataset", args=[self.slug])

    def references(self) -> Iterable[tuple[models.QuerySet[Any], str]]:
        return references_to(DatasetVersion, dataset=self.pk)

    def latest(self) -> DatasetVersion:
        return self.versions.order_by("-number")[:1].get()


class DatasetVersion(models.Model):
    """One upload: the file as it came, and the clean table made from it.

    Rows that were appended to a data set make a version whose ``table`` holds them alone, the last of its
    parts: the parts before are the tables of ``earlier_parts``, which are never written again.
    """

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("data set"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    original = models.FileField(_("original file"), upload_to=original_path, max_length=200)
    original_name = models.CharField(_("name of the file"), max_length=255)
    table = models.FileField(_("table"), upload_to=table_path, max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, help_text=_("Of the file and the reading options given.")
    )
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes of the file."))
    rows = models.PositiveBigIntegerField(_("rows"))
    rows_added = models.PositiveBigIntegerField(
        _("rows added"), default=0, help_text=_("Rows of this file; the others are in the earlier parts.")
    )
    earlier_parts = models.JSONField(
        _("earlier parts"),
        default=list,
        help_text=_("Numbers of the versions whose rows come before those of this file, in order."),
    )
    row_runs = models.JSONField(
        _("numbers of rows"), default=list, help_text=_("Where the numbers of the sheet's rows jump.")
    )
    schema = models.JSONField(
        _("schema"), default=list, help_text=_("What further rows are checked against, column by column.")
    )
    columns = SentencesField(_("columns"), help_text=_("The profile of every column, in order."))
    change = SentencesField(
        _("significant change"),
        null=True,
        help_text=_(
            "Compared with the previous version: whether what was learned from it may no longer hold."
        ),
    )
    options = models.JSONField(_("reading options"), default=dict, help_text=_("How the file was read."))
    problems = SentencesField(_("problems"), default=list)
    choices = models.JSONField(
        _("choices"), default=dict, help_text=_("What was chosen: reading options, confirmations, a key.")
    )
    rejects = models.FileField(_("rejects"), upload_to=rejects_path, max_length=200, blank=True)
    reject_count = models.PositiveBigIntegerField(
        _("number of rejects"),
        default=0,
        help_text=_(
            "Cells and rows of the file that are not in the table, including rows that are not data."
        ),
    )
    corrections = models.FileField(
        _("corrections"), upload_to=corrections_path, max_length=200, blank=True, db_column="mends"
    )
    report = SentencesField(
        _("report"), default=dict, help_text=_("What was changed in each column, and rows set aside.")
    )
    steps = models.JSONField(
        _("steps"), default=list, help_text=_("Repairs to the table, in the order they were made.")
    )
    steps_of = models.PositiveIntegerField(
        _("steps of"),
        null=True,
        blank=True,
        help_text=_("Number of the version the steps were applied to."),
    )
    verdicts = SentencesField(
        _("verdicts"),
        null=True,
        help_text=_("Whether it meets the data set's expectations; null if not known."),
    )
    outcome = models.CharField(
        _("outcome"), max_length=4, blank=True, help_text=_("The worst of the verdicts: fail, warn, pass.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = DatasetVersionManager()
    everything = Everything()
    """With those of data sets in the bin."""

    binned_with = "dataset"

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("data set version")
        verbose_name_plural = _("data set versions")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_number"),
            models.UniqueConstraint(fields=["dataset", "fingerprint"], name="dataset_version_content"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("dataset-version", args=[self.dataset.slug, self.number])

    @property
    def reference(self) -> str:
        """How other programs name this version: ``sales@3``."""
        return f"{self.dataset.slug}@{self.number}"

    @property
    def kinds(self) -> dict[str, str]:
        return {column["name"]: column["kind"] for column in self.columns}

    @property
    def known_schema(self) -> list[dict[str, Any]]:
        """``schema``, or for a version kept before there were any, what its profile says."""
        from datasets.schema.columns import from_profiles

        return self.schema or from_profiles(self.columns, self.rows, self.options.get("date_order"))

    def conventions(self, names: Iterable[str] | None = None) -> dict[str, Conventions]:
        """How the cells of each column are written, or of the columns called ``names`` alone: later cells are
        read by them (``cells.reading``, ``contract.conform``)."""
        from datasets.schema.columns import conventions_of

        found = conventions_of(self.known_schema)
        return found if names is None else {name: found[name] for name in names if name in found}

    def settled(self) -> dict[str, dict[str, Any]]:
        """What is known of how the cells of each column are written, for those of which anything is."""
        from datasets.schema.columns import settled

        written = {entry["name"]: settled(entry) for entry in self.known_schema}
        return {name: found for name, found in written.items() if found}

    def own_names(self, names: Iterable[str]) -> list[str]:
        """The columns that sheets call ``names``; a name itself where no column is known by it."""
        from datasets.schema.columns import aliases_of

        kinds = self.kinds
        known = {alias: entry["name"] for entry in self.schema for alias in aliases_of(entry)}
        return [name if name in kinds else known.get(name, name) for name in names]

    def renamed(self) -> DatasetVersion:
        """The newest version that is this one but for the names of columns; itself where there is none."""
        following = self.dataset.versions.filter(steps_of=self.number).order_by("-number")
        for version in following:
            if not version.repaired:
                return version.renamed()
        return self

    @property
    def to_correct(self) -> int:
        """The rejects, except rows that are not data: totals, notes, comments."""
        return set_aside.to_correct(self.reject_count, self.report)

    @property
    def repaired(self) -> bool:
        """Whether steps have changed more than names."""
        return any(step["kind"] != "rename" for step in self.steps)

    def row_number(self, place: int) -> int:
        """Of the row at ``place`` of the table, from 0, as its sheet counts."""
        return row_numbers.number_of(self.row_runs, place)

    @property
    def joined_to(self) -> int | None:
        """The number of the version whose rows those of the file joined, or replaced in part; None where the
        file holds all rows."""
        onto: int | None = self.earlier_parts[-1] if self.earlier_parts else self.choices.get("onto")
        return onto

    def files(self) -> list[FieldFile]:
        """Everything on disk for this version alone."""
        return [self.original, self.table, self.rejects, self.corrections]

    def parts(self) -> list[DatasetVersion]:
        """The versions whose tables make up this one, in order, this one last."""
        if not self.earlier_parts:
            return [self]
        earlier = self.dataset.versions.filter(number__in=self.earlier_parts)
        found = {
            one.number: one for one in earlier.defer("columns", "problems", "schema", "report", "verdicts")
        }
        return [*(found[number] for number in self.earlier_parts), self]

    def frame(self, columns: list[str] | None = None, rows: int | None = None) -> DataFrame:
        """The clean table, or only some of its columns, or only its first ``rows``."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self.earlier_parts:
            return self._joined(columns, rows)
        with self.table.open("rb") as file:
            if rows is None:
                return pq.read_table(file, columns=columns).to_pandas()
            reader = pq.ParquetFile(file)
            batch: Any = next(reader.iter_batches(batch_size=rows, columns=columns), None)
            if batch is None:
                return reader.schema_arrow.empty_table().to_pandas()
            return pa.Table.from_batches([batch]).to_pandas()

    def _joined(self, columns: list[str] | None, rows: int | None) -> DataFrame:
        from datasets.parts import read_parts

        with ExitStack() as opened:
            files = [opened.enter_context(part.table.open("rb")) for part in self.parts()]
            return read_parts(files, columns, rows)
