"""Where every outcome is known, the call list asks for today's customers: a sheet, or rows after a date."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datasets.models import Dataset
from predictions import job_execution
from predictions.job_files import read_request, result_rows
from predictions.models import PredictionJob
from tests.conftest import make_user
from tests.predictions.leads_asked import DATA
from training.models import ModelVersion

LIST = "/models/scores/1/calls"
SIGNED_UP = DATA.main["signed_up"]
DAY = SIGNED_UP.sort_values().iloc[-8]


def ask(page: Client, after: str, column: str = "signed_up"):
    return page.post(f"{LIST}/later", {"after": after, "column": column}, follow=True)


def test_both_ways_are_offered(page: Client, scores: ModelVersion) -> None:
    content = page.get(LIST).content.decode()
    assert "A sheet of today's customers" in content or "A sheet of today&#x27;s customers" in content
    assert f'action="{LIST}/later"' in content
    assert 'type="date"' in content


def test_rows_after_the_day_are_scored(page: Client, scores: ModelVersion, sent: list[int]) -> None:
    expected = DATA.main[SIGNED_UP > DAY]
    response = ask(page, DAY.date().isoformat())
    job = PredictionJob.objects.get()
    assert response.redirect_chain == [(f"/jobs/{job.pk}", 302)]
    assert job.rows == len(expected)
    assert read_request(job.request)["tables"]["notes"] == "notes@1", "the other sheets are read along"
    assert job.file_name.startswith("main after ")
    assert job_execution.execute(job.pk) == "succeeded"
    job.refresh_from_db()
    rows = result_rows(job.result)
    assert {row["id"] for row in rows} == {str(key) for key in expected["customer"]}


def test_no_row_is_later(page: Client, scores: ModelVersion, sent: list[int]) -> None:
    text = ask(page, "2030-01-01").content.decode()
    assert "No row of “main” has a signed_up after" in text
    assert not PredictionJob.objects.exists()


@pytest.mark.parametrize(
    ("after", "column"), [("", "signed_up"), ("soon", "signed_up"), ("2026-01-01", "visits")]
)
def test_what_is_no_day(after: str, column: str, page: Client, scores: ModelVersion, sent: list[int]) -> None:
    assert ask(page, after, column).status_code == 200
    assert not PredictionJob.objects.exists()


def test_where_somebody_is_open_nothing_is_asked(
    page: Client, leads: ModelVersion, waiting: list[str]
) -> None:
    assert "/calls/later" not in page.get("/models/leads/1/calls").content.decode()
    assert page.post("/models/leads/1/calls/later", {"after": "2026-01-01"}).status_code == 404, "no dates"


def test_without_its_data_set_a_sheet_is_the_only_way(page: Client, scores: ModelVersion) -> None:
    Dataset.objects.all().delete()
    content = page.get(LIST).content.decode()
    assert "/calls/later" not in content
    assert "/models/scores/1/jobs" in content


def test_who_may(client: Client, scores: ModelVersion, stranger: User, sent: list[int]) -> None:
    client.force_login(stranger)
    assert client.post(f"{LIST}/later", {"after": "2026-01-01"}).status_code == 403
    client.force_login(make_user("vera", "viewer"))
    assert client.get(f"{LIST}/later").status_code == 405
