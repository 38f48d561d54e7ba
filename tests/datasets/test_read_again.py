"""Reading a file that is here another way: the next version, without another upload."""

from __future__ import annotations

import html
import io

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client

from audit.models import AuditEvent
from datasets.models import DatasetVersion
from tests.conftest import upload

ADDRESS = "/datasets/sales/1/read"
DATES = b"date,amount\n03/04/2025,5\n04/04/2025,6\n"


@pytest.fixture
def dates(analyst: User) -> DatasetVersion:
    return upload(analyst, DATES, options={"date_order": "dmy"})


@pytest.fixture
def book(analyst: User) -> DatasetVersion:
    workbook = openpyxl.Workbook()
    workbook.active.title = "January"
    february = workbook.create_sheet("February")
    for cells, sheet in ((("amount", 1, 2, 6, 7), workbook.active), (("cost", 3, 4, 5), february)):
        for cell in cells:
            sheet.append((cell,))
    target = io.BytesIO()
    workbook.save(target)
    return upload(analyst, target.getvalue(), "sales.xlsx")


def test_the_file_becomes_the_next_version(page: Client, dates: DatasetVersion, analyst: User) -> None:
    response = page.post(ADDRESS, {"date_order": "mdy"})
    assert response["Location"] == "/datasets/sales/2"
    version = DatasetVersion.objects.get(number=2)
    assert version.columns[0]["min"] == "2025-03-04"
    assert version.original.read() == DATES
    assert (version.original_name, version.created_by) == ("sales.csv", analyst)
    assert DatasetVersion.objects.get(number=1).columns[0]["min"] == "2025-04-03"
    assert AuditEvent.objects.filter(object_name="sales@2", verb="uploaded").exists()


def test_the_same_reading_adds_nothing(page: Client, dates: DatasetVersion) -> None:
    response = page.post(ADDRESS, {"date_order": "dmy"}, follow=True)
    assert response.redirect_chain == [("/datasets/sales/1", 302)]
    assert "This file is already here" in response.content.decode()


def test_another_sheet_is_a_button_away(page: Client, book: DatasetVersion) -> None:
    shown = page.get("/datasets/sales/1").content.decode()
    assert 'name="sheet" value="February"' in shown
    assert 'name="sheet" value="January"' not in shown
    assert page.post(ADDRESS, {"sheet": "February"})["Location"] == "/datasets/sales/2"
    assert DatasetVersion.objects.get(number=2).rows == 3
    assert 'name="sheet" value="January"' in page.get("/datasets/sales/2").content.decode()


def test_only_what_fits_the_file_is_asked(page: Client, dates: DatasetVersion) -> None:
    fields = page.get(ADDRESS).context["form"].fields
    assert "delimiter" in fields
    assert "sheet" not in fields


def test_of_a_workbook_the_sheets_are_offered(page: Client, book: DatasetVersion) -> None:
    fields = page.get(ADDRESS).context["form"].fields
    assert [name for name, _ in fields["sheet"].choices] == ["January", "February"]
    assert "delimiter" not in fields


def test_sheets_that_were_stacked_are_a_choice_of_their_own(page: Client, analyst: User) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "January"
    for sheet in (workbook.active, workbook.create_sheet("February")):
        for cell in ("amount", 1, 2):
            sheet.append((cell,))
    target = io.BytesIO()
    workbook.save(target)
    assert upload(analyst, target.getvalue(), "sales.xlsx").rows == 4
    field = page.get(ADDRESS).context["form"].fields["sheet"]
    assert [name for name, _ in field.choices] == ["January, February", "January", "February"]
    assert field.initial == "January, February"
    page.post(ADDRESS, {"sheet": "January, February", "decimal": "."})
    assert DatasetVersion.objects.get(number=2).rows == 4


def test_an_open_question_is_asked_again(page: Client, dates: DatasetVersion) -> None:
    response = page.post(ADDRESS, {"decimal": "."})
    assert response.status_code == 422
    shown = response.content.decode()
    assert 'name="date_order" value="mdy"' in shown
    assert "Choose the file again" not in shown


def test_a_refusal_is_said(page: Client, dates: DatasetVersion) -> None:
    response = page.post(ADDRESS, {"header_row": "9"})
    assert response.status_code == 422
    assert "that row of 'sales.csv' is empty" in html.unescape(response.content.decode())
    assert DatasetVersion.objects.count() == 1


def test_a_file_that_is_gone(page: Client, dates: DatasetVersion) -> None:
    default_storage.delete(str(dates.original.name))
    response = page.post(ADDRESS, {"date_order": "mdy"})
    assert "no longer on disk" in response.content.decode()
    assert page.get("/datasets/sales/1/download").status_code == 404


def test_only_the_owner_reads_it_again(client: Client, dates: DatasetVersion, colleague: User) -> None:
    client.force_login(colleague)
    assert client.post(ADDRESS, {"date_order": "mdy"}).status_code == 403
    assert "Read it another way" not in client.get("/datasets/sales/1").content.decode()
    assert DatasetVersion.objects.count() == 1
