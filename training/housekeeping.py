"""Deleting what nothing refers to any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField
from django.utils import timezone

from api.idempotency import forget_old_calls
from audit.bin import due, held_in_bin
from datasets.models import Dataset
from datasets.services import delete_dataset
from training.models import Draft, TrainedModel, TrainingRun, Worker
from training.runs.services import delete_run
from training.versions.deletion import delete_model

FOLDERS = ("datasets", "imports", "models", "results", "items", "jobs")
KEPT_FOR = timedelta(hours=6)
"""A file may be older than its row by as long as a transaction takes; six hours is far more."""


def sweep() -> dict[str, int]:
    """Empty the bin of what is due; delete orphan files, old answers to repeated calls, forgotten drafts, and
    rows of workers long gone."""
    long_ago = timezone.now() - KEPT_FOR
    return {
        "binned": _empty_bin(),
        "files": _sweep_files(),
        "calls": forget_old_calls(),
        "drafts": Draft.objects.forgotten().delete()[1].get(Draft._meta.label, 0),
        "workers": Worker.objects.filter(seen_at__lt=long_ago).delete()[0],
    }


def _empty_bin() -> int:
    """What has waited for BIN_DAYS goes for good. Of all who try, one deletes a record."""
    gone = 0
    for kind, delete in ((Dataset, delete_dataset), (TrainedModel, delete_model), (TrainingRun, delete_run)):
        for record in due(kind):
            with transaction.atomic():
                if held_in_bin(record):
                    delete(None, record)
                    gone += 1
    return gone


def _sweep_files() -> int:
    # Files are listed before rows are read: a file that gets its row in between is not taken for an orphan.
    old = [name for name in _stored() if default_storage.get_modified_time(name) < timezone.now() - KEPT_FOR]
    known = _referred_to() if old else set()
    orphans = [name for name in old if name not in known]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _stored() -> Iterator[str]:
    waiting = list(FOLDERS)
    while waiting:
        folder = waiting.pop()
        try:
            folders, files = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        waiting += [f"{folder}/{name}" for name in folders]
        yield from (f"{folder}/{name}" for name in files)


def _referred_to() -> set[str]:
    """The names in every file field of every model, whichever app it belongs to."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                names.update(model._base_manager.values_list(field.name, flat=True))
    return names
