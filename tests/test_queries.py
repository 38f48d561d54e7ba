"""The number of queries of a page does not grow with what is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.many import make_many
from training.models import ModelVersion
from training.models.trained import PRODUCTION
from training.services.trained import set_alias

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


def test_a_report_is_read_once(trained: ModelVersion, analyst: User, page: Client) -> None:
    """It is large: of the other versions, and of what depends on them, only the names are shown."""
    make_many(analyst, trained, versions=10)
    set_alias(analyst, trained, PRODUCTION)
    with_report = [sql for sql in queries(page, f"/models/{trained.model.slug}/") if '."report"' in sql]
    assert len(with_report) == 1, "\n".join(with_report)
