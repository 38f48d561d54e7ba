"""What people change of a model itself: its name, and whether it stands first or aside."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from audit.bin import NameTaken
from audit.models import record
from training.models import TrainedModel, TrainingRun
from training.runs.orders import model_called


def rename_model(actor: Any, model: TrainedModel, name: str) -> bool:
    """Call it ``name``, here and on its runs. Its address stays, so that programs keep working.

    False where it has that name already. Raises NameTaken where a run of this name would train another model.
    """
    before = model.name
    holder = model_called(name)
    if holder is not None and holder.pk != model.pk:
        raise NameTaken(holder)
    with transaction.atomic():
        changed = TrainedModel.objects.filter(pk=model.pk, name=before).exclude(name=name).update(name=name)
        if changed:
            model.name = name
            trained = TrainingRun.everything.filter(version__model=model).values("pk")
            TrainingRun.everything.filter(Q(pk__in=trained) | Q(name=before, family=model.family)).update(
                name=name
            )
            record(actor, "renamed", model, before=before, slug=model.slug)
    return bool(changed)


def pin_model(actor: Any, model: TrainedModel, pinned: bool) -> bool:
    """First on the home page, or no longer. What is pinned is not archived. False where nothing changed."""
    return _set(actor, model, "pinned" if pinned else "unpinned", {"pinned": pinned}, "archived")


def archive_model(actor: Any, model: TrainedModel, archived: bool) -> bool:
    """Off the home page and the list, though it still answers; or back. False where nothing changed."""
    return _set(actor, model, "archived" if archived else "unarchived", {"archived": archived}, "pinned")


def _set(actor: Any, model: TrainedModel, verb: str, state: dict[str, bool], other: str) -> bool:
    """Of pinned and archived, one at most is true."""
    fields = {**state, other: False} if all(state.values()) else state
    with transaction.atomic():
        changed = TrainedModel.objects.filter(pk=model.pk).exclude(**state).update(**fields)
        if changed:
            for name, value in fields.items():
                setattr(model, name, value)
            record(actor, verb, model)
    return bool(changed)
