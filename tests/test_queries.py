"""The number of queries of a page does not grow with what is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.ingest.append import UploadRequest
from datasets.ingest.import_execution import execute
from datasets.ingest.imports import start_import
from datasets.models import Import
from datasets.services import append_version
from tests.conftest import upload
from tests.datasets.uploads import by_page
from tests.imported import till
from tests.many import make_many, make_many_imports
from training.models import ModelVersion
from training.versions.models import PRODUCTION
from training.versions.services import set_alias

PAGES = [
    "/",
    "/datasets",
    "/datasets?q=sheet",
    "/datasets/{dataset}/1",
    "/datasets/{dataset}/1/read",
    "/datasets/{dataset}/1/corrections",
    "/datasets/upload?dataset={dataset}",
    "/datasets/{dataset}/uses",
    "/ask",
    "/runs",
    "/runs?q=run&status=failed",
    "/runs/{run}",
    "/runs/compare?run={run}",
    "/models",
    "/models?q=model",
    "/models/{model}/",
    "/models/{model}/1",
    "/models/{model}/1/rows",
    "/models/{model}/1/try",
    "/models/{model}/1/schema",
    "/models/{model}/1/jobs",
    "/account",
    "/api/v1/datasets",
    "/api/v1/runs",
    "/api/v1/models",
]


def queries(page: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(path).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("path", PAGES)
def test_queries_stay(path: str, trained: ModelVersion, analyst: User, page: Client) -> None:
    """With two of everything, and with forty more."""
    table: Any = trained.run.run_tables.get().version  # type: ignore[union-attr]
    address = path.format(dataset=table.dataset.slug, run=trained.run_id, model=trained.model.slug)
    make_many(analyst, trained, datasets=1, models=1, runs=10, versions=1)
    page.get(address)  # What is read once and kept: content types, the libraries.
    few = queries(page, address)
    make_many(analyst, trained, datasets=40, models=40, runs=40, versions=40)
    many = queries(page, address)
    assert len(many) == len(few), "\n".join(many)


IMPORT_PAGES = [
    "/datasets",
    "/datasets/till/1",
    "/datasets/till/1/check",
    "/datasets/till/expectations",
    "/imports/{plan}",
    "/imports/{question}",
    "/imports/{waiting}",
]


@pytest.fixture
def imports(analyst: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, Import]:
    """A data set whose import has something to tell, and imports of its rows."""
    monkeypatch.setattr("datasets.ingest.imports.enqueue", lambda key: None)
    dataset = upload(analyst, till(), "till.csv", options={"decimal": ","}).dataset

    def started(content: bytes, **about: Any) -> Import:
        return start_import(
            analyst, ContentFile(content, name="more.csv"), dataset=dataset, append=True, **about
        )

    jobs = {
        "plan": started(till(31), plan_only=True, wanted=UploadRequest({"decimal": ","})),
        "question": started(
            b"date,amount\n03/04/2025,5\n05/06/2025,6\n", wanted=UploadRequest({"date_order": "auto"})
        ),
    }
    for job in jobs.values():
        execute(job.pk)
        job.refresh_from_db()
    assert jobs["plan"].plan
    assert jobs["question"].question
    return {**jobs, "waiting": started(till(20))}


@pytest.mark.parametrize("path", IMPORT_PAGES)
def test_queries_of_imports_stay(path: str, imports: dict[str, Import], analyst: User, page: Client) -> None:
    address = path.format_map({name: job.pk for name, job in imports.items()})
    make_many_imports(analyst, imports["question"], imports=2, versions=2)
    page.get(address)
    few = queries(page, address)
    make_many_imports(analyst, imports["plan"], imports=40, versions=40)
    many = queries(page, address)
    assert len(many) == len(few), "\n".join(many)


def test_queries_of_a_plan_stay(analyst: User, page: Client) -> None:
    """However many parts the rows that are there lie in."""

    def day(number: int) -> bytes:
        return f"day,shop,amount\n2025-01-{number:02},North,{number}\n2025-01-{number:02},South,1\n".encode()

    def planned() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = by_page(page, day(1), "again.csv", to="sales", mode="append")
        assert response.context["plan"].plan["duplicates"] == 2
        return len(captured)

    dataset = upload(analyst, day(1)).dataset
    append_version(analyst, dataset, ContentFile(day(2), name="second.csv"))
    planned()
    few = planned()
    for number in range(3, 12):
        append_version(analyst, dataset, ContentFile(day(number), name=f"{number}.csv"))
    assert len(dataset.latest().earlier_parts) == 10
    assert planned() == few


def test_a_plan_is_not_read_for_the_list(imports: dict[str, Import], page: Client) -> None:
    """It has a line for every column."""
    assert page.get("/datasets").context["imports"]
    assert not any('."plan",' in sql for sql in queries(page, "/datasets"))


def test_a_report_is_read_once(trained: ModelVersion, analyst: User, page: Client) -> None:
    """It is large: of the other versions, and of what depends on them, only the names are shown."""
    make_many(analyst, trained, versions=10)
    set_alias(analyst, trained, PRODUCTION)
    with_report = [sql for sql in queries(page, f"/models/{trained.model.slug}/") if '."report"' in sql]
    assert len(with_report) == 1, "\n".join(with_report)
