"""What pages show of derivations: the tables to choose from, a preview, where a version comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from contract import registry
from contract.data import Table
from contract.deriving import Derivation as Recipe
from datasets import services
from datasets.models import DatasetVersion, Derivation, DerivationInput
from datasets.presenters.version import PreviewColumn, ShownCell, shown_cell
from datasets.values import KINDS
from language.formats import shown, translated

CHILDREN_SHOWN = 20
NAME_LENGTH = 120


# --- What can be chosen ---


@dataclass(frozen=True)
class TableChoice:
    """A table of a recipe, with the data sets that it can be; ``chosen`` is the reference of one, if any."""

    table: Table
    versions: list[DatasetVersion]
    chosen: str


def chosen_tables(recipe: Recipe, version: DatasetVersion, query: QueryDict) -> dict[str, DatasetVersion]:
    """The version that each table is: as the query says, else ``version`` for the first that it can be."""
    first = services.table_for(version, recipe)
    chosen = {}
    for table in recipe.tables:
        reference = query.get(table.key, version.reference if table == first else "")
        try:
            chosen[table.key] = services.find_version(reference)
        except DatasetVersion.DoesNotExist:
            continue
    return chosen


def table_choices(recipe: Recipe, chosen: Mapping[str, DatasetVersion]) -> list[TableChoice]:
    """Nothing where the recipe has one table alone, which the page is about."""
    if len(recipe.tables) == 1:
        return []
    return [_choice(table, chosen.get(table.key)) for table in recipe.tables]


def _choice(table: Table, chosen: DatasetVersion | None) -> TableChoice:
    versions = services.versions_for(table)
    if chosen is not None and chosen not in versions:
        versions = [chosen, *versions]
    return TableChoice(table, versions, chosen.reference if chosen else "")


# --- What would be made, or was ---


@dataclass(frozen=True)
class ShownTable:
    """A preview as people read it. ``row_count`` is of the whole table."""

    row_count: int
    columns: list[PreviewColumn]
    rows: list[list[ShownCell]]
    warnings: list[Mapping[str, Any]]
    blocks: list[Mapping[str, Any]]


def shown_table(result: Mapping[str, Any]) -> ShownTable:
    columns = result["columns"]
    return ShownTable(
        row_count=result["rows"],
        columns=[PreviewColumn(one["name"], KINDS[one["kind"]]) for one in columns],
        rows=[[shown_cell(row[one["name"]], one["kind"]) for one in columns] for row in result["first"]],
        warnings=result["warnings"],
        blocks=result["blocks"],
    )


def suggested_name(version: DatasetVersion, label: str) -> str:
    return f"{version.dataset.name[:90]} {label.lower()}"[:NAME_LENGTH]


def facts_of(job: Derivation) -> list[tuple[str, str]]:
    """The columns and settings of a derivation: a label and a text each."""
    try:
        recipe = registry.derivation(job.key)
    except registry.DerivationMissing:
        return []
    several = len(job.tables) > 1
    facts = []
    for address, (table, role) in recipe.role_keys().items():
        if names := job.columns.get(address):
            label = translated(role.label)
            label = f"{translated(table.label)}: {label}" if several else label
            facts.append((label, names if isinstance(names, str) else ", ".join(names)))
    properties = recipe.Settings.model_json_schema().get("properties", {})
    for name, value in job.settings.items():
        if value is not None and name in properties:
            facts.append((translated(properties[name].get("title", name)), _value(value)))
    return facts


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return shown(value, "number" if isinstance(value, (int, float)) else "text")


def form_address(job: Derivation, parents: Sequence[services.Parent]) -> str:
    """Where the same can be asked for with other settings; nothing where a table or the recipe is gone."""
    versions = {parent.table: parent.version for parent in parents}
    if not installed(job) or not all(versions.values()):
        return ""
    first = next(version for version in versions.values() if version is not None)
    query = urlencode({**job.tables, "like": job.pk})
    return f"{reverse('derive', args=[first.dataset.slug, first.number, job.key])}?{query}"


# --- Where a version comes from ---


@dataclass(frozen=True)
class Lineage:
    """For the page of a version: what it was made from and by what, and what was made from it."""

    maker: Derivation | None
    parents: list[tuple[str, services.Parent]]
    facts: list[tuple[str, str]]
    again: bool
    children: list[DerivationInput]
    more_children: int
    derivable: bool

    @property
    def any_below(self) -> bool:
        return self.derivable or bool(self.children)


def lineage_for(version: DatasetVersion, may_derive: bool, may_change: bool) -> Lineage:
    """``may_derive``: tables of one's own; ``may_change``: the data set of ``version``."""
    maker = services.maker_of(version)
    parents = services.parents_of(maker) if maker else []
    children = services.children_of(version)
    few = list(children[:CHILDREN_SHOWN])
    return Lineage(
        maker=maker,
        parents=[(table_label(maker.key, one.table), one) for one in parents] if maker else [],
        facts=facts_of(maker) if maker else [],
        again=may_change
        and maker is not None
        and installed(maker)
        and services.may_be_newer(version, parents),
        children=few,
        more_children=children.count() - len(few) if len(few) == CHILDREN_SHOWN else 0,
        derivable=may_derive and bool(services.recipes_for(version)),
    )


def table_label(key: str, table: str) -> str:
    """What the recipe calls the table; nothing where it has one alone, or is not installed any more."""
    try:
        tables = registry.derivation(key).tables
    except registry.DerivationMissing:
        return ""
    if len(tables) == 1:
        return ""
    return next((translated(one.label) for one in tables if one.key == table), "")


def installed(job: Derivation) -> bool:
    return any(one.key == job.key for one in registry.all_derivations())
