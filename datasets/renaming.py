"""Calling a data set by another name."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from audit.bin import NameTaken
from audit.models import record
from datasets.models import Dataset


def holder_of(name: str, dataset: Dataset) -> Dataset | None:
    """The other data set that is called ``name``, or has the address that such a name would get."""
    called = Q(name__iexact=name) | Q(slug=slugify(name)[:120] or "data")
    return Dataset.objects.filter(called).exclude(pk=dataset.pk).select_related("owner").first()


def rename_dataset(actor: Any, dataset: Dataset, name: str) -> bool:
    """Call it ``name``. Its address stays: references such as sales@3 hold, and programs keep working.

    False where it has that name already. Raises NameTaken.
    """
    before = dataset.name
    if holder := holder_of(name, dataset):
        raise NameTaken(holder)
    with transaction.atomic():
        changed = Dataset.objects.filter(pk=dataset.pk, name=before).exclude(name=name).update(name=name)
        if changed:
            dataset.name = name
            record(actor, "renamed", dataset, before=before, slug=dataset.slug)
    return bool(changed)
