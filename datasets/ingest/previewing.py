"""How a file would be read, worked out from its beginning if that is enough. Saves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File

from datasets.ingest.files import on_disk
from datasets.ingest.memory import AUTO, READING_OPTIONS, choices_for
from datasets.ingest.upload import named_as_in, people_of, place_for, read_sheet
from datasets.models import Dataset, DatasetVersion, Import

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class ReadingPreview:
    """``frame`` is the table, or its beginning where ``partial``; ``kinds`` are those of its columns."""

    frame: DataFrame
    kinds: list[str]
    findings: Sequence[Any]
    options: Mapping[str, Any]
    partial: bool


def preview_upload(
    actor: Any, upload: File[bytes], options: Mapping[str, Any], dataset: Dataset | None = None
) -> ReadingPreview:
    """How ``upload_version`` would read ``upload``. Raises what it raises about the sheet."""
    from datasets import profiling, reading
    from datasets.reading.files.archives import unpacked
    from datasets.reading.files.beginnings import beginning

    name = Path(upload.name or "upload").name
    place = place_for(actor, (name,), dataset)
    sheet_chosen = options.get("sheet") not in (None, "", AUTO)
    with (
        on_disk(upload) as packed,
        unpacked(packed, name, reading.ReadingLimits()) as (path, inner),
        beginning(path, sheet_chosen) as (start, partial),
    ):
        choices = choices_for(start, inner, options, people_of(place))
        read, choices = read_sheet(start, inner, choices)
    read = named_as_in(place.newest(), read)
    return ReadingPreview(
        frame=read.frame,
        kinds=[column.kind for column in profiling.profile(read.frame)],
        findings=[*read.problems, *choices.findings()],
        options=read.options_used,
        partial=partial,
    )


def preview_again(actor: Any, version: DatasetVersion, options: Mapping[str, Any]) -> ReadingPreview:
    """How ``read_again`` would read the file of ``version``. Raises FileNotFoundError where it is gone."""
    anew = {option: options.get(option) or AUTO for option in READING_OPTIONS}
    with version.original.open("rb") as file:
        upload = File(file, name=version.original_name)
        return preview_upload(actor, upload, anew, version.dataset)


def preview_import(actor: Any, job: Import, options: Mapping[str, Any]) -> ReadingPreview:
    """How the file of ``job`` would be read. Raises FileNotFoundError where it is gone."""
    if not job.file:
        raise FileNotFoundError
    with job.file.open("rb") as file:
        return preview_upload(actor, File(file, name=job.file_name), options, job.dataset)
