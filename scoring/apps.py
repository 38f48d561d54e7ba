from __future__ import annotations

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Customer scores"

    def ready(self) -> None:
        from contract.registry import register
        from scoring.family import FAMILIES

        for family in FAMILIES:
            register(family())
