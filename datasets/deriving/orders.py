"""What can be derived of which data sets, and what somebody wants derived, resolved against these."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.text import slugify
from pydantic import Field

from accounts.permissions import may_change
from api.pages import printable
from contract import registry, roles
from contract.data import DataProblems, Options, Table, TrainingData
from contract.deriving import Derivation as Recipe
from contract.orders import OrderError, OrderRefused, columns_of, options_of
from contract.roles import role_problems
from datasets.models import Dataset, DatasetVersion, Derivation
from datasets.models.finding import find_version
from language.sentences import say

NAME_LENGTH = 120
CHECKED_ROWS = 1_000
"""Of each table, for what can be said of the columns before the work begins."""
OFFERED = 100
"""Data sets that are looked at for a table, the newest ones."""


class PreviewOrder(Options):
    """The body of ``POST /derivations/{key}/preview``."""

    tables: dict[str, str] = Field(
        description="The recipe's tables by key, each a data set as slug, slug@version or slug@latest: "
        '{"transactions": "sales@2"}. GET /derivations lists them with their roles.'
    )
    columns: dict[str, str | list[str]] | None = Field(
        default=None,
        description="Columns by role; a role of a table other than `main` as table.role: "
        '{"transactions.customer": "client"}. Of a table of which no role is named, they are guessed from '
        "the columns' names and content.",
    )
    settings: dict[str, Any] = Field(
        default={}, description="The settings of the recipe, as GET /derivations describes them."
    )


class DerivationOrder(PreviewOrder):
    """The body of ``POST /derivations/{key}``."""

    name: str = Field(
        min_length=1,
        max_length=NAME_LENGTH,
        description="Of the data set. One that this recipe made before, and that you may change, gets its "
        "next version.",
    )


@dataclass(frozen=True)
class Resolved:
    """An order with all that it names."""

    recipe: Recipe
    versions: Mapping[str, DatasetVersion]
    columns: Mapping[str, str | tuple[str, ...]]
    settings: Any

    @property
    def rows(self) -> int:
        """Of all tables together."""
        return sum(version.rows for version in self.versions.values())

    @property
    def tables(self) -> dict[str, str]:
        return {key: version.reference for key, version in self.versions.items()}

    @property
    def kept_settings(self) -> dict[str, Any]:
        """All of them, as JSON."""
        return dict(self.settings.model_dump(mode="json"))

    @property
    def fingerprint(self) -> str:
        """The same recipe, tables, columns and settings make the same table."""
        tables = {key: [one.reference, one.fingerprint] for key, one in self.versions.items()}
        about = [self.recipe.key, self.recipe.edition, tables, dict(self.columns), self.kept_settings]
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()

    def load(self, rows: int | None = None) -> TrainingData:
        """The tables, or their first ``rows``, with no more columns than the roles name.

        Raises FileNotFoundError where a table is gone from the disk.
        """
        declared = {table.key: table for table in self.recipe.tables}
        return TrainingData(
            tables={
                key: version.frame(self.recipe.columns_in(self.columns, declared[key]), rows)
                for key, version in self.versions.items()
            },
            columns=self.columns,
            kinds={key: version.kinds for key, version in self.versions.items()},  # type: ignore[misc]
        )


def resolve(key: str, order: PreviewOrder) -> Resolved:
    """``order`` with what it names.

    Raises DerivationMissing, OrderRefused for the order itself, DataProblems where a needed column is not
    named or is of the wrong kind, FileNotFoundError where a table is gone from the disk.
    """
    recipe = registry.derivation(key)
    resolved = resolved_of(recipe, _versions(recipe, order.tables), order.columns or {}, order.settings)
    problems = role_problems(recipe.role_keys(), resolved.load(CHECKED_ROWS), resolved.settings)
    if any(problem.fatal for problem in problems):
        raise DataProblems(problems)
    return resolved


def resolved_of(
    recipe: Recipe,
    versions: Mapping[str, DatasetVersion],
    columns: Mapping[str, Any],
    settings: Mapping[str, Any],
    guessed: bool = True,
) -> Resolved:
    """The order to do ``recipe`` on ``versions``; ``guessed``: columns that are left out are. Raises
    OrderRefused."""

    def own_names(table: str, names: Sequence[str]) -> list[str]:
        return versions[table].own_names(names)

    kinds: dict[str, Any] = {key: version.kinds for key, version in versions.items()}
    played = columns_of(recipe.tables, columns, kinds, own_names, guessed)
    return Resolved(recipe, versions, played, options_of(recipe.Settings, settings, "settings"))


def _versions(recipe: Recipe, references: Mapping[str, str]) -> dict[str, DatasetVersion]:
    versions, errors = {}, []
    known = [table.key for table in recipe.tables]
    for key, reference in references.items():
        location = f"tables.{key}"
        if key not in known:
            message = say(
                "'{recipe}' reads no table '{table}'; it reads {known}.",
                recipe=recipe.label,
                table=key,
                known=", ".join(known),
            )
            errors.append(OrderError(location, "unknown", message))
            continue
        try:
            versions[key] = find_version(reference)
        except DatasetVersion.DoesNotExist:
            message = say("There is no data set '{dataset}'.", dataset=reference)
            errors.append(OrderError(location, "unknown", message))
    errors += [
        OrderError(
            f"tables.{table.key}",
            "required",
            say("'{recipe}' needs the table '{table}'.", recipe=recipe.label, table=table.label),
        )
        for table in recipe.tables
        if table.required and table.key not in references
    ]
    if errors:
        raise OrderRefused(*errors)
    return versions


def named(name: str) -> str:
    """The name as it is kept. Raises OrderRefused where nothing is left of it."""
    kept = printable(name)[:NAME_LENGTH]
    if not kept:
        raise OrderRefused(OrderError("name", "required", say("Give the data set a name.")))
    return kept


def dataset_for(actor: Any, key: str, name: str) -> Dataset | None:
    """The data set that gets the next version; None for a new one.

    Raises OrderRefused where the name is taken by one that the recipe did not make, or that is not the
    actor's to change.
    """
    dataset = Dataset.objects.filter(slug=slugify(name)[:120] or "data").first()
    if dataset is None:
        return None
    if not Derivation.objects.makers().filter(version__dataset=dataset, key=key).exists():
        message = say(
            "There is a data set '{name}' that this recipe did not make; choose another name.",
            name=dataset.slug,
        )
        raise OrderRefused(OrderError("name", "taken", message))
    if not may_change(actor, "datasets.add_dataset", dataset):
        message = say("The data set '{name}' is not yours to change; choose another name.", name=dataset.slug)
        raise OrderRefused(OrderError("name", "not_yours", message))
    return dataset


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
