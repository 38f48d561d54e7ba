"""Uploading and deleting data sets. Views, commands and other apps call these and nothing deeper."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
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
from datasets.models import Dataset, DatasetVersion

READING_OPTIONS = ("sheet", "header_row", "delimiter", "decimal", "thousands", "encoding", "date_order")


def upload_version(
    actor: Any,
    upload: File[bytes],
    *,
    name: str = "",
    dataset: Dataset | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[DatasetVersion, bool]:
    """Read ``upload`` and keep it as a version of ``dataset``, or of a new data set called ``name``.

    Returns the version and whether it is new: the same bytes read the same way are the version that
    exists. Raises ``reading.ReadingError`` where there is no table in the file, and
    ``reading.ReadingQuestion`` where only the user can say how to read it; nothing is kept then.
    """
    given = {key: value for key, value in (options or {}).items() if value not in (None, "")}
    file_name = Path(upload.name or "upload").name
    name = (name or Path(file_name).stem or "Data").strip()[:120]
    with _on_disk(upload) as path:
        sha256 = _sha256(path)
        fingerprint = hashlib.sha256((sha256 + json.dumps(given, sort_keys=True)).encode()).hexdigest()
        if existing := _existing(actor, dataset, name, fingerprint):
            return existing, False
        return _keep(actor, path, file_name, name, dataset, given, sha256, fingerprint)


def find_version(reference: str) -> DatasetVersion:
    """The version that ``sales@3`` names, or the newest for ``sales``. Raises DoesNotExist."""
    slug, _, number = reference.partition("@")
    versions = DatasetVersion.objects.select_related("dataset").filter(dataset__slug=slug)
    if number:
        return versions.get(number=int(number) if number.isdigit() else 0)
    latest = versions.order_by("-number").first()
    if latest is None:
        raise DatasetVersion.DoesNotExist
    return latest


def preview(version: DatasetVersion, rows: int = 100) -> tuple[list[str], list[list[Any]]]:
    """Column names and the first rows, as plain values: dates as ISO text, missing as None."""
    frame = version.frame(rows=rows)
    cells = frame.astype(object).where(frame.notna(), None)
    return list(frame.columns), [[_plain(cell) for cell in row] for row in cells.itertuples(index=False)]


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
        file.storage.delete(str(file.name))


def _keep(
    actor: Any,
    path: Path,
    file_name: str,
    name: str,
    dataset: Dataset | None,
    given: Mapping[str, Any],
    sha256: str,
    fingerprint: str,
) -> tuple[DatasetVersion, bool]:
    from datasets import profiling, reading

    limits = reading.ReadingLimits(rows=settings.MAX_ROWS)
    read = reading.read(path, file_name, reading.ReadingOptions(**given), limits)
    columns = [column.as_dict() for column in profiling.profile(read.frame)]
    with tempfile.NamedTemporaryFile(suffix=".parquet") as table:
        read.frame.to_parquet(table.name, index=False)
        version = DatasetVersion(
            original_name=file_name,
            sha256=sha256,
            fingerprint=fingerprint,
            size=path.stat().st_size,
            rows=len(read.frame),
            columns=columns,
            options=dict(read.options_used),
            problems=[finding.as_dict() for finding in read.problems],
            created_by=actor if getattr(actor, "pk", None) else None,
        )
        try:
            return _insert(actor, version, name, dataset, path, Path(table.name)), True
        except IntegrityError:
            # The same upload arrived twice at once; the other one has won.
            if existing := _existing(actor, dataset, name, fingerprint):
                return existing, False
            raise


@transaction.atomic
def _insert(
    actor: Any, version: DatasetVersion, name: str, dataset: Dataset | None, original: Path, table: Path
) -> DatasetVersion:
    if dataset is None:
        owner = actor if getattr(actor, "pk", None) else None
        dataset = Dataset.objects.create(name=name, slug=_free_slug(name), owner=owner)
    version.dataset = dataset
    version.number = (dataset.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with original.open("rb") as original_file, table.open("rb") as table_file:
        version.original.save(version.original_name, File(original_file), save=False)
        version.table.save("table.parquet", File(table_file), save=False)
    version.save()
    record(actor, "uploaded", version, rows=version.rows, sha256=version.sha256)
    return version


def _existing(actor: Any, dataset: Dataset | None, name: str, fingerprint: str) -> DatasetVersion | None:
    versions = DatasetVersion.objects.select_related("dataset").filter(fingerprint=fingerprint)
    if dataset is not None:
        return versions.filter(dataset=dataset).first()
    return versions.filter(dataset__name=name, dataset__owner=getattr(actor, "pk", None)).first()


def _free_slug(name: str) -> str:
    base = slugify(name)[:120] or "data"
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


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
