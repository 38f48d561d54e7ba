"""A side table from a sheet that is here."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import Dataset, DatasetVersion
from tests.conftest import upload
from tests.side_tables import CLOSURES, CLOSURES_COLUMNS, ROUTES
from tests.training.asking import at, deliveries_of, given

pytestmark = pytest.mark.usefixtures("deliveries")


def test_a_sheet_that_is_here_is_taken_and_leads_to_its_columns(
    page: Client, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales)
    assert 'value="closures@1"' in page.get(at(draft, "tables/closures")).content.decode()
    response = page.post(at(draft, "tables/closures"), {"dataset": "closures@1"})
    assert response["Location"] == at(draft, "tables/closures/columns")
    assert given(draft) == {"closures": ("closures@1", CLOSURES_COLUMNS)}


def test_the_newest_version_is_offered(
    page: Client, analyst: User, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    upload(analyst, CLOSURES + b"2025-03-01,2025-03-02,flood\n", dataset=closures.dataset)
    content = page.get(at(deliveries_of(sales), "tables/closures")).content.decode()
    assert 'value="closures@2"' in content and 'value="closures@1"' not in content


def test_the_one_in_use_is_marked(page: Client, sales: DatasetVersion, closures: DatasetVersion) -> None:
    draft = deliveries_of(sales, {"closures": (closures, CLOSURES_COLUMNS)})
    response = page.get(at(draft, "tables/closures"))
    assert response.context["chosen"] == closures.dataset_id
    assert response.content.decode().count('<tr class="chosen">') == 1


def test_sheets_are_searched_and_paged(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    Dataset.objects.bulk_create(Dataset(name=f"Other {n}", slug=f"other-{n}") for n in range(60))
    assert page.get(at(draft, "tables/routes?page=2")).context["page"].number == 2
    found = page.get(at(draft, "tables/routes?q=sal")).context["page"]
    assert [dataset.slug for dataset in found] == ["sales"]


def test_another_sheet_with_the_same_columns_keeps_what_was_said(
    page: Client, analyst: User, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"closures": (closures, {"start": "until"})})
    upload(analyst, CLOSURES + b"2025-03-01,2025-03-02,flood\n", "more.csv")
    page.post(at(draft, "tables/closures"), {"dataset": "more"})
    assert given(draft) == {"closures": ("more@1", {"start": "until"})}


def test_a_sheet_with_other_columns_has_them_guessed_again(
    page: Client, analyst: User, sales: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"closures": (closures, {"start": "until"})})
    upload(analyst, b"day,why\n2025-01-03,snow\n2025-01-04,rain\n", "days.csv")
    page.post(at(draft, "tables/closures"), {"dataset": "days"})
    assert given(draft) == {"closures": ("days@1", {"start": "day"})}


def test_a_sheet_that_cannot_serve_is_refused_with_the_reason(
    page: Client, sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion
) -> None:
    draft = deliveries_of(sales, {"closures": (closures, CLOSURES_COLUMNS)})
    response = page.post(at(draft, "tables/closures"), {"dataset": "routes"})
    content = response.content.decode()
    assert response.status_code == 422
    assert "routes cannot be used here" in content
    assert "It needs a column of dates, and this sheet has none." in content
    assert given(draft) == {"closures": ("closures@1", CLOSURES_COLUMNS)}, "as it was"


@pytest.mark.parametrize("said", [{"dataset": "nothing"}, {"dataset": "sales@9"}])
def test_what_is_not_there_is_not_found(said: Any, page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales)
    assert page.post(at(draft, "tables/closures"), said).status_code == 404
    assert given(draft) == {}


@pytest.mark.parametrize("table", ["main", "weather"])
@pytest.mark.parametrize("place", ["", "/columns", "/remove"])
def test_a_table_the_family_does_not_read_is_not_found(
    place: str, table: str, page: Client, sales: DatasetVersion
) -> None:
    draft = deliveries_of(sales)
    assert page.get(at(draft, "tables/routes")).status_code == 200
    assert page.post(at(draft, f"tables/{table}{place}"), {"dataset": "sales"}).status_code == 404


def test_before_the_columns_of_the_main_sheet_it_is_not_open(page: Client, sales: DatasetVersion) -> None:
    draft = deliveries_of(sales, columns=None)
    response = page.post(at(draft, "tables/closures"), {"dataset": "sales"})
    assert response["Location"] == at(draft, "columns")
    assert given(draft) == {}


def test_queries_do_not_grow_with_sheets(
    page: Client, analyst: User, sales: DatasetVersion, django_assert_max_num_queries: Any
) -> None:
    draft = deliveries_of(sales)
    for number in range(8):
        upload(analyst, ROUTES + f"N{number + 4},Eve,{number}\n".encode(), f"routes{number}.csv")
    with django_assert_max_num_queries(10):
        page.get(at(draft, "tables/routes"))
