"""An upload as a file on disk, and temporary files."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile


@contextmanager
def on_disk(upload: File[bytes]) -> Iterator[Path]:
    """The upload as a path, only to be read: large ones and kept files are on disk already, small ones are
    written to a temporary file."""
    opened: Any = upload
    while isinstance(opened, File):
        opened = opened.file
    name = getattr(opened, "name", None)  # That of a file of the system; what is in memory has none.
    if isinstance(name, str) and Path(name).is_file():
        yield Path(name)
        return
    with tempfile.NamedTemporaryFile() as temporary:
        for chunk in upload.chunks():
            temporary.write(chunk)
        temporary.flush()
        yield Path(temporary.name)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def delete_files(files: Iterable[FieldFile]) -> None:
    for file in files:
        if file:
            file.storage.delete(str(file.name))
