"""That no worker is running, said on the page of a sheet that waits to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from datasets.ingest import imports
from datasets.models import Import
from jobs import queue
from training.models import Worker

PART = "/workers/none"


@pytest.fixture
def waiting(analyst: User, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setattr(imports, "enqueue", lambda key: None)
    return imports.start_import(analyst, ContentFile(b"a,b\n1,2\n", name="sheet.csv"))


def worker(cluster: str = queue.DEFAULT, silent: int = 0) -> None:
    seen = timezone.now() - timedelta(seconds=silent)
    Worker.objects.create(cluster=cluster, host="here", pid=1, seen_at=seen)


def test_it_is_said_where_no_worker_is_alive(page: Client) -> None:
    text = page.get(PART).content.decode()
    assert "No worker is running" in text
    assert "This sheet is waiting for a worker" in text
    assert "<h1" not in text


@pytest.mark.parametrize(("cluster", "silent"), [(queue.TRAINING, 0), (queue.DEFAULT, 3600)])
def test_others_and_lost_ones_do_not_count(cluster: str, silent: int, page: Client) -> None:
    worker(cluster, silent)
    assert "No worker is running" in page.get(PART).content.decode()


def test_a_worker_is_no_news(page: Client) -> None:
    worker()
    assert page.get(PART).content.strip() == b""


def test_the_page_of_a_waiting_import_asks(page: Client, waiting: Import) -> None:
    asks = f'hx-get="{PART}"'
    assert asks in page.get(waiting.get_absolute_url()).content.decode()
    live = page.get(waiting.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert asks in live
    assert "hx-preserve" in live
    waiting.claim()
    assert asks not in page.get(waiting.get_absolute_url()).content.decode()


def test_only_who_uploads(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    assert client.get(PART).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(method: str, page: Client) -> None:
    assert getattr(page, method)(PART).status_code == 405
