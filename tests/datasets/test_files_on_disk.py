"""An upload as a path."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from datasets.ingest.files import on_disk

SHEET = b"a,b\n1,2\n"


def test_what_is_in_memory_is_written_down_for_a_while() -> None:
    for upload in (SimpleUploadedFile("sheet.csv", SHEET), ContentFile(SHEET, name="sheet.csv")):
        with on_disk(upload) as path:
            assert path.read_bytes() == SHEET
        assert not path.exists()


def test_the_name_of_an_upload_is_no_path(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    upload = ContentFile(SHEET, name=str(secret))
    with on_disk(upload) as path:
        assert path.read_bytes() == SHEET


def test_a_large_upload_is_there_already() -> None:
    upload = TemporaryUploadedFile("sheet.csv", "text/csv", len(SHEET), None)
    upload.write(SHEET)
    upload.flush()
    with on_disk(upload) as path:
        assert str(path) == upload.temporary_file_path()
        assert path.read_bytes() == SHEET


def test_a_kept_file_is_not_copied(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path)
    kept = storage.save("sheet.upload", ContentFile(SHEET))
    with storage.open(kept) as file, on_disk(File(file, name="sheet.csv")) as path:
        assert path == tmp_path / kept
    assert path.exists()
