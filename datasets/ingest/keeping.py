"""Saves a version and its files exactly once, whatever fails and whoever else uploads the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from audit.models import record
from datasets.expectations import judge
from datasets.ingest.files import delete_files
from datasets.models import Dataset, DatasetVersion

Accept = Callable[[DatasetVersion], None]
Step = Callable[[int, str], None]
"""Told the percent done and a sentence; what it raises ends the work."""


def accept_any(version: DatasetVersion) -> None:
    """Keep whatever can be read."""


class Overtaken(Exception):
    """Another version was kept in between."""


@dataclass(frozen=True)
class Place:
    """Where a version goes: to ``dataset``, or to a new data set called ``name`` that ``owner`` has.

    With ``after``, it has to follow the version of that number.
    """

    owner: Any
    name: str
    dataset: Dataset | None = None
    after: int | None = None

    def existing(self, fingerprint: str) -> DatasetVersion | None:
        """The same bytes read the same way."""
        versions = DatasetVersion.objects.select_related("dataset").filter(fingerprint=fingerprint)
        if self.dataset is not None:
            return versions.filter(dataset=self.dataset).first()
        return versions.filter(dataset__name=self.name, dataset__owner=self.owner).first()

    def newest(self) -> DatasetVersion | None:
        """The version that another one is compared with; None for a new data set."""
        return self.dataset.versions.order_by("-number").first() if self.dataset is not None else None

    def made(self) -> Dataset:
        if self.dataset is not None:
            return self.dataset
        return Dataset.objects.create(name=self.name, slug=free_slug(self.name), owner=self.owner)


def no_step(percent: int, message: str) -> None:
    """For whom nobody follows."""


@dataclass(frozen=True)
class Files:
    """What is on disk for a version that is not saved yet."""

    original: Path
    table: Path
    rejects: bytes = b""
    corrections: bytes = b""


def keep(
    version: DatasetVersion,
    place: Place,
    files: Files,
    accept: Accept = accept_any,
    made_from: Sequence[str] = (),
) -> tuple[DatasetVersion, bool]:
    """The version with its number and files, and whether it is new. What ``accept`` raises undoes all.

    ``made_from`` names the versions that a recipe made it of, for the audit trail.
    """

    judge(version, place.dataset, files.table)

    def insert() -> tuple[DatasetVersion, bool]:
        try:
            return _insert(version, place, files, accept, made_from)
        except BaseException:
            delete_files(version.files())
            raise

    try:
        return insert()
    except IntegrityError:
        # Another upload took the same slug or number at the same moment; now its row can be seen.
        return insert()


@transaction.atomic
def _insert(
    version: DatasetVersion, place: Place, files: Files, accept: Accept, made_from: Sequence[str]
) -> tuple[DatasetVersion, bool]:
    if existing := place.existing(version.fingerprint):
        # The same upload arrived twice at once; the other one was faster.
        accept(existing)
        return existing, False
    version.dataset = place.made()
    last = version.dataset.versions.aggregate(last=Max("number"))["last"] or 0
    if place.after is not None and last != place.after:
        raise Overtaken
    version.number = last + 1
    version.change = _change(version, last)
    with files.original.open("rb") as original, files.table.open("rb") as table:
        version.original.save(version.original_name, File(original), save=False)
        version.table.save("table.parquet", File(table), save=False)
    if files.rejects:
        version.rejects.save("rejects.csv", ContentFile(files.rejects), save=False)
    if files.corrections:
        version.corrections.save("mends.json", ContentFile(files.corrections), save=False)
    version.save()
    _record(place.owner, version, made_from)
    accept(version)
    return version, True


def _record(owner: Any, version: DatasetVersion, made_from: Sequence[str]) -> None:
    if made_from:
        record(owner, "derived", version, rows=version.rows, made_from=list(made_from))
        return
    if number := version.choices.get("restores"):
        record(owner, "took up again", version, rows=version.rows, restores=number)
        return
    if version.steps:
        record(owner, "repaired", version, rows=version.rows, steps=version.steps, steps_of=version.steps_of)
        return
    appended = {} if version.joined_to is None else {"rows_added": version.rows_added}
    if replaced := version.choices.get("replaced"):
        appended["rows_replaced"] = replaced
    record(owner, "uploaded", version, rows=version.rows, sha256=version.sha256, **appended)


def _change(version: DatasetVersion, last: int) -> dict[str, Any] | None:
    """Against the version before; None for the first."""
    from datasets.significance import significant_change

    before = version.dataset.versions.filter(number=last).only("columns", "rows").first()
    if before is None:
        return None
    return significant_change(before.columns, version.columns, before.rows, version.rows)


def free_slug(name: str) -> str:
    base = slugify(name)[:120] or "data"
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
