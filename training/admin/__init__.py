"""The admin of training, in the order of training/models. Importing registers."""

from training.admin import runs, trained, workers  # noqa: F401
