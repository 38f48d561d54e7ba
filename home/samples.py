"""The sample data of the first start: generated sheets, and a question asked of each."""

from __future__ import annotations

from typing import Any

from datasets.sample_sheets import add_sample
from training.models import TrainingRun
from training.models.runs import Trigger
from training.orders import RunOrder
from training.services.runs import start_run


def add_samples(actor: Any) -> list[TrainingRun]:
    """Sales of a shop with its forecast, retailers with their segments."""
    sales = add_sample(actor, "sales")
    retailers = add_sample(actor, "retailers")
    orders = [
        RunOrder(family="forecasting", dataset=sales.reference, name="Sample sales forecast"),
        RunOrder(family="segmentation", dataset=retailers.reference, name="Sample retailer segments"),
    ]
    return [start_run(actor, order, trigger=Trigger.SAMPLE) for order in orders]
