"""A derivation on its page: followed, cancelled, and made where it was a preview."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.deriving import making
from datasets.models import DatasetVersion, Derivation
from datasets.services import delete_dataset
from tests.conftest import Api, upload
from tests.datasets.deriving.recipe import LATER
from tests.datasets.deriving.tools import FORM, done, previewed, started, text_of


def test_of_many_rows_the_preview_is_a_job(
    page: Client, till: DatasetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 4)
    address = previewed(page, **{"setting-least": "2"})["Location"]
    job = Derivation.objects.get()
    assert address == f"/derivations/{job.pk}"
    assert job.preview_only
    assert "nothing was started" in text_of(page.post(f"{address}/make", {"name": "x"}, follow=True)).lower()
    done(job)
    text = text_of(page.get(address))
    assert "The preview is ready" in text
    assert "All rows. Nothing is saved yet." in text
    assert 'value="till customers from transactions"' in text
    change = page.get(f"{FORM}?transactions=till@1&like={job.pk}")
    assert f"{FORM}?transactions=till%401&like={job.pk}" in text
    assert 'name="setting-least" value="2"' in text_of(change)
    assert page.post(f"{address}/make", {"name": ""}).status_code == 422
    response = page.post(f"{address}/make", {"name": "Loyal"})
    made = Derivation.objects.get(preview_only=False)
    assert response["Location"] == f"/derivations/{made.pk}"
    assert made.settings["least"] == 2
    assert done(made).version.rows == 1  # type: ignore[union-attr]


def test_the_table_of_a_preview_whose_data_were_deleted(
    page: Client, till: DatasetVersion, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 4)
    address = previewed(page)["Location"]
    done(Derivation.objects.get())
    delete_dataset(analyst, till.dataset)
    assert page.get(address).status_code == 200
    response = page.post(f"{address}/make", {"name": "Customers"})
    assert (response.status_code, Derivation.objects.count()) == (422, 1)
    assert "The data set 'till' (version 1) has been deleted." in text_of(response)


def test_it_is_followed_while_it_lasts(page: Client, api: Api, till: DatasetVersion) -> None:
    job = started(api)
    text = text_of(page.get(f"/derivations/{job.pk}"))
    assert f'hx-get="/derivations/{job.pk}" hx-trigger="every 1s"' in text
    assert "Waiting for a worker" in text
    partial = page.get(f"/derivations/{job.pk}", headers={"HX-Request": "true"})
    assert partial.status_code == 200
    assert "<h1" not in text_of(partial)
    assert [one.pk for one in page.get("/datasets").context["derivations"]] == [job.pk]
    done(job)
    partial = page.get(f"/derivations/{job.pk}", headers={"HX-Request": "true"})
    assert (partial.status_code, partial["HX-Refresh"]) == (286, "true")
    assert "Open Customers, version 1" in text_of(page.get(f"/derivations/{job.pk}"))
    assert not page.get("/datasets").context["derivations"]
    again = done(started(api))
    assert "already exists: nothing was added" in text_of(page.get(f"/derivations/{again.pk}"))


def test_why_there_is_no_table(page: Client, api: Api, till: DatasetVersion, analyst: User) -> None:
    upload(analyst, LATER.replace(b"5.5", b"-5.5"), "bad.csv")
    bad = done(started(api, {"tables": {"transactions": "bad"}, "name": "Bad one"}))
    text = text_of(page.get(f"/derivations/{bad.pk}"))
    assert "The amount in row 4 is negative." in text
    assert "Change the settings" in text
    job = started(api)
    delete_dataset(analyst, till.dataset)
    done(job)
    text = text_of(page.get(f"/derivations/{job.pk}"))
    assert "The data set 'till' (version 1) has been deleted." in text
    assert "Change the settings" not in text


def test_it_is_cancelled(page: Client, api: Api, till: DatasetVersion) -> None:
    job = started(api)
    assert page.post(f"/derivations/{job.pk}/cancel")["Location"] == f"/derivations/{job.pk}"
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert "Nothing was saved." in text_of(page.get(f"/derivations/{job.pk}"))
    assert "It had already ended." in text_of(page.post(f"/derivations/{job.pk}/cancel", follow=True))


def test_others_only_look(
    page: Client, client: Client, api: Api, till: DatasetVersion, colleague: User, stranger: User
) -> None:
    job = started(api)
    client.force_login(colleague)
    assert client.get(f"/derivations/{job.pk}").status_code == 200
    assert 'id="cancel"' not in text_of(client.get(f"/derivations/{job.pk}"))
    for path in ("cancel", "make"):
        assert client.post(f"/derivations/{job.pk}/{path}").status_code == 403
        assert client.get(f"/derivations/{job.pk}/{path}").status_code == 405
    client.force_login(stranger)
    assert client.get(f"/derivations/{job.pk}").status_code == 403
    job.refresh_from_db()
    assert job.status == "queued"
