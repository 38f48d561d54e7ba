"""A one-call upload says what it extends, and extends a model of the pages only where it is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api, sales_csv
from training.models import TrainingRun

SALES, MORE = sales_csv(days=40), sales_csv(days=41)


def forecast(api: Api, content: bytes, **fields: Any) -> dict[str, Any]:
    sheet = {"file": ("sheet.csv", content)}
    response = api("POST", "/upload-train-forecast", {"horizon_days": 2, **fields}, files=sheet)
    assert response.status_code == 200, response.content
    return dict(response.json())


@pytest.fixture
def of_the_pages(api: Api, worker: None) -> str:
    """The slug of a model that somebody began on the pages."""
    first = forecast(api, SALES)
    TrainingRun.objects.filter(pk=first["run"]).update(trigger="user")
    return str(first["model"])


def test_a_new_model_extends_none(api: Api, worker: None) -> None:
    assert forecast(api, SALES)["extends"] is None


def test_a_call_extends_the_model_of_an_earlier_call(api: Api, worker: None) -> None:
    first, second = forecast(api, SALES), forecast(api, MORE)
    assert (second["model"], second["version"]) == (first["model"], 2)
    assert second["extends"] == first["model"]


def test_a_model_of_the_pages_is_left_alone(api: Api, of_the_pages: str) -> None:
    second, third = forecast(api, MORE), forecast(api, SALES)
    assert second["model"] != of_the_pages
    assert second["extends"] is None
    assert third["extends"] == third["model"] == second["model"]


def test_a_model_of_the_pages_is_extended_where_it_is_named(api: Api, of_the_pages: str) -> None:
    name = TrainingRun.objects.get().run_tables.get().version.dataset.name
    assert forecast(api, MORE, name=name)["extends"] == of_the_pages
