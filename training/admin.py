"""The admin of training, in the order of training/models. Importing registers."""

import jobs.admin  # noqa: F401
import training.questions.admin
import training.runs.admin
import training.versions.admin  # noqa: F401
