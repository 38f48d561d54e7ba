from __future__ import annotations

from django.apps import AppConfig


class ForecastingConfig(AppConfig):
    name = "forecasting"
    verbose_name = "Forecasting"

    def ready(self) -> None:
        from contract.registry import register
        from forecasting.family import ForecastingFamily

        register(ForecastingFamily())
