"""A card for each model in use: its figure, how it changed, how far to trust it, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from training.models import Alias, ModelVersion, TrainedModel
from training.versions.health import Health, health_of
from training.versions.models import NEWEST, PRODUCTION
from training.versions.shown_summary import ShownSummary, shown_summary

HEAVY = ("report", "manifest", "problems")


@dataclass(frozen=True)
class ModelCard:
    """``summary`` is None where the family says none; the headline stands in its place."""

    model: TrainedModel
    version: ModelVersion
    health: Health
    summary: ShownSummary | None


def cards_of(models: Sequence[TrainedModel]) -> list[ModelCard]:
    """Of the version of each that answers. Two queries, however many models; one without a version has no
    card."""
    versions = ModelVersion.objects.defer(*HEAVY)
    keys = [model.pk for model in models]
    production = Alias.objects.filter(version=OuterRef("pk"), name=PRODUCTION, until=None)
    of_model = ModelVersion.objects.filter(model=OuterRef("pk"))
    answering = of_model.annotate(in_use=Exists(production)).order_by("-in_use", *NEWEST)
    picked = TrainedModel.objects.filter(pk__in=keys).annotate(answers=Subquery(answering.values("pk")[:1]))
    used = {
        version.model_id: version for version in versions.filter(pk__in=Subquery(picked.values("answers")))
    }
    earlier = ModelVersion.objects.filter(model=OuterRef("model"), number__lt=OuterRef("number"))
    before = dict(
        ModelVersion.objects.filter(pk__in=[version.pk for version in used.values()])
        .annotate(before=Subquery(earlier.order_by("-number").values("summary")[:1]))
        .values_list("pk", "before")
    )
    cards = []
    for model in models:
        if (version := used.get(model.pk)) is None:
            continue
        health = health_of(
            model.get_family(), version.metrics, version.baseline, version.created_at, version.summary
        )
        summary = shown_summary(version.summary, before.get(version.pk))
        version.model = model
        cards.append(ModelCard(model, version, health, summary))
    return cards
