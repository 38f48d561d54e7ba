"""The records of training: runs, the models they leave behind, the workers that do the work."""

from jobs.models import Worker
from training.questions.models import Draft, DraftTable, FamilySource
from training.runs.models import Metric, RunTable, TrainingRun
from training.versions.models import Alias, ModelVersion, TrainedModel

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
