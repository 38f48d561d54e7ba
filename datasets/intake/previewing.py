"""How a file would be read, found from its beginning where that is enough. Keeps nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File

from datasets.intake.files import on_disk
from datasets.intake.memory import AUTO, READING_OPTIONS, choices_for
from datasets.intake.upload import people_of, place_for, read_sheet
from datasets.models import Dataset, DatasetVersion

if TYPE_CHECKING:
    from pandas import DataFrame

LINES, BYTES = 2_000, 4 << 20


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
    from datasets.reading.archives import unpacked

    name = Path(upload.name or "upload").name
    place = place_for(actor, (name,), dataset)
    with on_disk(upload) as packed, unpacked(packed, name, reading.ReadingLimits()) as (path, inner):
        choices = choices_for(path, inner, options, people_of(place))
        with _beginning(path) as (start, partial):
            read, choices = read_sheet(start, inner, choices)
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


@contextmanager
def _beginning(path: Path) -> Iterator[tuple[Path, bool]]:
    """A file with the first lines of a long text file; any other file as it is."""
    from datasets.reading.content import HEAD_BYTES
    from datasets.reading.markup import markup_of

    with path.open("rb") as file:
        head = file.read(BYTES)
    end = _end_of_lines(head)
    # A NUL is in every workbook, every Parquet file, and in text of two bytes a letter.
    if b"\0" in head or end is None or markup_of(head[:HEAD_BYTES]):
        yield path, False
        return
    with tempfile.NamedTemporaryFile() as start:
        start.write(head[:end])
        start.flush()
        yield Path(start.name), True


def _end_of_lines(head: bytes) -> int | None:
    """Where the first lines end, outside of quotation marks; None where there are not more of them."""
    place, quotes, end = 0, 0, None
    for count, line in enumerate(head.splitlines(keepends=True), start=1):
        if count > LINES:
            return end
        place += len(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0 and line.endswith((b"\n", b"\r")):
            end = place
    return end if len(head) == BYTES else None
