"""Uploading and deleting data sets. Views, commands and other apps call these and nothing deeper."""

from __future__ import annotations

from typing import Any

from datasets.changes import changes
from datasets.deletion import bin_dataset, delete_dataset, dependents_of, restore_dataset, what_goes
from datasets.deriving.jobs import (
    cancel_derivation,
    derive_again,
    make_previewed,
    start_derivation,
    start_preview,
)
from datasets.deriving.lineage import (
    Parent,
    children_of,
    lineage_of,
    maker_of,
    may_be_newer,
    parents_of,
)
from datasets.deriving.making import is_large
from datasets.deriving.making import preview as preview_derivation
from datasets.deriving.orders import (
    DerivationOrder,
    PreviewOrder,
    Resolved,
    recipes_for,
    table_for,
    versions_for,
)
from datasets.deriving.orders import resolve as resolve_derivation
from datasets.ingest.append import UploadRequest, append_version, plan_append, subject_of
from datasets.ingest.imports import answer_import, cancel_import, imports_of, start_import
from datasets.ingest.keeping import Accept, accept_any
from datasets.ingest.memory import AUTO, READING_OPTIONS
from datasets.ingest.previewing import ReadingPreview, preview_again, preview_import, preview_upload
from datasets.ingest.repairing import apply_steps, correct_newest, placed, repairs_to_repeat, repeat_steps
from datasets.ingest.rereading import (
    complete_version,
    first_rejects,
    read_again,
    read_again_completed,
    rejects_of,
)
from datasets.ingest.restoring import restore_version
from datasets.ingest.upload import upload_version
from datasets.models import DatasetVersion
from datasets.models.finding import find_version
from datasets.renaming import rename_dataset
from datasets.values import plain_rows
from language.sentences import Sentence, say, say_count

__all__ = [
    "AUTO",
    "READING_OPTIONS",
    "Accept",
    "DerivationOrder",
    "Parent",
    "PreviewOrder",
    "ReadingPreview",
    "Resolved",
    "UploadRequest",
    "accept_any",
    "answer_import",
    "append_version",
    "apply_steps",
    "bin_dataset",
    "cancel_derivation",
    "cancel_import",
    "children_of",
    "complete_version",
    "correct_newest",
    "delete_dataset",
    "dependents_of",
    "derive_again",
    "find_version",
    "first_rejects",
    "history",
    "imports_of",
    "is_large",
    "lineage_of",
    "make_previewed",
    "maker_of",
    "may_be_newer",
    "parents_of",
    "placed",
    "plain_rows",
    "plan_append",
    "preview",
    "preview_again",
    "preview_derivation",
    "preview_import",
    "preview_upload",
    "read_again",
    "read_again_completed",
    "recipes_for",
    "rejects_of",
    "rename_dataset",
    "repairs_to_repeat",
    "repeat_steps",
    "resolve_derivation",
    "restore_dataset",
    "restore_version",
    "start_derivation",
    "start_import",
    "start_preview",
    "subject_of",
    "table_for",
    "upload_version",
    "versions_for",
    "what_goes",
]


def preview(
    version: DatasetVersion, rows: int = 100, columns: list[str] | None = None
) -> tuple[list[str], list[list[Any]]]:
    """Column names and the first rows, as plain values: dates as ISO text, missing as None.

    Raises FileNotFoundError where the table is gone from the disk.
    """
    frame = version.frame(columns, rows)
    return list(frame.columns), plain_rows(frame)


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
    replaced = [
        say_count(
            "{count:integer} row was replaced by a newer one",
            "{count:integer} rows were replaced by newer ones",
            count,
        )
        for count in [version.choices.get("replaced")]
        if count
    ]
    if number := version.choices.get("restores"):
        replaced = [say("The same as version {number:integer}", number=number)]
    found = replaced + changes(before.columns, version.columns, before.rows, version.rows)
    return [change for change in found if change not in said]
