"""Deleting data sets: what goes with one, into the bin, back from it, and for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from api.dependents import Part, dependents, goes_along, named
from audit.bin import NameTaken, move_to_bin, take_from_bin
from audit.models import record
from datasets.deriving.lineage import versions_made_from
from datasets.ingest.files import delete_files
from datasets.ingest.keeping import free_slug
from datasets.models import Dataset, DatasetVersion
from datasets.renaming import holder_of
from language.formats import size as file_size


def dependents_of(dataset: Dataset) -> list[dict[str, str]]:
    """What refers to a version of ``dataset``, whichever app it belongs to, and what was derived from one."""
    derived = str(DatasetVersion._meta.verbose_name), versions_made_from(dataset)
    return [*dependents(DatasetVersion, dataset=dataset), *named(*derived)]


def what_goes(dataset: Dataset) -> list[Part]:
    """What a deletion takes along: versions, expectations, imports, files."""
    versions = DatasetVersion.everything.filter(dataset=dataset)
    versions = versions.only("original", "table", "rejects", "corrections", "size")
    files = [file for version in versions for file in version.files() if file]
    said = _("uploads of %(size)s in all") % {"size": file_size(sum(one.size for one in versions))}
    return [*goes_along(Dataset, pk=dataset.pk), Part(_("files"), len(files), note=said)]


def bin_dataset(actor: Any, dataset: Dataset) -> bool:
    """Into the bin. Runs and models made from it stay and say that it is deleted. False where it is there
    already."""
    versions = DatasetVersion.everything.filter(dataset=dataset).count()
    return move_to_bin(actor, dataset, slug=dataset.slug, versions=versions)


def restore_dataset(actor: Any, dataset: Dataset, name: str = "") -> bool:
    """Back from the bin, under ``name`` where it is given. False where it is not there any more.

    Raises NameTaken where another data set has its address now.
    """
    name = name.strip()
    if name and name != dataset.name:
        if holder := holder_of(name, dataset):
            raise NameTaken(holder)
        return take_from_bin(actor, dataset, name=name[:120], slug=free_slug(name[:120]))
    if holder := Dataset.objects.filter(slug=dataset.slug).exclude(pk=dataset.pk).first():
        raise NameTaken(holder)
    return take_from_bin(actor, dataset)


def delete_dataset(actor: Any, dataset: Dataset) -> None:
    """For good: ``dataset``, its versions and, once that is committed, their files."""
    with transaction.atomic():
        versions = list(DatasetVersion.everything.filter(dataset=dataset))
        files = [file for version in versions for file in version.files()]
        record(actor, "deleted", dataset, slug=dataset.slug, versions=len(versions))
        dataset.delete()
        transaction.on_commit(lambda: delete_files(files))
