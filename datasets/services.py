"""Uploading and deleting data sets. Views, commands and other apps call these and nothing deeper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction

from api.dependents import dependents
from audit.models import record
from datasets.changes import changes
from datasets.ingest.append import UploadRequest, append_version, plan_append, subject_of
from datasets.ingest.files import delete_files
from datasets.ingest.imports import answer_import, cancel_import, imports_of, start_import
from datasets.ingest.keeping import Accept, accept_any
from datasets.ingest.memory import AUTO, READING_OPTIONS
from datasets.ingest.previewing import ReadingPreview, preview_again, preview_import, preview_upload
from datasets.ingest.repairing import apply_steps, repairs_to_repeat, repeat_steps
from datasets.ingest.rereading import (
    complete_version,
    first_rejects,
    read_again,
    read_again_completed,
    rejects_of,
)
from datasets.ingest.upload import upload_version
from datasets.models import Dataset, DatasetVersion
from language.sentences import Sentence

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "AUTO",
    "READING_OPTIONS",
    "Accept",
    "ReadingPreview",
    "UploadRequest",
    "accept_any",
    "answer_import",
    "append_version",
    "apply_steps",
    "cancel_import",
    "complete_version",
    "delete_dataset",
    "dependents_of",
    "find_version",
    "first_rejects",
    "history",
    "imports_of",
    "plain_rows",
    "plan_append",
    "preview",
    "preview_again",
    "preview_import",
    "preview_upload",
    "read_again",
    "read_again_completed",
    "rejects_of",
    "repairs_to_repeat",
    "repeat_steps",
    "start_import",
    "subject_of",
    "upload_version",
]


def find_version(reference: str) -> DatasetVersion:
    """The version that ``sales@3`` names, or the newest for ``sales``. Raises DoesNotExist."""
    slug, _, number = reference.partition("@")
    versions = DatasetVersion.objects.select_related("dataset").filter(dataset__slug=slug)
    if number:
        return versions.get(number=int(number) if re.fullmatch("[0-9]{1,9}", number) else 0)
    latest = versions.order_by("-number").first()
    if latest is None:
        raise DatasetVersion.DoesNotExist
    return latest


def preview(
    version: DatasetVersion, rows: int = 100, columns: list[str] | None = None
) -> tuple[list[str], list[list[Any]]]:
    """Column names and the first rows, as plain values: dates as ISO text, missing as None.

    Raises FileNotFoundError where the table is gone from the disk.
    """
    frame = version.frame(columns, rows)
    return list(frame.columns), plain_rows(frame)


def plain_rows(frame: DataFrame) -> list[list[Any]]:
    """The cells as plain values: dates as ISO text, missing as None."""
    cells = frame.astype(object).where(frame.notna(), None)
    return [[_plain(cell) for cell in row] for row in cells.itertuples(index=False)]


def history(versions: list[DatasetVersion]) -> list[tuple[DatasetVersion, list[Sentence] | None]]:
    """Versions that follow each other, newest first, with what changed since the one before, but for what
    the version says of its significant change.

    None for the first version of the data set, and for the last of ``versions``, which has no other to
    be compared with.
    """
    older = [*versions[1:], None]
    return [
        (version, _further_changes(version, before) if before else None)
        for version, before in zip(versions, older, strict=True)
    ]


def _further_changes(version: DatasetVersion, before: DatasetVersion) -> list[Sentence]:
    said = (version.change or {}).get("reasons", [])
    found = changes(before.columns, version.columns, before.rows, version.rows)
    return [change for change in found if change not in said]


def dependents_of(dataset: Dataset) -> list[dict[str, str]]:
    """What refers to a version of ``dataset``, whichever app it belongs to."""
    return dependents(DatasetVersion, dataset=dataset)


def delete_dataset(actor: Any, dataset: Dataset) -> None:
    """Delete ``dataset``, its versions and, once that is committed, their files."""
    with transaction.atomic():
        files = [file for version in dataset.versions.all() for file in version.files()]
        record(actor, "deleted", dataset, slug=dataset.slug, versions=dataset.versions.count())
        dataset.delete()
        transaction.on_commit(lambda: delete_files(files))


def _plain(cell: Any) -> Any:
    return cell.isoformat().removesuffix("T00:00:00") if hasattr(cell, "isoformat") else cell
