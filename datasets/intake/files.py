"""An upload as a file on the disk, and files that go again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.db.models.fields.files import FieldFile


@contextmanager
def on_disk(upload: File[bytes]) -> Iterator[Path]:
    """The upload as a path: large ones are on disk already, small ones are written to a temporary file."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
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


def printable(text: str) -> str:
    """PostgreSQL takes no NUL in a text, and no control character is meant by a name."""
    return "".join(character for character in text if character.isprintable()).strip()
