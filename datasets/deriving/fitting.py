"""Which recipes can be done on a version, and which data sets a table of a recipe can be."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from contract import registry, roles
from contract.data import Table
from contract.deriving import Derivation as Recipe
from datasets.models import Dataset, DatasetVersion

OFFERED = 100
"""Data sets that are looked at for a table, the newest ones."""


def fits(version: DatasetVersion, table: Table) -> bool:
    """Whether ``version`` has a column for every role that ``table`` cannot do without."""
    kinds: Any = version.kinds
    return not roles.missing(table, kinds)


def table_for(version: DatasetVersion, recipe: Recipe) -> Table | None:
    """The first table of ``recipe`` that ``version`` can be."""
    return next((table for table in recipe.tables if fits(version, table)), None)


def recipes_for(version: DatasetVersion) -> list[Recipe]:
    """The recipes that are installed and can be done on ``version``, with other tables perhaps."""
    return [one for one in registry.all_derivations() if table_for(version, one) is not None]


def versions_for(table: Table) -> list[DatasetVersion]:
    """The newest version of each of the newest data sets that can be ``table``, by name."""
    of_dataset = DatasetVersion.objects.filter(dataset=OuterRef("pk")).order_by("-number")
    newest = Dataset.objects.order_by("-created_at", "-pk").values_list(
        Subquery(of_dataset.values("pk")[:1]), flat=True
    )
    versions = DatasetVersion.objects.filter(pk__in=list(newest[:OFFERED])).select_related("dataset")
    found = [
        version
        for version in versions.only("number", "columns", "dataset__name", "dataset__slug")
        if fits(version, table)
    ]
    return sorted(found, key=lambda version: version.dataset.name.casefold())
