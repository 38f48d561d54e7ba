"""A model that was trained where an extra was installed, asked where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import ModelVersion

WHY = "needs no_such_library, which is not installed: run `make deep`"


@pytest.fixture
def unusable(forecast: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    models, key = forecast.model.get_family().models, forecast.manifest["model"]
    monkeypatch.setitem(models, key, replace(models[key], needs=("no_such_library",)))  # type: ignore[arg-type]
    return forecast


def test_the_api_says_what_is_missing(unusable: ModelVersion, api: Api) -> None:
    response = api("POST", "/models/stores/predict", {"horizon": 7})
    assert response.status_code == 503
    assert WHY in response.json()["detail"]
    assert "restore its file" not in response.json()["detail"]
    assert not PredictionLog.objects.exists()


def test_the_page_says_what_is_missing(unusable: ModelVersion, page: Client) -> None:
    response = page.post(f"/models/stores/{unusable.number}/try", {"request-horizon": "7"})
    assert response.status_code == 200
    assert WHY in response.context["refusal"]
