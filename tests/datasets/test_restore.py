"""Going back to an earlier version: it is the newest again, and nothing of what came since is lost."""

from __future__ import annotations

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pandas.testing import assert_frame_equal

from audit.models import AuditEvent
from datasets import services
from datasets.models import DatasetVersion
from tests.conftest import Api
from tests.datasets.uploads import FEBRUARY, append

CHANGED = b"date,shop,amount\n2025-01-03,A,70\n"


@pytest.fixture
def replaced(api: Api, january: DatasetVersion) -> DatasetVersion:
    append(api, CHANGED, confirm="replace")
    return DatasetVersion.objects.get(number=2)


def test_replaced_rows_come_back(page: Client, january: DatasetVersion, replaced: DatasetVersion) -> None:
    shown = html.unescape(page.get("/datasets/sales/2").content.decode())
    assert 'action="/datasets/sales/1/restore"' in shown and "/datasets/sales/2/restore" not in shown
    answer = page.post("/datasets/sales/1/restore")
    assert answer["Location"] == "/datasets/sales/3"
    assert_frame_equal(DatasetVersion.objects.get(number=3).frame(), january.frame())
    assert replaced.frame().amount.max() == 70
    assert "The same as version 1" in html.unescape(page.get("/datasets/sales/3").content.decode())
    line = AuditEvent.objects.first()
    assert line is not None and (line.verb, line.data["restores"]) == ("took up again", 1)


def test_rows_in_several_parts_come_back(analyst: User, api: Api, january: DatasetVersion) -> None:
    append(api, FEBRUARY)
    append(api, CHANGED, confirm="replace")
    again, created = services.restore_version(analyst, DatasetVersion.objects.get(number=2))
    assert (created, again.number, again.rows, len(again.frame())) == (True, 4, 5, 5)
    assert append(api, CHANGED, confirm="replace").json()["rows"] == 5


def test_the_newest_version_stays(analyst: User, january: DatasetVersion) -> None:
    assert services.restore_version(analyst, january) == (january, False)
    assert DatasetVersion.objects.count() == 1


def test_who_may_go_back(client: Client, page: Client, replaced: DatasetVersion, colleague: User) -> None:
    assert page.get("/datasets/sales/1/restore").status_code == 405
    client.force_login(colleague)
    assert client.post("/datasets/sales/1/restore").status_code == 403
    assert DatasetVersion.objects.count() == 2


def test_files_that_are_gone_are_said(
    page: Client, january: DatasetVersion, replaced: DatasetVersion
) -> None:
    january.table.storage.delete(january.table.name)
    answer = page.post("/datasets/sales/1/restore", follow=True)
    assert "no longer on disk" in answer.content.decode()
    assert DatasetVersion.objects.count() == 2
