"""Disk use: every file of models and data sets."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from datasets.models import Dataset, DatasetVersion
from training.models import ModelVersion, TrainedModel

SHOWN = 8
FOLDERS = ("datasets", "models", "results", "items")


def model_disk() -> dict[str, Any]:
    """Bytes of model, result and item files, and the models with the most."""
    return _disk(TrainedModel, ModelVersion.objects.values_list("model", "artifact", "results", "items"))


def dataset_disk() -> dict[str, Any]:
    """Bytes of the files uploaded and of the tables made of them, and the data sets with the most."""
    return _disk(
        Dataset, DatasetVersion.objects.values_list("dataset", "original", "table", "rejects", "corrections")
    )


def _disk(owners: type[Model], versions: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """``versions``: the owner's key, and the names of the files of each version."""
    sizes = stored_sizes()
    used: Counter[int] = Counter()
    files: Counter[int] = Counter()
    for owner, *names in versions:
        stored = [sizes[name] for name in names if name in sizes]
        used[owner] += sum(stored)
        files[owner] += len(stored)
    total = used.total()
    largest = [(owner, amount) for owner, amount in used.most_common(SHOWN) if amount]
    records = owners._default_manager.in_bulk([owner for owner, _ in largest])
    rows = [
        {
            "record": records[owner],
            "files": files[owner],
            "bytes": amount,
            "percent": 100 * amount / total,
            "url": reverse(f"admin:{owners._meta.app_label}_{owners._meta.model_name}_change", args=[owner]),
        }
        for owner, amount in largest
    ]
    return {"total": total, "rows": rows}


def stored_sizes() -> dict[str, int]:
    """Bytes of every file, by the name under which a record knows it."""
    root = Path(settings.MEDIA_ROOT)
    return {
        Path(folder, name).relative_to(root).as_posix(): Path(folder, name).stat().st_size
        for kind in FOLDERS
        for folder, _, names in os.walk(root / kind)
        for name in names
    }
