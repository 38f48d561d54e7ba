"""The admin of training, in the order of training/models. Importing registers."""

from training.admin import drafts, queue, runs, sources, trained, workers  # noqa: F401
