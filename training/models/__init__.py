"""The records of training: runs, the models they leave behind, the workers that do the work."""

from training.models.drafts import Draft, DraftTable
from training.models.run_parts import Metric, RunTable
from training.models.runs import TrainingRun
from training.models.sources import FamilySource
from training.models.trained import Alias, ModelVersion, TrainedModel
from training.models.workers import Worker

__all__ = [
    "Alias",
    "Draft",
    "DraftTable",
    "FamilySource",
    "Metric",
    "ModelVersion",
    "RunTable",
    "TrainedModel",
    "TrainingRun",
    "Worker",
]
