"""The part of a data set's page that says what was made from it."""

from __future__ import annotations

from django.test import Client

from datasets.models import DatasetVersion
from training.models import ModelVersion


def test_the_model_made_from_it_is_named(
    page: Client, trained: ModelVersion, customers: DatasetVersion
) -> None:
    text = page.get(f"/datasets/{customers.dataset.slug}/uses").content.decode()
    assert trained.get_absolute_url() in text
    assert customers.reference in text


def test_nothing_was_made_from_it(page: Client, sales: DatasetVersion) -> None:
    assert "No model yet" in page.get(f"/datasets/{sales.dataset.slug}/uses").content.decode()


def test_it_is_not_there(page: Client) -> None:
    assert page.get("/datasets/nope/uses").status_code == 404
