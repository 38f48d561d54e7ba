"""Uploads by API and by page, and the traces that an upload leaves."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from tests.conftest import Api
from training.models import TrainedModel, TrainingRun

SHEET = b"date,amount\n2025-01-30,5\n2025-01-31,6.5\n2025-02-01,\n"
OTHER_SHEET = b"date,amount\n2025-01-30,5\n2025-01-31,7.5\n"
AMBIGUOUS = b"date,amount\n03/04/2025,5\n05/06/2025,6\n"
JANUARY = b"date,shop,amount\n2025-01-01,A,5\n2025-01-02,B,6\n2025-01-03,A,7\n"
FEBRUARY = b"date,shop,amount\n2025-02-01,A,8\n2025-02-02,B,9.5\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def by_api(api: Api, content: bytes = SHEET, file_name: str = "sales.csv", **fields: Any) -> Any:
    return api("POST", "/datasets", fields, files={"file": (file_name, content)})


def append(api: Api, content: bytes = FEBRUARY, name: str = "more.csv", **fields: Any) -> Any:
    """Rows for the data set ``sales``."""
    return by_api(api, content, name, dataset="sales", mode="append", **fields)


def send(api: Api, content: bytes = SHEET, file_name: str = "sales.csv", **fields: Any) -> Any:
    """The upload of somebody who does not wait for it."""
    return api("POST", "/datasets", fields, {"Prefer": "respond-async"}, files={"file": (file_name, content)})


def by_page(
    page: Client, content: bytes = SHEET, file_name: str = "sales.csv", to: str = "", **fields: Any
) -> Any:
    address = f"/datasets/upload?dataset={to}" if to else "/datasets/upload"
    return page.post(address, {**fields, "file": SimpleUploadedFile(file_name, content)})


def sheet(content: bytes, name: str = "more.csv") -> File[bytes]:
    return File(io.BytesIO(content), name=name)


def workbook(*rows: tuple[Any, ...], sheet: str = "Sales") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def codes(problems: list[dict[str, Any]]) -> list[str]:
    return [problem["code"] for problem in problems]


def stored_files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def assert_nothing_kept() -> None:
    for model in (Dataset, DatasetVersion, TrainingRun, TrainedModel, AuditEvent):
        assert not model.objects.exists(), model
    assert stored_files() == []
