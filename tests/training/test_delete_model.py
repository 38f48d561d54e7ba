"""Deleting models and versions: what depends on them is said before, their files go after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEvent
from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import Alias, ModelVersion, TrainedModel, TrainingRun
from training.versions.deletion import delete_model
from training.versions.services import set_alias

Train = Callable[..., ModelVersion]


@pytest.fixture
def files(own_media: Path) -> Callable[[], int]:
    """How many files of models there are."""
    return lambda: sum(len(list((own_media / folder).glob("*"))) for folder in ("models", "results"))


@pytest.fixture
def used(trained: ModelVersion) -> ModelVersion:
    """A version with an alias, and asked once."""
    set_alias(None, trained, "production")
    PredictionLog.objects.create(version=trained, rows=3, seconds=0.1)
    return trained


def test_a_model_goes_with_its_files(
    api: Api,
    used: ModelVersion,
    train_again: Train,
    files: Callable[[], int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    train_again()
    assert files() == 4
    assert api("DELETE", "/models/customers").status_code == 204
    assert not TrainedModel.objects.exists()
    assert not ModelVersion.objects.exists()
    assert files() == 4, "what is in the bin can be brought back"
    with django_capture_on_commit_callbacks(execute=True):
        delete_model(None, TrainedModel.everything.get())
        assert files() == 4, "files go only when the deletion of the rows cannot be undone any more"
    assert files() == 0
    for rows in (TrainedModel, ModelVersion, Alias, PredictionLog):
        assert not rows.objects.exists()  # type: ignore[attr-defined]
    assert TrainingRun.objects.count() == 2
    event = AuditEvent.objects.get(verb="deleted")
    assert (event.object_name, event.data, event.actor_name) == ("customers", {"versions": 2}, "")


def test_a_preview_lists_and_changes_nothing(api: Api, used: ModelVersion, files: Callable[[], int]) -> None:
    response = api("DELETE", "/models/customers?preview=true")
    assert response.status_code == 200
    assert sorted((entry["type"], entry["name"]) for entry in response.json()["deletes"]) == [
        ("alias", "customers@production → version 1"),
        ("model version", "customers 1.0.0"),
        ("prediction log", "3 predictions of customers 1.0.0"),
    ]
    of_version = api("DELETE", "/models/customers/versions/1?preview=true").json()["deletes"]
    assert sorted(entry["type"] for entry in of_version) == ["alias", "prediction log"]
    assert Alias.objects.exists()
    assert files() == 2
    assert not AuditEvent.objects.filter(verb="deleted").exists()


def test_the_page_asks_for_the_name(page: Client, used: ModelVersion) -> None:
    content = page.get("/models/customers/1/about").content.decode()
    assert 'data-typed-confirm="customers"' in content
    assert "3 predictions of customers 1.0.0" in content


@pytest.mark.parametrize("typed", ["", "customer", "Customers"])
def test_without_the_name_nothing_goes(typed: str, page: Client, used: ModelVersion) -> None:
    response = page.post("/models/customers/delete", {"typed_name": typed}, follow=True)
    assert "Nothing was deleted" in response.content.decode()
    assert TrainedModel.objects.exists()
    assert page.get("/models/customers/delete").status_code == 405


def test_with_the_name_it_goes(page: Client, used: ModelVersion) -> None:
    response = page.post("/models/customers/delete", {"typed_name": " customers "})
    assert (response.status_code, response["Location"]) == (302, "/models")
    assert not TrainedModel.objects.exists()


def test_a_version_goes_with_its_files(
    api: Api,
    trained: ModelVersion,
    train_again: Train,
    files: Callable[[], int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    train_again()
    with django_capture_on_commit_callbacks(execute=True):
        assert api("DELETE", "/models/customers/versions/1").status_code == 204
    assert [version.number for version in ModelVersion.objects.all()] == [2]
    assert files() == 2
    assert train_again().number == 3, "a number is not given again while a later one stands"
    assert api("DELETE", "/models/customers/versions/1").status_code == 404


def test_a_version_that_answers_under_a_name_stays(
    api: Api, used: ModelVersion, train_again: Train, files: Callable[[], int]
) -> None:
    set_alias(None, used, "staging")
    response = api("DELETE", "/models/customers/versions/1")
    assert response.status_code == 409
    assert "answers as" in response.json()["detail"]
    assert all(name in response.json()["detail"] for name in ("production", "staging"))
    assert files() == 2
    second = train_again()
    for name in ("production", "staging"):
        set_alias(None, second, name)
    assert api("DELETE", "/models/customers/versions/1").status_code == 204
