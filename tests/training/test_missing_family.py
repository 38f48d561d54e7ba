"""A family that is not installed any more: what it left behind can be seen, and says why it is of no use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from contract import registry
from tests.conftest import Api
from training.models import Draft, ModelVersion, TrainedModel, TrainingRun
from training.runs.models import Status
from training.versions.health import health_of

NOT_INSTALLED = "The app &#x27;segmentation&#x27; is not installed"
SAID = "The app 'segmentation' is not installed: it cannot train or answer."


@pytest.fixture
def left(trained: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    """A version whose family was taken away after it was trained."""
    others = {key: family for key, family in registry._families.items() if key != "segmentation"}
    monkeypatch.setattr(registry, "_families", others)  # Their order is kept for the tests after this one.
    return trained


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/runs",
        "/runs/{run}",
        "/runs/compare?run={run}&run={other}",
        "/models",
        "/models/customers/",
        "/models/customers/1",
        "/models/customers/1/rows",
        "/models/customers/1/results.csv",
        "/models/customers/1/try",
        "/datasets/customers/1",
        "/datasets/customers/uses",
        "/ask",
    ],
)
def test_every_page_is_there(
    path: str, page: Client, left: ModelVersion, make_run: Callable[..., TrainingRun]
) -> None:
    other = make_run(status=Status.FAILED, settings={"segments": 3}, columns={"id": "id"}, params={"x": 1})
    assert page.get(path.format(run=left.run_id, other=other.pk)).status_code == 200


@pytest.mark.parametrize("path", ["/runs/{run}", "/models/customers/"])
def test_the_page_says_why(path: str, page: Client, left: ModelVersion) -> None:
    assert NOT_INSTALLED in page.get(path.format(run=left.run_id)).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/runs",
        "/runs/{run}",
        "/models",
        "/models/customers",
        "/models/customers/versions/1",
        "/models/customers/versions/1/results",
        "/models/customers/aliases",
    ],
)
def test_the_api_still_tells_of_it(path: str, api: Api, left: ModelVersion) -> None:
    assert api("GET", path.format(run=left.run_id)).status_code == 200


def test_it_is_not_asked(api: Api, page: Client, left: ModelVersion) -> None:
    response = api("POST", "/models/customers/predict", {"rows": [{"city": "Paarl"}]})
    assert (response.status_code, response.json()["detail"]) == (409, SAID)
    sheet = api("POST", "/models/customers/predict", b"city\nPaarl\n", content_type="text/csv")
    assert (sheet.status_code, sheet.json()["detail"]) == (409, SAID)
    tried = page.post("/models/customers/1/try", {"row-city": "Paarl"})
    assert tried.status_code == 200
    assert NOT_INSTALLED in tried.content.decode()


def test_it_is_not_trained(api: Api, page: Client, left: ModelVersion) -> None:
    response = api("POST", "/runs", {"family": "segmentation", "dataset": "customers"})
    assert response.status_code == 422
    assert "There is no family 'segmentation'" in response.json()["detail"]
    again = page.post(f"/runs/{left.run_id}/again")
    assert again["Location"] == f"/ask/{Draft.objects.get().pk}/question"
    assert page.get(again["Location"]).status_code == 200


def test_its_model_can_be_deleted(page: Client, left: ModelVersion) -> None:
    page.post("/models/customers/delete", {"typed_name": "customers"})
    assert not TrainedModel.objects.exists()


def test_how_it_stands(left: ModelVersion) -> None:
    found = health_of(left.model.get_family(), left.metrics, left.baseline, left.created_at)
    assert (found.tone, found.word, found.reason) == ("bad", "not installed", SAID)


@pytest.mark.parametrize("what", ["check", "prepare", "evaluate", "results", "headline", "example"])
def test_the_stand_in_does_nothing(what: str) -> None:
    family: Any = registry.find("weather")
    assert (family.key, family.label) == ("weather", "weather")
    with pytest.raises(registry.FamilyMissing, match="'weather' is not installed"):
        getattr(family, what)(None, None)


def test_an_installed_family_is_found() -> None:
    assert registry.find("forecasting") is registry.get("forecasting")


def test_a_viewer_sees_it_too(client: Client, viewer: User, left: ModelVersion) -> None:
    client.force_login(viewer)
    assert client.get("/models/customers/").status_code == 200
