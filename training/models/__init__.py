"""The records of training: runs, the models they leave behind, the workers that do the work."""

from training.models.drafts import Draft
from training.models.runs import Metric, RunTable, TrainingRun
from training.models.trained import Alias, ModelVersion, TrainedModel
from training.models.workers import Worker

__all__ = ["Alias", "Draft", "Metric", "ModelVersion", "RunTable", "TrainedModel", "TrainingRun", "Worker"]
