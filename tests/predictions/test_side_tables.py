"""Scores with transactions and notes: over the API, on the page, as a job, from a workbook."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.test import Client

from api.rendering import XLSX_TYPE
from predictions import job_execution, jobs
from predictions.job_execution import execute
from predictions.models import PredictionJob
from tests.conftest import Api
from tests.predictions.leads_asked import (
    AS_OF,
    CUSTOMER,
    DATA,
    PREDICT,
    ROWS,
    SIDES,
    chances,
    flag_of,
)
from tests.written import as_csv, as_workbook
from training.models import ModelVersion

TRY, JOBS = "/models/scores/1/try", "/models/scores/1/jobs"


# --- Data sets by name say the same as rows -------------------------------------------------------


@pytest.fixture
def inline(call: Any) -> list[float]:
    """What is said of 25 customers with all transactions and notes in the request."""
    found = chances(call(ROWS, **SIDES))
    assert len(set(found)) > 20
    assert found != chances(call(ROWS))
    return found


@pytest.mark.parametrize("reference", ["{}", "{}@latest", "{}@1"])
def test_a_data_set_that_is_named(reference: str, call: Any, inline: list[float]) -> None:
    answer = call(ROWS, **{key: reference.format(key) for key in SIDES})
    assert chances(answer) == inline
    assert answer["flags"] == []


@pytest.mark.parametrize("most", [5_000, 1], ids=["at once", "as a job"])
def test_who_may_not_view_data_sets_cannot_name_one(
    most: int, scores: ModelVersion, stranger: User, settings: Any
) -> None:
    settings.PREDICTION_JOB_ROWS = most
    stranger.user_permissions.add(Permission.objects.get(codename="add_predictionlog"))
    body = {"rows": ROWS, "tables": {"transactions": "transactions@1"}}
    response = Api(stranger)("POST", PREDICT, body)
    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["location"], error["code"]) == ("tables.transactions", "forbidden")
    assert not PredictionJob.objects.exists()


def test_all_tables_may_be_named(call: Any, inline: list[float]) -> None:
    assert chances(call("main@latest", transactions="transactions", notes="notes"))[:25] == inline


def test_the_last_date_of_what_is_named_is_the_day(call: Any, inline: list[float]) -> None:
    """Notes end later than transactions: both count up to the later date."""
    last = max(table["day"].max() for table in (DATA.tables["transactions"], DATA.tables["notes"]))
    answer = call(ROWS, as_of=None, transactions="transactions", notes="notes")
    assert f"{last:%-d %b %Y}" in flag_of(answer, "as_of_assumed")["message"]
    assert chances(answer) == chances(call(ROWS, as_of=str(last.date()), **SIDES))


def test_the_menu_of_data_sets_on_the_page(page: Client, call: Any) -> None:
    form = {f"row-{name}": cell for name, cell in CUSTOMER.items()} | {"row-newsletter": "true"}
    chosen = {"table-transactions": "transactions", "table-notes": "notes", "request-as_of": AS_OF}
    expected = call([{**CUSTOMER, "newsletter": True}], **SIDES)
    response = page.post(TRY, {**form, **chosen})
    assert response.context["served"].answer.table["probability"].tolist() == chances(expected)
    without = page.post(TRY, form)
    assert without.context["served"].answer.table["probability"].tolist() != chances(expected)


def test_a_data_set_of_other_columns_is_refused_on_the_page(page: Client, scores: ModelVersion) -> None:
    response = page.post(TRY, {"row-customer": "1001", "row-visits": "3", "table-notes": "main"})
    assert response.context["refusal"] == "The table 'notes' has no column 'note', which the model needs."


def test_a_data_set_without_amounts_is_said(page: Client, scores: ModelVersion) -> None:
    response = page.post(TRY, {"row-customer": "1001", "row-visits": "3", "table-transactions": "notes"})
    flags = response.context["served"].answer.flags
    assert {"transactions: sum", "transactions: mean"} <= {flag.column for flag in flags}


def test_a_data_set_that_is_not_there_is_no_choice(page: Client, scores: ModelVersion) -> None:
    form = page.post(TRY, {"row-visits": "3", "table-transactions": "nothing"}).context["form"]
    assert set(form.errors) == {"table-transactions"}


# --- Jobs and workbooks ---------------------------------------------------------------------------


@pytest.fixture
def many_are_few(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty-five rows are thousands, in parts of ten."""
    settings.PREDICTION_JOB_ROWS = 20
    monkeypatch.setattr(job_execution, "PART", 10)
    monkeypatch.setattr(jobs, "enqueue", lambda key: None)


def done(api: Api) -> Any:
    job = PredictionJob.objects.get()
    assert execute(job.pk) == "succeeded", job.error
    return api("GET", f"/prediction-jobs/{job.pk}/result").json()["results"]


@pytest.mark.parametrize("tables", [SIDES, {"transactions": "transactions@latest", "notes": "notes"}])
def test_a_job_says_the_same(
    tables: Any, api: Api, inline: list[float], settings: Any, many_are_few: None
) -> None:
    body = {"rows": ROWS, "tables": tables, "as_of": AS_OF, "reasons": 0}
    assert api("POST", PREDICT, body).status_code == 202
    assert [row["probability"] for row in done(api)] == inline
    flags = PredictionJob.objects.get().flags
    assert [flag["code"] for flag in flags] == (["unknown_customers"] * 2 if tables is SIDES else [])


def test_a_sheet_with_data_sets_chosen_beside_it(
    page: Client, api: Api, scores: ModelVersion, call: Any, many_are_few: None
) -> None:
    expected = chances(call(ROWS[:20], as_of=None, transactions="transactions", notes="notes"))
    sheet = ContentFile(as_csv(ROWS, ","), name="customers.csv")
    page.post(JOBS, {"file": sheet, "table-transactions": "transactions", "table-notes": "notes"})
    assert [row["probability"] for row in done(api)][:20] == expected


def test_a_workbook_with_a_sheet_per_table(api: Api, inline: list[float]) -> None:
    sheets = {"Customers": ROWS, "Transactions": SIDES["transactions"], "notes": SIDES["notes"]}
    query = f"?as_of={AS_OF}&reasons=0"
    response = api("POST", PREDICT + query, as_workbook(sheets), content_type=XLSX_TYPE)
    assert chances(response.json()) == inline


def test_rows_without_a_number_keep_their_place_in_a_job(
    api: Api, scores: ModelVersion, many_are_few: None
) -> None:
    rows = [{**row, "customer": None if place == 12 else row["customer"]} for place, row in enumerate(ROWS)]
    api("POST", PREDICT, {"rows": rows, "tables": {"transactions": "transactions"}})
    found = done(api)
    assert [row["id"] for row in found] == [str(row["customer"] or 13) for row in rows]
    assert [row["row"] for row in found if "missing" in {f["code"] for f in row["flags"]}] == [13]
