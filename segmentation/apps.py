from __future__ import annotations

from django.apps import AppConfig


class SegmentationConfig(AppConfig):
    name = "segmentation"
    verbose_name = "Customer segments"

    def ready(self) -> None:
        from segmentation.family import Segmentation
        from training.registry import register

        register(Segmentation())
