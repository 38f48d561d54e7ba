"""Uploads by API and by page, and the traces that an upload leaves."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from tests.conftest import Api
from training.models import TrainedModel, TrainingRun

SHEET = b"date,amount\n2025-01-30,5\n2025-01-31,6.5\n2025-02-01,\n"
OTHER_SHEET = b"date,amount\n2025-01-30,5\n2025-01-31,7.5\n"
AMBIGUOUS = b"date,amount\n03/04/2025,5\n05/06/2025,6\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def by_api(api: Api, content: bytes = SHEET, file_name: str = "sales.csv", **fields: Any) -> Any:
    return api("POST", "/datasets", fields, files={"file": (file_name, content)})


def by_page(
    page: Client, content: bytes = SHEET, file_name: str = "sales.csv", to: str = "", **fields: Any
) -> Any:
    address = f"/datasets/upload?dataset={to}" if to else "/datasets/upload"
    return page.post(address, {**fields, "file": SimpleUploadedFile(file_name, content)})


def workbook(*rows: tuple[Any, ...], sheet: str = "Sales") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def stored_files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def assert_nothing_kept() -> None:
    for model in (Dataset, DatasetVersion, TrainingRun, TrainedModel, AuditEvent):
        assert not model.objects.exists(), model
    assert stored_files() == []
