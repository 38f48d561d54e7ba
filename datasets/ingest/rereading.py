"""The file of a version read another way, as the next version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.files import File

from datasets.ingest.append import UploadRequest, extend
from datasets.ingest.files import on_disk
from datasets.ingest.memory import AUTO, READING_OPTIONS
from datasets.ingest.upload import upload_version
from datasets.models import DatasetVersion

if TYPE_CHECKING:
    from datasets.reading import Correction


def read_again(
    actor: Any, version: DatasetVersion, options: Mapping[str, Any], corrections: Sequence[Correction] = ()
) -> tuple[DatasetVersion, bool]:
    """The file of ``version`` read another way, as the next version of its data set.

    What is not given is found from the sheet, whatever is remembered. Returns and raises what
    ``upload_version`` does, and FileNotFoundError where the file is gone.
    """
    anew = {option: options.get(option) or AUTO for option in READING_OPTIONS}
    with version.original.open("rb") as file:
        upload = File(file, name=version.original_name)
        if version.earlier_parts:
            return _append_again(actor, version, upload, anew, corrections)
        return upload_version(actor, upload, dataset=version.dataset, options=anew, corrections=corrections)


def _append_again(
    actor: Any,
    version: DatasetVersion,
    upload: File[bytes],
    options: Mapping[str, Any],
    corrections: Sequence[Correction],
) -> tuple[DatasetVersion, bool]:
    """The rows of ``version`` alone are read again; those before them stay before them."""
    before = version.dataset.versions.get(number=version.earlier_parts[-1])
    chosen = version.choices
    wanted = UploadRequest(options, chosen.get("confirm", ()), chosen.get("key", ()), tuple(corrections))
    with on_disk(upload) as path:
        return extend(actor, before, path, version.original_name, wanted, newest=False)
