"""The sample data of the first start: generated sheets, and a question asked of each."""

from __future__ import annotations

from typing import Any

from datasets.sample_sheets import add_sample
from training.models import TrainingRun
from training.questions.sources import SourceOrder, set_source, source_of
from training.runs.models import Trigger
from training.runs.orders import RunOrder
from training.runs.services import start_run


def add_samples(actor: Any) -> list[TrainingRun]:
    """Sales of a shop with its forecast, retailers with their segments; the shortcuts train on them too."""
    sales = add_sample(actor, "sales")
    retailers = add_sample(actor, "retailers")
    orders = [
        RunOrder(family="forecasting", dataset=sales.reference, name="Sample sales forecast"),
        RunOrder(family="segmentation", dataset=retailers.reference, name="Sample retailer segments"),
    ]
    for order in orders:
        if source_of(order.family) is None:
            # Without the number of the version: the shortcuts train on the newest.
            set_source(actor, order.family, SourceOrder(dataset=order.dataset.partition("@")[0]))
    return [start_run(actor, order, trigger=Trigger.SAMPLE) for order in orders]
