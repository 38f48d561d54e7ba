from __future__ import annotations

from django.apps import AppConfig


class SegmentationConfig(AppConfig):
    name = "segmentation"
    verbose_name = "Customer segments"

    def ready(self) -> None:
        from contract.registry import register
        from segmentation.family import Segmentation

        register(Segmentation())
