"""A side table from a file of one's own, uploaded right at its step."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset, DatasetVersion
from tests.side_tables import CLOSURES, CLOSURES_COLUMNS, ROUTES
from tests.training.asking import at, deliveries_of, given

pytestmark = pytest.mark.usefixtures("deliveries")


def sheet(content: bytes, name: str = "closures.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), "name": ""}


def test_an_own_file_is_kept_and_taken(page: Client, analyst: User, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    response = page.post(at(draft, "tables/closures"), sheet(CLOSURES))
    assert response["Location"] == at(draft, "tables/closures/columns")
    assert given(draft) == {"closures": ("closures@1", CLOSURES_COLUMNS)}
    assert Dataset.objects.get(slug="closures").owner == analyst


def test_the_drop_zone_is_that_of_the_main_sheet(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    content = page.get(at(draft, "tables/closures")).content.decode()
    assert "data-drop-zone" in content and "data-upload" in content and "autofocus" in content


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x03 no table \xff\xfe", b"%PDF-1.7 nothing to read", b"only one line"]
)
def test_a_bad_file_is_refused_with_a_reason(content: bytes, page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    response = page.post(at(draft, "tables/closures"), sheet(content))
    assert response.status_code == 422
    assert response.context["form"].errors or response.context["findings"]
    assert given(draft) == {}
    assert Dataset.objects.count() == 1, "only the sales"


def test_no_file_is_refused(page: Client, sales: DatasetVersion) -> None:
    response = page.post(at(deliveries_of(sales), "tables/closures"), {})
    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()


def test_a_question_of_the_reading_is_asked_here(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    ambiguous = b"from,until\n03/04/2025,04/04/2025\n05/06/2025,06/06/2025\n"
    response = page.post(at(draft, "tables/closures"), sheet(ambiguous))
    assert response.status_code == 422
    assert 'name="date_order"' in response.content.decode()
    assert given(draft) == {}
    answered = page.post(at(draft, "tables/closures"), {**sheet(ambiguous), "date_order": "dmy"})
    assert answered["Location"] == at(draft, "tables/closures/columns")


def test_a_file_without_the_column_that_is_needed_is_not_taken(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    response = page.post(at(draft, "tables/closures"), sheet(ROUTES, "wrong.csv"))
    assert response.status_code == 422
    assert "It needs a column of dates, and this sheet has none." in response.content.decode()
    assert given(draft) == {}


def test_who_may_not_upload_is_offered_no_upload(
    page: Client, analyst: User, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales)
    analyst.groups.clear()
    analyst.user_permissions.set(Permission.objects.filter(codename="add_trainingrun"))
    assert 'type="file"' not in page.get(at(draft, "tables/closures")).content.decode()
    assert page.post(at(draft, "tables/closures"), sheet(CLOSURES)).status_code == 422
    assert page.post(at(draft, "tables/closures"), {"dataset": "closures"}).status_code == 302
