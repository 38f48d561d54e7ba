"""An import in the background on its page: followed, cancelled, answered."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from datasets.ingest.append import UploadRequest
from datasets.ingest.import_execution import execute
from datasets.ingest.imports import start_import
from datasets.models import DatasetVersion, Import
from tests.conftest import upload
from tests.datasets.uploads import AMBIGUOUS, SHEET


def start(user: User, content: bytes = SHEET, **about: Any) -> Import:
    return start_import(user, ContentFile(content, name="sales.csv"), **about)


def done(job: Import) -> Import:
    execute(job.pk)
    job.refresh_from_db()
    return job


def shown(page: Client, job: Import, **headers: str) -> Any:
    response = page.get(job.get_absolute_url(), headers=headers)
    return response, html.unescape(response.content.decode())


def test_it_is_followed_while_it_lasts(page: Client, analyst: User) -> None:
    job = start(analyst)
    response, text = shown(page, job)
    assert response.status_code == 200
    assert f'hx-get="/imports/{job.pk}" hx-trigger="every 1s"' in text
    assert "Waiting for a worker" in text
    response, text = shown(page, job, HX_Request="true")
    assert response.status_code == 200
    assert "<h1" not in text
    done(job)
    response, _ = shown(page, job, HX_Request="true")
    assert (response.status_code, response["HX-Refresh"]) == (286, "true")


def test_it_leads_to_the_version(page: Client, analyst: User) -> None:
    _, text = shown(page, done(start(analyst)))
    assert 'href="/datasets/sales/1"' in text
    assert "Open sales, version 1" in text
    assert "hx-get" not in text.split("<main")[1].split("</main")[0]


def test_it_is_cancelled(page: Client, analyst: User) -> None:
    job = start(analyst)
    assert page.post(f"/imports/{job.pk}/cancel")["Location"] == f"/imports/{job.pk}"
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert "Nothing was saved." in shown(page, job)[1]


def test_a_question_is_answered_by_a_button(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS, wanted=UploadRequest({"decimal": "."})))
    text = shown(page, job)[1]
    assert 'name="date_order" value="mdy"' in text
    assert '<option value="." selected>' in text
    response = page.post(f"/imports/{job.pk}/answer", {"date_order": "mdy", "decimal": "."})
    again = Import.objects.exclude(pk=job.pk).get()
    assert response["Location"] == f"/imports/{again.pk}"
    assert again.options == {"date_order": "mdy", "decimal": "."}
    assert done(again).status == "succeeded"


def test_every_option_can_be_changed_beside_a_question(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS))
    response, text = shown(page, job)
    for name in response.context["form"].fields:
        assert f'id="id_{name}"' in text
    assert f'hx-post="/imports/{job.pk}/preview"' in text
    # The key Enter presses the first button, which is to answer nothing.
    assert text.index('class="visually-hidden"') < text.index('class="choice-card" name="date_order"')
    page.post(f"/imports/{job.pk}/answer", {"header_row": "2", "date_order": ["dmy", ""]})
    assert Import.objects.exclude(pk=job.pk).get().options == {"header_row": 2, "date_order": "dmy"}


def test_options_that_are_none_are_said(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS))
    response = page.post(f"/imports/{job.pk}/answer", {"header_row": "0"})
    assert response.status_code == 422
    assert response.context["form"].errors["header_row"]
    assert Import.objects.count() == 1


@pytest.mark.parametrize("options", [{"header_row": "first"}, {"decimal": "auto"}, {"date_order": "up"}])
def test_options_of_a_program_are_shown_whatever_they_are(
    options: dict[str, str], page: Client, analyst: User
) -> None:
    assert shown(page, done(start(analyst, AMBIGUOUS, wanted=UploadRequest(options))))[0].status_code == 200


def test_the_kept_file_is_previewed(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS))
    address = f"/imports/{job.pk}/preview"
    assert "can be read two ways" in page.post(address).content.decode()
    preview = page.post(address, {"date_order": "mdy"}).context["preview"]
    assert [row[0].text for row in preview.rows] == ["4 Mar 2025", "6 May 2025"]
    default_storage.delete(str(job.file.name))
    assert "no longer on disk" in page.post(address).content.decode()
    Import.objects.update(file="")
    assert "no longer on disk" in page.post(address).content.decode()
    assert Import.objects.count() == 1


def test_what_does_not_fit_is_confirmed(page: Client, analyst: User) -> None:
    dataset = upload(analyst, SHEET).dataset
    job = done(start(analyst, b"date\n2025-03-01\n2025-03-02\n", dataset=dataset, append=True))
    text = shown(page, job)[1]
    assert "Column 'amount' of sales@1 is missing" in text
    assert 'name="confirm" value="missing"' in text
    page.post(f"/imports/{job.pk}/answer", {"confirm": ["missing", "nonsense"]})
    again = Import.objects.exclude(pk=job.pk).get()
    assert (again.confirmed, again.append) == (["missing"], True)
    assert done(again).status == "succeeded"
    assert DatasetVersion.objects.get(number=2).rows == 5


def test_a_refusal_is_said_with_the_options(page: Client, analyst: User) -> None:
    job = done(start(analyst, wanted=UploadRequest({"header_row": "9"})))
    text = shown(page, job)[1]
    assert "that row of 'sales.csv' is empty" in text
    assert 'name="header_row" value="9"' in text


def test_a_file_that_is_gone(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS))
    default_storage.delete(str(job.file.name))
    response = page.post(f"/imports/{job.pk}/answer", {"date_order": "mdy"}, follow=True)
    assert "no longer on disk" in response.content.decode()
    Import.objects.update(file="")
    assert page.post(f"/imports/{job.pk}/answer", {"date_order": "mdy"}).status_code == 302
    assert Import.objects.count() == 1


def test_what_has_not_failed_has_no_question(page: Client, analyst: User) -> None:
    job = start(analyst)
    page.post(f"/imports/{job.pk}/answer", {"date_order": "mdy"})
    assert Import.objects.count() == 1


def test_what_was_answered_leads_on(page: Client, analyst: User) -> None:
    job = done(start(analyst, AMBIGUOUS))
    page.post(f"/imports/{job.pk}/answer", {"date_order": "mdy"})
    again = Import.objects.exclude(pk=job.pk).get()
    job.refresh_from_db()
    assert job.followed_by == again
    assert f'href="/imports/{again.pk}"' in shown(page, job)[1]
    assert [one.pk for one in page.get("/datasets").context["imports"]] == [again.pk]


@pytest.mark.parametrize("path", ["", "/cancel", "/answer", "/preview"])
def test_others_do_not_see_it(path: str, client: Client, analyst: User, colleague: User) -> None:
    job = start(analyst)
    client.force_login(colleague)
    address = f"/imports/{job.pk}{path}"
    assert (client.post(address) if path else client.get(address)).status_code == 404


def test_what_is_under_way_or_was_refused_stands_above_the_list(
    page: Client, client: Client, analyst: User, viewer: User
) -> None:
    waiting, refused = start(analyst), done(start(analyst, AMBIGUOUS, name="other"))
    ready = done(start(analyst, SHEET.replace(b"5", b"6"), name="third"))
    listed = [job.pk for job in page.get("/datasets").context["imports"]]
    assert listed == [refused.pk, waiting.pk]
    assert ready.pk not in listed
    client.force_login(viewer)
    assert not client.get("/datasets").context["imports"]
