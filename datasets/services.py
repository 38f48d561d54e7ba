"""Uploading and deleting data sets. Views, commands and other apps call these and nothing deeper."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify

from api.dependents import dependents
from audit.models import record
from datasets.changes import changes
from datasets.models import Dataset, DatasetVersion
from language.sentences import Sentence

READING_OPTIONS = (
    "sheet",
    "header_row",
    "delimiter",
    "decimal",
    "thousands",
    "encoding",
    "date_order",
    "missing",
)

Accept = Callable[[DatasetVersion], None]


def accept_any(version: DatasetVersion) -> None:
    """Keep whatever can be read."""


def upload_version(
    actor: Any,
    upload: File[bytes],
    *,
    name: str = "",
    dataset: Dataset | None = None,
    options: Mapping[str, Any] | None = None,
    accept: Accept = accept_any,
) -> tuple[DatasetVersion, bool]:
    """Read ``upload`` and keep it as a version of ``dataset``, or of a new data set called ``name``.

    Returns the version and whether it is new: the same bytes read the same way are the version that
    exists. Raises ``reading.ReadingError`` where there is no table in the file, and
    ``reading.ReadingQuestion`` where only the user can say how to read it; nothing is kept then.
    ``accept`` is called with the version before it is committed: what it raises undoes the upload.
    """
    given = {key: value for key, value in (options or {}).items() if value not in (None, "")}
    file_name = Path(upload.name or "upload").name
    name = (_printable(name) or _printable(Path(file_name).stem) or "Data")[:120]
    with _on_disk(upload) as path:
        sha256 = _sha256(path)
        fingerprint = hashlib.sha256((sha256 + json.dumps(given, sort_keys=True)).encode()).hexdigest()
        owner = actor if getattr(actor, "pk", None) else None
        if existing := _existing(owner, dataset, name, fingerprint):
            accept(existing)
            return existing, False
        with tempfile.NamedTemporaryFile(suffix=".parquet") as table:
            version = _read(path, file_name, given, Path(table.name))
            version.sha256, version.fingerprint, version.created_by = sha256, fingerprint, owner
            return _keep(version, name, dataset, path, Path(table.name), accept)


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


def read_again(
    actor: Any, version: DatasetVersion, options: Mapping[str, Any]
) -> tuple[DatasetVersion, bool]:
    """The file of ``version`` read another way, as the next version of its data set.

    Returns and raises what ``upload_version`` does, and FileNotFoundError where the file is gone.
    """
    with version.original.open("rb") as file:
        upload = File(file, name=version.original_name)
        return upload_version(actor, upload, dataset=version.dataset, options=options)


def preview(
    version: DatasetVersion, rows: int = 100, columns: list[str] | None = None
) -> tuple[list[str], list[list[Any]]]:
    """Column names and the first rows, as plain values: dates as ISO text, missing as None.

    Raises FileNotFoundError where the table is gone from the disk.
    """
    frame = version.frame(columns, rows)
    cells = frame.astype(object).where(frame.notna(), None)
    return list(frame.columns), [[_plain(cell) for cell in row] for row in cells.itertuples(index=False)]


def history(versions: list[DatasetVersion]) -> list[tuple[DatasetVersion, list[Sentence] | None]]:
    """Versions that follow each other, newest first, with what changed since the one before.

    None for the first version of the data set, and for the last of ``versions``, which has no other to
    be compared with.
    """
    older = [*versions[1:], None]
    return [
        (version, changes(before.columns, version.columns, before.rows, version.rows) if before else None)
        for version, before in zip(versions, older, strict=True)
    ]


def dependents_of(dataset: Dataset) -> list[dict[str, str]]:
    """What refers to a version of ``dataset``, whichever app it belongs to."""
    return dependents(DatasetVersion, dataset=dataset)


def delete_dataset(actor: Any, dataset: Dataset) -> None:
    """Delete ``dataset``, its versions and, once that is committed, their files."""
    with transaction.atomic():
        files = [field for version in dataset.versions.all() for field in (version.original, version.table)]
        record(actor, "deleted", dataset, slug=dataset.slug, versions=dataset.versions.count())
        dataset.delete()
        transaction.on_commit(lambda: _delete_files(files))


def _delete_files(files: list[FieldFile]) -> None:
    for file in files:
        if file:
            file.storage.delete(str(file.name))


def _read(path: Path, file_name: str, given: Mapping[str, Any], table: Path) -> DatasetVersion:
    """Write the file's table to ``table``. Returns what the file holds as a version not saved yet."""
    from datasets import profiling, reading

    limits = reading.ReadingLimits(rows=settings.MAX_ROWS)
    read = reading.read(path, file_name, reading.ReadingOptions(**given), limits)
    read.frame.to_parquet(table, index=False)
    return DatasetVersion(
        original_name=file_name,
        size=path.stat().st_size,
        rows=len(read.frame),
        columns=[column.as_dict() for column in profiling.profile(read.frame)],
        options=dict(read.options_used),
        problems=[finding.as_dict() for finding in read.problems],
    )


def _keep(
    version: DatasetVersion,
    name: str,
    dataset: Dataset | None,
    original: Path,
    table: Path,
    accept: Accept,
) -> tuple[DatasetVersion, bool]:
    def insert() -> tuple[DatasetVersion, bool]:
        try:
            return _insert(version, name, dataset, original, table, accept)
        except BaseException:
            _delete_files([version.original, version.table])
            raise

    try:
        return insert()
    except IntegrityError:
        # Another upload took the same slug or number at the same moment; now its row can be seen.
        return insert()


@transaction.atomic
def _insert(
    version: DatasetVersion,
    name: str,
    dataset: Dataset | None,
    original: Path,
    table: Path,
    accept: Accept,
) -> tuple[DatasetVersion, bool]:
    owner = version.created_by
    if existing := _existing(owner, dataset, name, version.fingerprint):
        # The same upload arrived twice at once; the other one was faster.
        accept(existing)
        return existing, False
    if dataset is None:
        dataset = Dataset.objects.create(name=name, slug=_free_slug(name), owner=owner)
    version.dataset = dataset
    version.number = (dataset.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with original.open("rb") as original_file, table.open("rb") as table_file:
        version.original.save(version.original_name, File(original_file), save=False)
        version.table.save("table.parquet", File(table_file), save=False)
    version.save()
    record(owner, "uploaded", version, rows=version.rows, sha256=version.sha256)
    accept(version)
    return version, True


def _existing(owner: Any, dataset: Dataset | None, name: str, fingerprint: str) -> DatasetVersion | None:
    versions = DatasetVersion.objects.select_related("dataset").filter(fingerprint=fingerprint)
    if dataset is not None:
        return versions.filter(dataset=dataset).first()
    return versions.filter(dataset__name=name, dataset__owner=owner).first()


def _free_slug(name: str) -> str:
    base = slugify(name)[:120] or "data"
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _printable(text: str) -> str:
    """PostgreSQL takes no NUL in a text, and no control character is meant by a name."""
    return "".join(character for character in text if character.isprintable()).strip()


def _plain(cell: Any) -> Any:
    return cell.isoformat().removesuffix("T00:00:00") if hasattr(cell, "isoformat") else cell


@contextmanager
def _on_disk(upload: File[bytes]) -> Iterator[Path]:
    """The upload as a path: large ones are on disk already, small ones are written to a temporary file."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile() as temporary:
        for chunk in upload.chunks():
            temporary.write(chunk)
        temporary.flush()
        yield Path(temporary.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
