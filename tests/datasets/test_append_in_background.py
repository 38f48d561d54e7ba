"""Adding the rows of a large sheet on pages: a worker finds the plan, and the rows follow a click."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from datasets.ingest import imports
from datasets.ingest.import_execution import execute
from datasets.ingest.imports import start_import
from datasets.models import DatasetVersion, Import
from jobs.models import Status
from tests.conftest import Api, upload
from tests.datasets.test_append_page import FIRST, MORE
from tests.datasets.uploads import by_api, by_page

AMBIGUOUS = b"date,shop,amount\n03/04/2025,North,5\n05/06/2025,West,6\n"


@pytest.fixture(autouse=True)
def nothing_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "enqueue", lambda key: None)


@pytest.fixture
def sales(analyst: User) -> DatasetVersion:
    return upload(analyst, FIRST)


@pytest.fixture
def plan(page: Client, sales: DatasetVersion, settings: Any) -> Import:
    """Of a sheet that is large, found by a worker."""
    settings.IMPORT_JOB_BYTES = 20
    by_page(page, MORE, "more.csv", to="sales", mode="append", add="yes")
    return done(Import.objects.get())


def done(job: Import) -> Import:
    execute(job.pk)
    job.refresh_from_db()
    return job


def answered(page: Client, job: Import, **fields: Any) -> Import:
    response = page.post(f"/imports/{job.pk}/answer", fields)
    assert response.status_code == 302
    return Import.objects.get(pk=int(response["Location"].rsplit("/", 1)[-1]))


def text_of(page: Client, job: Import) -> str:
    return html.unescape(page.get(job.get_absolute_url()).content.decode())


def test_the_plan_comes_first_and_keeps_nothing(page: Client, plan: Import) -> None:
    assert (plan.status, plan.version, plan.append) == (Status.SUCCEEDED, None, True)
    assert DatasetVersion.objects.count() == 1
    shown = page.get(plan.get_absolute_url()).context["plan"].plan
    assert (shown["rows"], shown["rows_added"], shown["duplicates"]) == (3, 2, 1)
    text = text_of(page, plan)
    assert "What would be added to sales@1" in text
    assert 'name="add" value="yes"' in text
    assert "Column 'shop' has 1 new value: 'West'." in text
    assert "Choose the file again" not in text


def test_it_says_the_same_as_the_plan_of_a_small_sheet(page: Client, plan: Import, settings: Any) -> None:
    settings.IMPORT_JOB_BYTES = 1_000_000
    small = by_page(page, MORE, "more.csv", to="sales", mode="append").context["plan"]
    large = page.get(plan.get_absolute_url()).context["plan"]
    assert large.plan == {**small.plan, "columns": [dict(one) for one in small.plan["columns"]]}
    assert large.columns == small.columns


def test_a_click_adds_the_rows(page: Client, plan: Import) -> None:
    adding = answered(page, plan, add="yes")
    assert (adding.plan_only, adding.append) == (False, True)
    assert done(adding).version is not None
    assert DatasetVersion.objects.get(number=2).rows == 30


def test_without_the_click_it_is_looked_at_again(page: Client, plan: Import) -> None:
    again = done(answered(page, plan, key="date"))
    assert (again.plan_only, again.key) == (True, ["date"])
    assert again.plan["key"] == ["date"]
    assert DatasetVersion.objects.count() == 1


def test_what_is_read_another_way_is_planned_anew(page: Client, plan: Import) -> None:
    response = page.post(f"/imports/{plan.pk}/answer", {"add": "yes", "key": "date"}, follow=True)
    assert "Review what it would add now" in response.content.decode()
    again = done(Import.objects.exclude(pk=plan.pk).get())
    assert (again.plan_only, again.plan["key"]) == (True, ["date"])
    assert DatasetVersion.objects.count() == 1


def test_what_does_not_fit_is_confirmed_with_the_plan(
    page: Client, sales: DatasetVersion, analyst: User
) -> None:
    sheet = ContentFile(b"date,shop\n2025-02-01,North\n2025-02-02,North\n", name="more.csv")
    job = done(start_import(analyst, sheet, dataset=sales.dataset, append=True, plan_only=True))
    assert job.to_confirm == ["missing"]
    assert 'value="missing" id="confirm-missing"' in text_of(page, job)
    refused = page.post(f"/imports/{job.pk}/answer", {"add": "yes"})
    assert (refused.status_code, Import.objects.count()) == (422, 1)
    assert "Confirm what is intended" in refused.content.decode()
    looked = done(answered(page, job, confirm="missing"))
    assert 'id="confirm-missing" checked' in text_of(page, looked)
    assert done(answered(page, looked, add="yes", confirm="missing")).version is not None
    assert DatasetVersion.objects.get(number=2).rows == 30


def test_a_question_comes_before_the_plan(page: Client, analyst: User) -> None:
    dataset = upload(analyst, b"shop,amount\nNorth,1\nSouth,2\n").dataset
    file = ContentFile(AMBIGUOUS, name="more.csv")
    job = done(start_import(analyst, file, dataset=dataset, append=True, plan_only=True))
    assert job.question is not None
    planned = done(answered(page, job, date_order="dmy"))
    assert (planned.plan["rows_added"], DatasetVersion.objects.count()) == (2, 1)


def test_nothing_new_is_said(page: Client, sales: DatasetVersion, analyst: User) -> None:
    file = ContentFile(FIRST, name="more.csv")
    job = done(start_import(analyst, file, dataset=sales.dataset, append=True, plan_only=True))
    assert "nothing to add" in text_of(page, job)
    assert 'name="add"' not in text_of(page, job)


def test_a_plan_that_was_overtaken_says_so(page: Client, plan: Import, analyst: User) -> None:
    assert "newer version than this plan" not in text_of(page, plan)
    upload(analyst, b"date,shop,amount\n2025-02-01,North,5\n", dataset=plan.dataset)
    assert "sales has a newer version than this plan covers" in text_of(page, plan)
    done(answered(page, plan, add="yes"))
    assert DatasetVersion.objects.get(number=3).earlier_parts == [2]


def test_a_plan_waits_above_the_list_until_it_is_answered(page: Client, plan: Import) -> None:
    assert "The plan is ready" in page.get("/datasets").content.decode()
    done(answered(page, plan, add="yes"))
    assert not page.get("/datasets").context["imports"]
    assert "See the result" in text_of(page, plan)


def test_a_cancelled_plan_is_none(page: Client, sales: DatasetVersion, analyst: User) -> None:
    file = ContentFile(MORE, name="more.csv")
    job = start_import(analyst, file, dataset=sales.dataset, append=True, plan_only=True)
    assert job.claim()
    job.request_cancel()
    Import.objects.filter(pk=job.pk).update(status=Status.QUEUED)
    assert done(job).status == Status.CANCELLED
    assert job.plan is None


def test_a_program_may_have_it_too(api: Api, sales: DatasetVersion) -> None:
    headers = {"Prefer": "respond-async"}
    fields = {"dataset": "sales", "mode": "append", "preview": "true"}
    answer = api("POST", "/datasets", fields, headers, files={"file": ("more.csv", MORE)})
    assert answer.status_code == 202
    assert (answer.json()["plan"], answer.json()["preview"]) == (None, True)
    done(Import.objects.get())
    found = api("GET", f"/imports/{answer.json()['id']}").json()
    assert found["plan"] == by_api(api, MORE, "more.csv", **fields).json()
    assert (found["version"], found["plan"]["rows_added"]) == (None, 2)
    without = api("POST", "/datasets", {"preview": "true"}, headers, files={"file": ("more.csv", MORE)})
    assert without.status_code == 422


def test_a_program_may_wait_for_it(api: Api, sales: DatasetVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.api.datasets.wait_for", lambda job, seconds: _ended(job))
    fields = {"dataset": "sales", "mode": "append", "preview": "true"}
    headers = {"Prefer": "respond-async, wait=20"}
    answer = api("POST", "/datasets", fields, headers, files={"file": ("more.csv", MORE)})
    assert (answer.status_code, answer.json()["rows_added"]) == (200, 2)
    assert DatasetVersion.objects.count() == 1


def _ended(job: Import) -> bool:
    """``done`` of the very record that the call holds."""
    return done(job).ended


def test_a_program_adds_at_once(api: Api, sales: DatasetVersion) -> None:
    fields = {"dataset": "sales", "mode": "append"}
    api("POST", "/datasets", fields, {"Prefer": "respond-async"}, files={"file": ("more.csv", MORE)})
    assert done(Import.objects.get()).version is not None


def test_only_who_may_change_the_data_set_adds(client: Client, plan: Import, colleague: User) -> None:
    client.force_login(colleague)
    assert client.post(f"/imports/{plan.pk}/answer", {"add": "yes"}).status_code == 404
