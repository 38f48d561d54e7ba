"""The upload page."""

from __future__ import annotations

import html

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset, DatasetVersion
from tests.conftest import upload
from tests.datasets.uploads import (
    AMBIGUOUS,
    OTHER_SHEET,
    SHEET,
    assert_nothing_kept,
    by_page,
    workbook,
)


def test_the_form_opens(page: Client) -> None:
    response = page.get("/datasets/upload")
    assert response.status_code == 200
    shown = response.content.decode()
    assert 'enctype="multipart/form-data"' in shown
    assert 'name="date_order"' in shown


def test_a_new_sheet_leads_to_its_page(page: Client, analyst: User) -> None:
    response = by_page(page, file_name="june sales.csv")
    assert response.status_code == 302
    assert response["Location"] == "/datasets/june-sales/1"
    assert page.get(response["Location"]).status_code == 200
    assert Dataset.objects.get().owner == analyst


def test_the_given_name_is_taken(page: Client) -> None:
    assert by_page(page, name=" Shop one ")["Location"] == "/datasets/shop-one/1"
    assert Dataset.objects.get().name == "Shop one"


def test_a_new_version(page: Client) -> None:
    by_page(page)
    assert "New version of sales" in page.get("/datasets/upload?dataset=sales").content.decode()
    assert by_page(page, OTHER_SHEET, to="sales")["Location"] == "/datasets/sales/2"


def test_the_same_sheet_again_adds_nothing_and_says_so(page: Client) -> None:
    by_page(page)
    response = by_page(page)
    assert response["Location"] == "/datasets/sales/1"
    assert "This file is already here" in page.get(response["Location"]).content.decode()
    assert DatasetVersion.objects.count() == 1


def test_the_answers_to_an_open_question_are_the_buttons(page: Client) -> None:
    response = by_page(page, AMBIGUOUS, name="Shop one", decimal=",")
    assert response.status_code == 422
    shown = html.unescape(response.content.decode())
    assert "How are the dates in “date” written?" in shown
    for value, reading in (("dmy", "03/04/2025 is 3 Apr 2025"), ("mdy", "03/04/2025 is 4 Mar 2025")):
        assert f'name="date_order" value="{value}"' in shown
        assert reading in shown
    # What was said already stays said and can be changed, and no key but a chosen button answers.
    assert '<input type="text" name="name" value="Shop one"' in shown
    assert '<option value="," selected>' in shown
    for name in response.context["form"].fields:
        assert f'id="id_{name}"' in shown
    assert shown.index('class="visually-hidden"') < shown.index('class="choice-card" name="date_order"')
    assert "Choose the file again" in shown
    assert_nothing_kept()
    # A form sends the button first, then the field.
    assert by_page(page, AMBIGUOUS, date_order=["mdy", "dmy"]).status_code == 302
    assert DatasetVersion.objects.get().options["date_order"] == "mdy"


def test_a_script_is_told_where_to_go(page: Client) -> None:
    """It follows no redirect: the message would be read by it, not by the user."""
    by_page(page)
    content = SimpleUploadedFile("sales.csv", SHEET)
    response = page.post(
        "/datasets/upload", {"file": content}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert (response.status_code, response["Location"]) == (201, "/datasets/sales/1")
    assert "This file is already here" in page.get("/datasets/sales/1").content.decode()


def test_the_options_stay_in_sight_where_one_was_given(page: Client) -> None:
    assert b'<details class="more" open>' in by_page(page, header_row="99").content
    assert b'<details class="more" open>' not in page.get("/datasets/upload").content


def test_reading_options_of_the_form(page: Client) -> None:
    by_page(page, b"shop;amount\nA;1,5\nB;2,5\n", delimiter=";", decimal=",")
    by_page(page, workbook(("a",), (1,), (2,)), "book.xlsx", sheet="Sales")
    read = {version.original_name: version for version in DatasetVersion.objects.all()}
    assert read["sales.csv"].columns[1]["max"] == 2.5
    assert read["book.xlsx"].options["sheet"] == "Sales"


def test_somebody_elses_data_set_gets_no_version(page: Client, colleague: User) -> None:
    upload(colleague, SHEET)
    assert page.get("/datasets/upload?dataset=sales").status_code == 403
    assert by_page(page, OTHER_SHEET, to="sales").status_code == 403
    assert DatasetVersion.objects.count() == 1


def test_an_unknown_data_set(page: Client) -> None:
    assert page.get("/datasets/upload?dataset=no-such").status_code == 404
    assert by_page(page, to="no-such").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method: str, page: Client) -> None:
    assert getattr(page, method)("/datasets/upload").status_code == 405


def test_what_a_sheet_says_is_never_markup(page: Client) -> None:
    response = by_page(page, b"", "<script>alert(1)</script>.csv")
    assert b"<script>alert(1)" not in response.content
    response = by_page(page, b"<script>alert(1)</script>,b\n31/02/2024,1\n30/02/2024,2\n")
    assert response.status_code == 422
    assert b"<script>alert(1)" not in response.content
    assert b"&lt;script&gt;alert(1)" in response.content
