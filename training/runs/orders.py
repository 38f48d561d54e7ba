"""The order that starts a run, and its validation against family and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

from django.db.models import Q
from django.utils.text import slugify
from pydantic import Field

from accounts.permissions import may_change
from config import clock
from contract import registry
from contract.data import MAIN, DataProblems, Options, Problem, TrainingData
from contract.family import Family
from contract.filters import Filter
from contract.orders import OrderError, OrderRefused, columns_of, options_of
from contract.plain import plain
from contract.training import Plan
from datasets.models import DatasetVersion
from datasets.services import find_version
from language.sentences import say
from training.models import TrainedModel
from training.runs import data_findings
from training.runs.copies import copies_of
from training.runs.models import Trigger
from training.runs.remembered import remembered
from training.runs.rows import filters_of, no_rows_left, rows_of
from training.runs.unlike_rows import unlike_rows


class RunOrder(Options):
    """The body of ``POST /runs``; the form of the pages fills the same fields."""

    family: str = Field(description="The key of a family; GET /families lists them.")
    dataset: str = Field(description="Slug, or slug@version.")
    tables: dict[str, str] = Field(
        default={},
        description="Side tables of the family by key, each a slug or slug@version: "
        '{"promotions": "promotions@2"}. GET /families lists them with their roles.',
    )
    columns: dict[str, str | list[str]] | None = Field(
        default=None,
        description=(
            'Columns by role; a role of a side table as table.role: {"time": "date", "promotions.start": '
            '"from"}. If no role of a table is named, its columns are guessed from their names and content.'
        ),
    )
    settings: dict[str, Any] = Field(default={}, description="The settings of the family.")
    filters: list[Filter] = Field(
        default=[],
        description=(
            'Which rows count: [{"column": "status", "not_in": ["cancelled"]}, {"column": "day", "from": '
            '"2024-01-01"}]. Kept with the model and applied at every training and answer.'
        ),
    )
    model: str = Field(default="auto", description="The key of a model; auto: the best of them.")
    params: dict[str, Any] = Field(default={}, description="The parameters of the model.")
    effort: Literal["fast", "best"] = "fast"
    then_best: bool = Field(
        default=False,
        description="After a fast run has succeeded, search for the best answer in the background.",
    )
    name: str = Field(
        default="", max_length=120, description="Of the model. One that is there gets its next version."
    )
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


@dataclass(frozen=True)
class CheckedOrder:
    """An order that can be queued."""

    order: RunOrder
    family: Family
    versions: Mapping[str, DatasetVersion]
    columns: Mapping[str, str | tuple[str, ...]]
    plan: Plan
    name: str
    filters: Sequence[Filter] = ()


def check(order: RunOrder, actor: Any) -> CheckedOrder:
    """Resolve and validate ``order``. Raises OrderRefused for the order, DataProblems for the data."""
    checked = resolve(order, actor)
    problems = problems_of(checked)
    if known := answered_before(checked, problems):
        checked = resolve(order.model_copy(update=known), actor)
        problems = problems_of(checked)
    if any(problem.fatal for problem in problems):
        raise DataProblems(problems)
    return checked


def resolve(order: RunOrder, actor: Any) -> CheckedOrder:
    """``order`` with what it names, before any data is looked at. Raises OrderRefused."""
    family = _family(order)
    if order.then_best and order.effort == "best":
        message = say(
            "Effort 'best' already searches for the best: leave out then_best, or use effort 'fast'."
        )
        raise OrderRefused(OrderError("then_best", "not_with_best", message))
    versions = _versions(order, family)
    columns = _columns(order, family, versions)
    filters = filters_of(order.filters, {key: version.conventions() for key, version in versions.items()})
    plan = plan_for(family, order.settings, order.params, order.model, order.effort, order.seed)
    name = _name(order, family, versions[MAIN], actor)
    return CheckedOrder(order, family, versions, columns, plan, name, filters)


def answered_before(checked: CheckedOrder, problems: Sequence[Problem]) -> dict[str, Any]:
    """Settings and filters of the order with answers that were given for this data set before; empty where
    none of the questions among ``problems`` was."""
    order, dataset = checked.order, checked.versions[MAIN].dataset.slug
    known = remembered(checked.family.key, dataset, plain(checked.columns), problems)
    if not known:
        return {}
    filters = [Filter.model_validate(one) for one in known["filters"]]
    return {"settings": {**known["settings"], **order.settings}, "filters": [*order.filters, *filters]}


def problems_of(checked: CheckedOrder) -> list[Problem]:
    """What the family finds in the data, fatal or not, and what was found while it was read."""
    data = load(checked.versions, checked.columns, checked.filters)
    if nothing_left := no_rows_left(data, checked.filters):
        return nothing_left
    return [
        *unlike_rows(checked.family, checked.versions, data, checked.filters),
        *checked.family.problems(data, checked.plan),
        *data_findings.problems_of(checked.versions, checked.columns),
    ]


def load(
    versions: Mapping[str, DatasetVersion],
    columns: Mapping[str, str | tuple[str, ...]],
    filters: Sequence[Filter] = (),
) -> TrainingData:
    """The tables, with no more columns than the roles name, and only the rows that every filter keeps."""
    needed: dict[str, list[str]] = {key: [] for key in versions}
    for role, names in columns.items():
        table = role.partition(".")[0] if "." in role else MAIN
        needed[table] += [names] if isinstance(names, str) else list(names)
    of_table = {key: [one for one in filters if one.table == key] for key in versions}
    read = {key: rows_of(version, needed[key], of_table[key]) for key, version in versions.items()}
    positions = {key: places for key, (_frame, places) in read.items() if places is not None}
    return TrainingData(
        tables={key: frame for key, (frame, _places) in read.items()},
        columns=columns,
        kinds={key: version.kinds for key, version in versions.items()},  # type: ignore[misc]
        positions=positions,
        row_runs={key: version.row_runs for key, version in versions.items()},
        conventions={key: version.conventions(needed[key]) for key, version in versions.items()},
        find_copies=cache(partial(copies_of, versions[MAIN], positions.get(MAIN))),
    )


def plan_for(
    family: Family,
    settings: Mapping[str, Any],
    params: Mapping[str, Any],
    model: str = "auto",
    effort: Literal["fast", "best"] = "fast",
    seed: int = 0,
) -> Plan:
    """Settings and params as the family's own classes. Raises OrderRefused with the field's name."""
    _refuse_unusable(family, model)
    return Plan(
        settings=options_of(family.Settings, settings, "settings"),
        params=options_of(family.params_class(model), params, "params"),
        model=model,
        effort=effort,
        seed=seed,
        today=clock.today(),
    )


def _refuse_unusable(family: Family, model: str) -> None:
    """Raises OrderRefused where the family has no such model, or it needs what is not installed."""
    if model != "auto" and model not in family.models:
        raise OrderRefused(
            OrderError(
                "model",
                "unknown",
                say(
                    "'{family}' has no model '{model}'; it has auto, {models}.",
                    family=family.label,
                    model=model,
                    models=", ".join(family.models),
                ),
            )
        )
    if model in family.models and (reason := family.models[model].unavailable):
        raise OrderRefused(OrderError("model", "unavailable", reason))


def _family(order: RunOrder) -> Family:
    try:
        return registry.get(order.family)
    except registry.FamilyMissing:
        known = ", ".join(family.key for family in registry.all_families())
        message = say("There is no family '{family}'; there are {known}.", family=order.family, known=known)
        raise OrderRefused(OrderError("family", "unknown", message)) from None


def _versions(order: RunOrder, family: Family) -> dict[str, DatasetVersion]:
    versions, errors = {}, []
    tables = {table.key for table in family.tables}
    for key, reference in {MAIN: order.dataset, **order.tables}.items():
        location = "dataset" if key == MAIN else f"tables.{key}"
        if key not in tables:
            message = say("'{family}' has no table '{table}'.", family=family.label, table=key)
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
            say("'{family}' needs the table '{table}'.", family=family.label, table=table.label),
        )
        for table in family.tables
        if table.required and table.key != MAIN and table.key not in order.tables
    ]
    if errors:
        raise OrderRefused(*errors)
    return versions


def _columns(
    order: RunOrder, family: Family, versions: Mapping[str, DatasetVersion]
) -> Mapping[str, str | tuple[str, ...]]:
    """A column may be called as in a sheet where the data set calls it otherwise."""

    def own_names(table: str, names: Sequence[str]) -> list[str]:
        return versions[table].own_names(names)

    kinds: dict[str, Any] = {key: version.kinds for key, version in versions.items()}
    return columns_of(family.tables, order.columns or {}, kinds, own_names)


def _name(order: RunOrder, family: Family, version: DatasetVersion, actor: Any) -> str:
    """The name of the model to train. Refused where the model of that name answers another question or
    is not the actor's."""
    if wanted := order.name.strip():
        if existing := model_called(wanted):
            require_may_train(actor, existing, family.key)
        return wanted
    return free_name(family, version, actor)


