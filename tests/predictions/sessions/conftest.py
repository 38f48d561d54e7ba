"""A model of ten prices that learns by trying, and a session of the analyst with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from predictions.learning import services
from predictions.models import Session, SessionStep
from tests.predictions.sessions.market import known, trained_prices
from training.models import ModelVersion


@pytest.fixture
def prices(analyst: User, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    known(monkeypatch)
    return trained_prices(analyst)


@pytest.fixture
def session(analyst: User, prices: ModelVersion) -> Session:
    return services.start(analyst, prices, {"cost": 0}, seed=7)


def rows() -> list[Any]:
    """All that sessions have written down, to see that nothing was."""
    return [*Session.objects.order_by("pk").values(), *SessionStep.objects.order_by("pk").values()]
