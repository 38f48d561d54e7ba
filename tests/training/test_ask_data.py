"""The first step: sample data, one's own file, or a sheet that is here."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset, DatasetVersion
from datasets.sample_sheets import SAMPLE_SHEETS
from datasets.services import upload_version
from tests.conftest import customers_csv, sales_csv, upload
from tests.training.asking import at, draft_of
from training.models import Draft


def sheet(content: bytes, name: str = "till.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), "name": ""}


def test_the_three_ways_are_offered(page: Client, sales: DatasetVersion) -> None:
    shown = page.get("/ask").content.decode()
    assert 'name="sample" value="sales"' in shown
    assert 'name="dataset" value="sales@1"' in shown
    assert 'type="file"' in shown


@pytest.mark.parametrize("kind", ["sales", "retail", "retailers", "leads"])
def test_sample_data_begins_a_draft(kind: str, page: Client, analyst: User) -> None:
    response = page.post("/ask", {"sample": kind})
    draft = Draft.objects.get()
    assert response["Location"] == at(draft, "question")
    assert draft.owner == analyst
    assert draft.version is not None and draft.version.dataset.name.startswith("Sample")


def test_the_same_sample_twice_is_one_version(page: Client) -> None:
    page.post("/ask", {"sample": "sales"})
    page.post("/ask", {"sample": "sales"})
    assert DatasetVersion.objects.count() == 1
    assert Draft.objects.count() == 1, "nothing more was said in between"


def test_a_sample_of_another_day_is_the_next_version(page: Client, analyst: User) -> None:
    earlier = SimpleUploadedFile("sales.csv", sales_csv(30))
    upload_version(analyst, earlier, name=SAMPLE_SHEETS["sales"].name)
    page.post("/ask", {"sample": "sales"})
    assert Dataset.objects.count() == 1
    assert sorted(DatasetVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_an_own_file_begins_a_draft(page: Client) -> None:
    response = page.post("/ask", sheet(sales_csv()))
    draft = Draft.objects.get()
    assert response["Location"] == at(draft, "question")
    assert draft.version == DatasetVersion.objects.get(dataset__slug="till")


def test_a_file_that_is_no_table_is_refused_with_a_reason(page: Client) -> None:
    response = page.post("/ask", sheet(b""))
    assert response.status_code == 422
    assert not Draft.objects.exists()
    assert response.context["form"].errors or response.context["findings"]


def test_a_question_of_the_reading_is_asked_here(page: Client) -> None:
    ambiguous = b"date,amount\n03/04/2025,5\n05/06/2025,6\n"
    response = page.post("/ask", sheet(ambiguous))
    assert response.status_code == 422
    assert 'name="date_order"' in response.content.decode()
    assert not Draft.objects.exists()
    assert page.post("/ask", {**sheet(ambiguous), "date_order": "dmy"}).status_code == 302


def test_a_sheet_that_is_here_begins_a_draft(page: Client, sales: DatasetVersion) -> None:
    response = page.post("/ask", {"dataset": "sales@1"})
    assert response["Location"] == at(Draft.objects.get(version=sales), "question")


@pytest.mark.parametrize("said", [{"dataset": "nothing"}, {"sample": "nothing"}])
def test_what_is_not_there_is_not_found(said: dict[str, str], page: Client) -> None:
    assert page.post("/ask", said).status_code == 404


def test_sheets_are_searched_and_paged(page: Client, analyst: User, sales: DatasetVersion) -> None:
    Dataset.objects.bulk_create(Dataset(name=f"Other {n}", slug=f"other-{n}") for n in range(60))
    assert page.get("/ask?page=2").context["page"].number == 2
    assert [found.slug for found in page.get("/ask?q=sal").context["page"]] == ["sales"]


def test_queries_do_not_grow_with_sheets_and_drafts(
    page: Client, analyst: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        draft_of(upload(analyst, sales_csv(30 + number), f"sheet{number}.csv"))
    with django_assert_max_num_queries(10):
        page.get("/ask")


def test_other_data_keeps_the_columns_where_they_are_the_same(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(60)))
    upload(analyst, sales_csv(90), "more.csv")
    response = page.post(at(draft, "data"), {"dataset": "more"})
    draft.refresh_from_db()
    assert response["Location"] == at(draft, "question")
    assert draft.version is not None and draft.version.dataset.slug == "more"
    assert draft.columns == {"time": "date", "target": "amount"}


def test_other_data_with_other_columns_has_them_guessed_again(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(60)))
    upload(analyst, customers_csv(), "customers.csv")
    page.post(at(draft, "data"), {"dataset": "customers"})
    draft.refresh_from_db()
    assert draft.columns is None


def test_who_may_not_upload_is_offered_no_upload(page: Client, analyst: User, sales: DatasetVersion) -> None:
    analyst.groups.clear()
    analyst.user_permissions.set(Permission.objects.filter(codename="add_trainingrun"))
    assert 'type="file"' not in page.get("/ask").content.decode()
    assert page.post("/ask", {"sample": "sales"}).status_code == 422
    assert page.post("/ask", {"dataset": "sales"}).status_code == 302