def free_name(family: Family, version: DatasetVersion, actor: Any, only_from_api: bool = False) -> str:
    """A name of our own making, numbered until it is free, or the actor's for this question. With
    ``only_from_api``, models that began on the pages are passed over as well."""
    base = f"{version.dataset.name[:90]} {family.label.lower()}"
    name, number = base, 1
    while (existing := model_called(name)) and not (
        existing.family == family.key
        and may_change(actor, "training.add_trainingrun", existing)
        and (began_over_api(existing) or not only_from_api)
    ):
        number += 1
        name = f"{base} {number}"
    return name


def began_over_api(model: TrainedModel) -> bool:
    """Whether the first version there is came over the API; not so where its run is no longer known."""
    first = model.versions.select_related("run").order_by("number").first()
    return bool(first and first.run and first.run.trigger == Trigger.API)


def require_may_train(actor: Any, model: TrainedModel, family: str) -> None:
    """Raises OrderRefused where ``model`` answers another question than ``family``, or is not ``actor``'s."""
    if model.family != family:
        message = say("The model '{model}' answers another question; choose another name.", model=model.slug)
        raise OrderRefused(OrderError("name", "taken", message))
    if not may_change(actor, "training.add_trainingrun", model):
        message = say("The model '{model}' belongs to someone else; choose another name.", model=model.slug)
        raise OrderRefused(OrderError("name", "not_yours", message))


def model_called(name: str) -> TrainedModel | None:
    """The model that a run of this name trains: by its address, which a new name does not change, else by
    its name."""
    slug = model_slug(name)
    found = list(TrainedModel.objects.filter(Q(slug=slug) | Q(name__iexact=name)))
    return next((model for model in found if model.slug == slug), found[0] if found else None)


def model_slug(name: str) -> str:
    return slugify(name)[:140] or "model"
