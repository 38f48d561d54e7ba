"""A card for each model on the home page: of the version that answers, with its change and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from home.cards import cards_of
from training.models import ModelVersion, TrainedModel
from training.versions.services import set_alias

SUMMARY: dict[str, Any] = {
    "label": "customers at high risk",
    "value": 120,
    "format": "integer",
    "unit": "",
    "low": None,
    "high": None,
    "do": "Call the first twenty today.",
    "assumes": "",
    "picture": [3, 2, 1],
    "drawn": "bars",
    "data_until": None,
    "answers_until": None,
    "grounds": [],
}


def models() -> list[TrainedModel]:
    return list(TrainedModel.objects.with_latest())


def test_the_card_says_the_figure_and_what_to_do(page: Client, trained: ModelVersion) -> None:
    ModelVersion.objects.update(summary={**SUMMARY, "low": 100, "high": 140})
    content = page.get("/").content.decode()
    assert "customers at high risk" in content
    assert "between 100 and 140, four times in five" in content
    assert "Call the first twenty today." in content
    assert content.count("<rect") == 3


def test_it_is_of_the_version_in_use_and_compares_with_the_one_before(
    trained: ModelVersion, train_again: Callable[..., ModelVersion]
) -> None:
    newest = train_again()
    ModelVersion.objects.filter(pk=trained.pk).update(summary=SUMMARY)
    ModelVersion.objects.filter(pk=newest.pk).update(summary={**SUMMARY, "value": 150})
    (card,) = cards_of(models())
    assert card.version == newest
    assert card.summary is not None
    assert card.summary.change == "25 % more than the answer before"
    set_alias(None, trained, "production")
    (card,) = cards_of(models())
    assert (card.version, card.summary and card.summary.change) == (trained, "")


def test_figures_of_another_kind_are_not_compared(
    trained: ModelVersion, train_again: Callable[..., ModelVersion]
) -> None:
    train_again()
    ModelVersion.objects.filter(pk=trained.pk).update(summary={**SUMMARY, "unit": "R"})
    ModelVersion.objects.exclude(pk=trained.pk).update(summary=SUMMARY)
    (card,) = cards_of(models())
    assert card.summary is not None
    assert card.summary.change == ""


def test_a_longer_forecast_is_not_said_to_be_more(
    trained: ModelVersion, train_again: Callable[..., ModelVersion]
) -> None:
    train_again()
    dated = {**SUMMARY, "label": "sales, 1 to 14 January 2025", "data_until": "2024-12-31"}
    ModelVersion.objects.filter(pk=trained.pk).update(summary={**dated, "answers_until": "2025-01-14"})
    longer = {**dated, "label": "sales, 1 to 30 January 2025", "value": 260, "answers_until": "2025-01-30"}
    ModelVersion.objects.exclude(pk=trained.pk).update(summary=longer)
    (card,) = cards_of(models())
    assert card.summary is not None
    assert card.summary.change == ""
    later = {**dated, "label": "sales, 15 to 28 January 2025", "value": 132}
    later |= {"data_until": "2025-01-14", "answers_until": "2025-01-28"}
    ModelVersion.objects.exclude(pk=trained.pk).update(summary=later)
    (card,) = cards_of(models())
    assert card.summary is not None
    assert card.summary.change == "10 % more than the answer before"


def test_archived_models_are_not_on_the_page_and_pinned_ones_stand_first(
    page: Client, trained: ModelVersion
) -> None:
    TrainedModel.objects.create(slug="older", family="segmentation", name="older", pinned=True)
    assert [model.slug for model in page.get("/").context["models"]] == ["older", "customers"]
    TrainedModel.objects.filter(pk=trained.model_id).update(archived=True)
    response = page.get("/")
    assert [model.slug for model in response.context["models"]] == ["older"]
    assert "All models" in response.content.decode()


def test_a_model_that_an_earlier_release_trained_shows_its_headline(
    page: Client, trained: ModelVersion
) -> None:
    ModelVersion.objects.update(summary={})
    assert trained.headline in page.get("/").context["cards"][0].version.headline
    assert "model-card" in page.get("/").content.decode()
