"""Which entry of the main navigation is the current one."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import Import
from predictions.models import PredictionJob
from training.models import ModelVersion


def current(page: Client, path: str) -> list[tuple[str, str]]:
    """The marked entries: address, and whether it is this page or one above it."""
    text = page.get(path).content.decode()
    return re.findall(r'<li><a href="([^"]+)" aria-current="(page|true)"', text)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", ("/", "page")),
        ("/datasets", ("/datasets", "page")),
        ("/datasets/upload", ("/datasets", "true")),
        ("/models", ("/models", "page")),
    ],
)
def test_a_page_lies_below_its_entry(page: Client, path: str, entry: tuple[str, str]) -> None:
    assert current(page, path) == [entry]


def test_imports_are_of_data_sets_and_jobs_of_models(
    page: Client, analyst: User, trained: ModelVersion
) -> None:
    sheet = Import.objects.create(requested_by=analyst, file_name="a.csv", size=1, fingerprint="f" * 64)
    job = PredictionJob.objects.create(version=trained, requested_by=analyst, rows=1)
    assert current(page, f"/imports/{sheet.pk}") == [("/datasets", "true")]
    assert current(page, f"/jobs/{job.pk}") == [("/models", "true")]
