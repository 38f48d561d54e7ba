"""The part of a data set's page that says what was made from it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from datasets.models import DatasetVersion
from training.models import ModelVersion, TrainingRun


def test_the_model_made_from_it_is_named(
    page: Client, trained: ModelVersion, customers: DatasetVersion
) -> None:
    text = page.get(f"/datasets/{customers.dataset.slug}/uses").content.decode()
    assert trained.get_absolute_url() in text
    assert "customers, version 1" in text
    assert customers.reference not in text
    assert escape(trained.headline) in text


def test_nothing_was_made_from_it(
    page: Client, sales: DatasetVersion, make_run: Callable[..., TrainingRun]
) -> None:
    address = f"/datasets/{sales.dataset.slug}/uses"
    assert "No model yet</p>" in page.get(address).content.decode()
    make_run(status="failed").run_tables.update(version=sales)
    assert "No model yet, after 1 run." in page.get(address).content.decode()


def test_many_versions_take_no_more_queries(
    page: Client, trained: ModelVersion, train_again: Callable[..., ModelVersion], customers: DatasetVersion
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page.get(f"/datasets/{customers.dataset.slug}/uses").status_code == 200
        return len(asked)

    queries()
    once = queries()
    for _ in range(4):
        train_again()
    assert queries() == once


def test_it_is_not_there(page: Client) -> None:
    assert page.get("/datasets/nope/uses").status_code == 404
