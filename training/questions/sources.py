"""The data that the shortcuts of a family train on, and the model that answers for the family."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from pydantic import Field

from audit.models import record
from contract.data import MAIN, Options
from contract.family import Family
from contract.filters import Filter
from contract.plain import plain
from training.models import FamilySource, ModelVersion, TrainedModel
from training.runs import orders
from training.runs.orders import RunOrder


class SourceOrder(Options):
    """The body that sets a source: an order without what is chosen again for every run."""

    dataset: str = Field(description="Slug, or slug@version.")
    tables: dict[str, str] = Field(default={}, description="Side tables by key, each a data set.")
    columns: dict[str, str | list[str]] | None = Field(
        default=None, description="Columns by role; guessed where none is named."
    )
    settings: dict[str, Any] = Field(default={}, description="The settings of the family.")
    filters: list[Filter] = []


def source_of(family: str) -> FamilySource | None:
    return FamilySource.objects.select_related("set_by").filter(family=family).first()


def set_source(actor: Any, family: str, wanted: SourceOrder) -> FamilySource:
    """Let the shortcuts of ``family`` train on ``wanted`` from now on.

    Columns that are left out are guessed, and the guess is kept. Raises OrderRefused or DataProblems as
    starting a run with the same data would, and then nothing has changed.
    """
    checked = orders.check(RunOrder(family=family, **wanted.model_dump(by_alias=True)), actor)
    said = {
        "dataset": wanted.dataset,
        "tables": wanted.tables,
        "columns": plain(checked.columns),
        "settings": wanted.settings,
        "filters": [one.kept() for one in wanted.filters],
    }
    with transaction.atomic():
        before = FamilySource.objects.select_for_update().filter(family=family).first()
        source, _created = FamilySource.objects.update_or_create(
            family=family, defaults={**said, "set_by": actor}
        )
        record(actor, "changed" if before else "created", source, before=before.dataset if before else None)
    return source


def use_data_of(actor: Any, version: ModelVersion) -> FamilySource:
    """Let the shortcuts train on what ``version`` learned from, in the newest versions of its sheets.

    Raises OrderRefused or DataProblems where that is not there any more, or cannot answer now.
    """
    manifest = version.manifest
    slugs = {table: sheet["name"].partition("@")[0] for table, sheet in manifest["datasets"].items()}
    wanted = SourceOrder(
        dataset=slugs.pop(MAIN),
        tables=slugs,
        columns=manifest["columns"],
        settings=manifest["settings"],
        filters=manifest.get("filters", []),
    )
    return set_source(actor, version.model.family, wanted)


def remove_source(actor: Any, source: FamilySource) -> None:
    with transaction.atomic():
        record(actor, "deleted", source)
        source.delete()


def model_of(family: Family) -> TrainedModel | None:
    """The model that answers for ``family`` where none is named, or None where there is none.

    Of the models that learned from the family's source, the one with the newest version; where there is
    none, the one with the newest version of all models of the family.
    """
    every = TrainedModel.objects.filter(family=family.key, versions__isnull=False)
    every = every.order_by("-versions__created_at", "-versions__pk")
    source = source_of(family.key)
    return (every.filter(_learned_from(source)).first() if source else None) or every.first()


def _learned_from(source: FamilySource) -> Q:
    """Of joined versions, those whose main sheet was any version of the source's."""
    return Q(
        versions__run__run_tables__table=MAIN,
        versions__run__run_tables__dataset_name__startswith=f"{source.dataset_slug}@",
    )
