"""The sample data of the first start: generated sheets, and a question asked of each."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import File

from datasets.models import DatasetVersion
from datasets.services import upload_version
from training.models import TrainingRun
from training.models.runs import Trigger
from training.orders import RunOrder
from training.services.runs import start_run

SEED = 1


def add_samples(actor: Any) -> list[TrainingRun]:
    """Sales of a shop with its forecast, retailers with their segments."""
    sales = _upload(actor, "sales", "Sample sales")
    retailers = _upload(actor, "retailers", "Sample retailers")
    orders = [
        RunOrder(family="forecasting", dataset=sales.reference, name="Sample sales forecast"),
        RunOrder(family="segmentation", dataset=retailers.reference, name="Sample retailer segments"),
    ]
    return [start_run(actor, order, trigger=Trigger.SAMPLE) for order in orders]


def _upload(actor: Any, kind: str, name: str) -> DatasetVersion:
    from datasets import samples

    content = samples.generate(kind, seed=SEED).frame.to_csv(index=False).encode()
    version, _ = upload_version(actor, File(io.BytesIO(content), name=f"{kind}.csv"), name=name)
    return version
