"""The state of a model, as a badge."""

from __future__ import annotations

from typing import Any

from django import template

from training.versions.health import Standing, standing

register = template.Library()


@register.simple_tag
def model_standing(model: Any) -> Standing | None:
    """For a row of ``TrainedModel.objects.with_latest()``; None where no version is left."""
    if model.latest_at is None:
        return None
    return standing(model.get_family(), model.latest_metrics, model.latest_baseline, model.latest_at)
