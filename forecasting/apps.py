from __future__ import annotations

from django.apps import AppConfig


class ForecastingConfig(AppConfig):
    name = "forecasting"
    verbose_name = "Forecasting"

    def ready(self) -> None:
        from forecasting.family import ForecastingFamily
        from training.registry import register

        register(ForecastingFamily())
