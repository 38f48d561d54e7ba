"""Adding rows on the upload page: the plan first, then the rows. Large files go to the background."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion, Import
from tests.conftest import upload
from tests.datasets.uploads import by_page

FIRST = b"date,shop,amount\n" + b"".join(b"2025-01-%02d,North,%d\n" % (day, day) for day in range(1, 29))
MORE = b"date,shop,amount\n2025-01-28,North,28\n2025-02-01,West,5\n2025-02-02,North,6\n"


@pytest.fixture
def sales(analyst: User) -> DatasetVersion:
    return upload(analyst, FIRST)


def append(page: Client, content: bytes, **fields: Any) -> Any:
    return by_page(page, content, "more.csv", to="sales", mode="append", **fields)


def add(page: Client, content: bytes, **fields: Any) -> Any:
    """As the button on the page of the plan does."""
    planned = append(page, content, **fields).context["plan"].subject
    return append(page, content, add="yes", planned=planned, **fields)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_the_mode_is_asked_where_a_data_set_is_given(page: Client, sales: DatasetVersion) -> None:
    assert 'name="mode" value="append"' in text_of(page.get("/datasets/upload?dataset=sales"))
    assert 'name="mode"' not in text_of(page.get("/datasets/upload"))


def test_replacing_needs_no_plan(page: Client, sales: DatasetVersion) -> None:
    assert by_page(page, MORE, to="sales", mode="replace")["Location"] == "/datasets/sales/2"
    assert DatasetVersion.objects.get(number=2).rows == 3


def test_the_plan_comes_first_and_keeps_nothing(page: Client, sales: DatasetVersion) -> None:
    response = append(page, MORE)
    assert response.status_code == 200
    plan = response.context["plan"].plan
    assert (plan["rows"], plan["rows_added"], plan["duplicates"]) == (3, 2, 1)
    text = text_of(response)
    assert "What would be added to sales@1" in text
    assert 'name="add" value="yes"' in text
    assert "West" in text
    assert DatasetVersion.objects.count() == 1


def test_the_rows_are_added_after_that(page: Client, sales: DatasetVersion) -> None:
    assert add(page, MORE)["Location"] == "/datasets/sales/2"
    assert DatasetVersion.objects.get(number=2).rows == 30


def test_no_other_sheet_is_added_than_the_planned_one(page: Client, sales: DatasetVersion) -> None:
    planned = append(page, MORE).context["plan"].subject
    for content, fields in ((MORE + b"2025-02-03,West,7\n", {}), (MORE, {"key": "date"})):
        response = append(page, content, add="yes", planned=planned, **fields)
        assert response.status_code == 200
        assert "have changed. Review" in text_of(response)
    assert "have changed. Review" in text_of(append(page, MORE, add="yes"))
    assert DatasetVersion.objects.count() == 1


def test_columns_and_how_they_were_found(page: Client, sales: DatasetVersion) -> None:
    columns = append(page, b"Date,shop,amount,new\n2025-02-01,North,5,1\n").context["plan"].columns
    assert [(column, found, str(how)) for column, found, how in columns][:2] == [
        ("date", "Date", "by similar name"),
        ("new", "new", "new"),
    ]


def test_what_does_not_fit_has_to_be_confirmed(page: Client, sales: DatasetVersion) -> None:
    sheet = b"date,shop\n2025-02-01,North\n2025-02-02,North\n"
    assert 'name="confirm" value="missing"' in text_of(append(page, sheet))
    refused = add(page, sheet)
    assert refused.status_code == 422
    assert "Column 'amount' of sales@1 is missing" in text_of(refused)
    assert 'value="missing" id="confirm-missing" checked' in text_of(append(page, sheet, confirm="missing"))
    assert add(page, sheet, confirm="missing").status_code == 302
    assert DatasetVersion.objects.get(number=2).rows == 30


def test_a_key_leaves_known_rows_out(page: Client, sales: DatasetVersion) -> None:
    plan = append(page, b"date,shop,amount\n2025-01-28,North,99\n", key="date").context["plan"].plan
    assert (plan["key"], plan["same_key"], plan["rows_added"]) == (["date"], 1, 0)


def test_nothing_new_is_said(page: Client, sales: DatasetVersion) -> None:
    text = text_of(append(page, FIRST))
    assert "nothing to add" in text
    assert 'name="add"' not in text


def test_refusals_are_as_without(page: Client, sales: DatasetVersion) -> None:
    assert append(page, b"nothing").status_code == 422
    assert 'name="add"' not in text_of(append(page, b"nothing"))


def test_a_large_file_goes_to_the_background(page: Client, sales: DatasetVersion, settings: Any) -> None:
    settings.IMPORT_JOB_BYTES = 20
    response = append(page, MORE, confirm="missing", key="date", decimal=".")
    job = Import.objects.get()
    assert response["Location"] == f"/imports/{job.pk}"
    assert (job.append, job.confirmed, job.key) == (True, ["missing"], ["date"])
    assert job.options == {"decimal": "."}
    assert by_page(page, FIRST, "big.csv", name="Big")["Location"] == f"/imports/{job.pk + 1}"
    assert Import.objects.latest("pk").name == "Big"


def test_only_the_owner_adds(client: Client, sales: DatasetVersion, colleague: User) -> None:
    client.force_login(colleague)
    assert append(client, MORE, add="yes").status_code == 403
    assert DatasetVersion.objects.count() == 1
