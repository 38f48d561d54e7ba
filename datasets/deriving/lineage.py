"""What a version was made from, and what was made from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from datasets.models import Dataset, DatasetVersion, Derivation, DerivationInput
from datasets.models.derivations import LARGE


@dataclass(frozen=True)
class Parent:
    """A version from which another was made; ``newest`` is the number of its data set's newest.

    ``version`` is None, and ``newest`` too, where its data set has been deleted: the names stay.
    """

    table: str
    reference: str
    version: DatasetVersion | None
    newest: int | None

    @property
    def outdated(self) -> bool:
        return self.version is not None and self.newest is not None and self.newest > self.version.number


def maker_of(version: DatasetVersion) -> Derivation | None:
    """The derivation that made ``version``; None where it was not derived."""
    return Derivation.objects.makers().filter(version=version).select_related("requested_by").first()


def parents_of(maker: Derivation) -> list[Parent]:
    """The tables of a derivation, in the order of its recipe."""
    newest = DatasetVersion.objects.filter(dataset=OuterRef("version__dataset")).order_by("-number")
    inputs = maker.inputs.select_related("version__dataset").annotate(
        newest=Subquery(newest.values("number")[:1])
    )
    return [Parent(one.table, one.reference, one.version, one.newest) for one in inputs]


def children_of(version: DatasetVersion) -> QuerySet[DerivationInput]:
    """One row for each version that was made from ``version``, newest first."""
    return _made_from().filter(version=version)


def versions_made_from(dataset: Dataset) -> QuerySet[DatasetVersion]:
    """The versions of other data sets that were made from any version of ``dataset``, newest first."""
    inputs = DerivationInput.objects.filter(version__dataset=dataset, derivation__created=True)
    versions = DatasetVersion.objects.filter(pk__in=inputs.values("derivation__version"))
    return versions.exclude(dataset=dataset).select_related("dataset").defer(*LARGE)


def may_be_newer(version: DatasetVersion, parents: Sequence[Parent]) -> bool:
    """Whether deriving again would make the next version: nothing is deleted, something is newer, and no
    later version of the data set was derived."""
    if any(parent.version is None for parent in parents) or not any(parent.outdated for parent in parents):
        return False
    later = Derivation.objects.makers().filter(version__dataset=version.dataset_id)
    return not later.filter(version__number__gt=version.number).exists()


def lineage_of(version: DatasetVersion) -> dict[str, Any]:
    """For the API: the recipe with its parents, and the children, of whom at most 200 are named."""
    maker = maker_of(version)
    children = [
        {
            "dataset": one.derivation.version.dataset.slug,
            "version": one.derivation.version.number,
            "table": one.table,
        }
        for one in children_of(version)[:200]
        if one.derivation.version is not None
    ]
    return {
        "derivation": _described(maker) if maker else None,
        "parents": [one.as_dict() for one in maker.inputs.all()] if maker else [],
        "children": children,
    }


def _described(maker: Derivation) -> dict[str, Any]:
    return {
        "key": maker.key,
        "job": maker.pk,
        "columns": maker.columns,
        "settings": maker.settings,
        "warnings": (maker.result or {}).get("warnings", []),
    }


def _made_from() -> QuerySet[DerivationInput]:
    large = [f"derivation__version__{name}" for name in LARGE]
    rows = DerivationInput.objects.filter(derivation__created=True, derivation__version__isnull=False)
    rows = rows.filter(derivation__version__dataset__binned_at=None)
    rows = rows.select_related("derivation__version__dataset").defer("derivation__result", *large)
    return rows.order_by("-derivation__version__created_at", "-pk")
