"""A data set that rows join, and an import that waits for a worker."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from datasets.ingest import imports
from datasets.models import DatasetVersion, Import
from jobs import queue
from tests.conftest import Api, upload
from tests.datasets.uploads import JANUARY, send


@pytest.fixture
def january(analyst: User) -> DatasetVersion:
    return upload(analyst, JANUARY)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports handed to the queue, which is always empty."""
    keys: list[int] = []
    monkeypatch.setattr(imports, "enqueue", keys.append)
    monkeypatch.setattr(queue, "messages_waiting", lambda cluster: 0)
    return keys


@pytest.fixture
def job(api: Api, sent: list[int]) -> Import:
    send(api)
    return Import.objects.get()
