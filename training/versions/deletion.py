"""Deleting models: what goes with one, into the bin, back from it, and for good. Versions go for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from api.dependents import Part, dependents, goes_along
from audit.bin import NameTaken, move_to_bin, take_from_bin
from audit.models import record
from language.formats import size as file_size
from training.models import ModelVersion, TrainedModel
from training.runs.orders import model_called, model_slug
from training.versions.services import delete_files, files_of


def dependents_of_model(model: TrainedModel) -> list[dict[str, str]]:
    """Everything that goes when ``model`` is deleted."""
    found = dependents(TrainedModel, pk=model.pk)
    listed = {entry["type"] for entry in found}  # An alias refers to the model and to a version of it.
    return found + [entry for entry in dependents(ModelVersion, model=model) if entry["type"] not in listed]


def dependents_of_version(version: ModelVersion) -> list[dict[str, str]]:
    return dependents(ModelVersion, pk=version.pk)


def what_goes(model: TrainedModel) -> list[Part]:
    """What a deletion takes along: versions, aliases, requests with their predictions, sessions, files."""
    versions = ModelVersion.everything.filter(model=model).only("size", "artifact", "results", "items")
    files = [name for version in versions for name in files_of(version) if name]
    size = file_size(sum(version.size for version in versions))
    said = _("models of %(size)s in all") % {"size": size}
    return [*goes_along(TrainedModel, pk=model.pk), Part(_("files"), len(files), note=said)]


def bin_model(actor: Any, model: TrainedModel) -> bool:
    """Into the bin, with its versions and whatever they answered. False where it was there."""
    return move_to_bin(actor, model, versions=ModelVersion.everything.filter(model=model).count())


def restore_model(actor: Any, model: TrainedModel, name: str = "") -> bool:
    """Back from the bin, under ``name`` where it is given. False where it is not there any more.

    Raises NameTaken where another model has its address now.
    """
    name = name.strip()[:120]
    renamed = {"name": name, "slug": model_slug(name)} if name and name != model.name else {}
    for taken in (name or model.name, renamed.get("slug", model.slug)):
        if (holder := model_called(taken)) and holder.pk != model.pk:
            raise NameTaken(holder)
    return take_from_bin(actor, model, **renamed)


def delete_model(actor: Any, model: TrainedModel) -> None:
    """For good: ``model``, all its versions and, once that is committed, their files."""
    with transaction.atomic():
        versions = list(ModelVersion.everything.filter(model=model).only("artifact", "results", "items"))
        files = [name for version in versions for name in files_of(version)]
        record(actor, "deleted", model, versions=len(versions))
        model.delete()
        transaction.on_commit(lambda: delete_files(files))


def delete_version(actor: Any, version: ModelVersion) -> None:
    """For good: the files go once that is committed."""
    with transaction.atomic():
        files = files_of(version)
        record(actor, "deleted", version)
        version.delete()
        transaction.on_commit(lambda: delete_files(files))
