"""The fifth step: what the family finds in the data, before anything is started."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from datasets.models import DatasetVersion
from tests.conftest import sales_csv, upload
from tests.training.asking import at, draft_of
from training.models import TrainingRun


def test_nothing_found_is_one_calm_sentence(page: Client, sales: DatasetVersion) -> None:
    content = page.get(at(draft_of(sales), "checks")).content.decode()
    assert "120 rows and 2 columns were checked" in content
    assert not TrainingRun.objects.exists()


def test_it_leads_to_the_effort(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, reached="checks")
    assert page.post(at(draft, "checks"))["Location"] == at(draft, "effort")
    draft.refresh_from_db()
    assert draft.reached == "effort"


def test_fatal_problems_block_and_link_to_the_remedy(page: Client, analyst: User) -> None:
    draft = draft_of(upload(analyst, sales_csv(9)), reached="checks")
    content = page.get(at(draft, "checks")).content.decode()
    assert "9 rows" in content
    assert "Add older rows." in content
    assert f'href="{at(draft, "data")}"' in content
    assert "Continue" not in content
    assert page.post(at(draft, "checks")).status_code == 422
    draft.refresh_from_db()
    assert draft.reached == "checks"


def test_a_column_that_cannot_serve_links_to_the_columns(page: Client, analyst: User) -> None:
    sheet = upload(analyst, b"date,amount\n" + b"".join(b"2025-01-%02d,5\n" % day for day in range(1, 29)))
    response = page.get(at(draft_of(sheet, reached="checks"), "checks"))
    (found,) = response.context["found"]
    assert found.problem.code == "constant_target"
    assert found.remedies[0][0].endswith("/columns#id_column-1")


def test_what_is_only_worth_knowing_does_not_block(page: Client, analyst: User) -> None:
    rows = b"".join(b"%d,%d,2025-01-%02d\n" % (n, n % 7, n % 28 + 1) for n in range(1, 61))
    sheet = upload(analyst, b"id,visits,since\n" + rows, "people.csv")
    columns = {"id": "id", "features": ["visits", "since"]}
    draft = draft_of(sheet, family="segmentation", columns=columns, settings={})
    content = page.get(at(draft, "checks")).content.decode()
    assert "since" in content
    assert "Get the answer" in content
    assert page.post(at(draft, "checks")).status_code == 302


def test_a_column_that_is_gone_is_said(page: Client, sales: DatasetVersion) -> None:
    draft = draft_of(sales, columns={"time": "date", "target": "gone"})
    response = page.get(at(draft, "checks"))
    assert "gone" in response.content.decode()
    assert page.post(at(draft, "checks")).status_code == 422
