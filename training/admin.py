"""The admin of training, in the order of training/models. Importing registers."""

import jobs.admin
import training.questions.admin
import training.runs.admin
import training.versions.admin  # noqa: F401
