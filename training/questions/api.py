"""The questions one can ask: the families, as they declare themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi.operations import NOTHING, PAGING, operation
from api.paging import Paging
from api.problems import ApiProblem, refusals
from api.views import View
from contract import registry
from contract.data import Table
from contract.family import Family
from contract.plain import plain
from training.models import FamilySource
from training.questions import shapes, sources
from training.questions.sources import SourceOrder


def describe_family(family: Family) -> shapes.Family:
    return {
        "key": family.key,
        "label": family.label,
        "question": family.question,
        "primary_metric": family.primary_metric,
        "tables": [_describe_table(table) for table in family.tables],
        "settings": family.Settings.model_json_schema(),
        "request": family.asks[0].schema() if family.asks else None,
        "asks": [ask.key for ask in family.asks],
        "can": sorted(family.can),
        "models": [
            {
                "key": key,
                "label": choice.label,
                "help": choice.help,
                "available": choice.available,
                "unavailable": choice.unavailable,
                "params": choice.Params.model_json_schema(),
            }
            for key, choice in family.models.items()
        ],
    }


def _describe_table(table: Table) -> Any:
    """What it declares, but for the functions by which columns are guessed."""
    roles = [
        {
            **{name: getattr(role, name) for name in shapes.FamilyRole.__annotations__},
            "required_if": role.required_if is not None and not role.required,
        }
        for role in table.roles
    ]
    own = {name: getattr(table, name) for name in shapes.FamilyTable.__annotations__}
    return plain({**own, "roles": roles})


class FamilyList(View):
    permissions_by_method = {"GET": "training.view_trainingrun"}
    parameters_by_method = {"GET": ("limit", "offset")}

    @operation("list_families", "List what can be asked", answers={200: shapes.FamilyPage}, parameters=PAGING)
    def get(self, request: Request) -> Response:
        paging = Paging()
        shown = paging.paginate_queryset(registry.all_families(), request) or []
        return paging.get_paginated_response([describe_family(family) for family in shown])


# --- The data that a family's shortcuts train on, over HTTP ---

EXAMPLE = {
    "dataset": "leads",
    "tables": {},
    "columns": {"entity": "lead_id", "label": "converted", "features": ["visits", "source"]},
    "settings": {"value": 500, "cost": 20},
}


def describe_source(source: FamilySource) -> shapes.Source:
    return {
        "family": source.family,
        "dataset": source.dataset,
        "tables": source.tables,
        "columns": source.columns,
        "settings": source.settings,
        "filters": source.filters,
        "set_by": source.set_by.get_username() if source.set_by else None,
        "set_at": source.set_at,
    }


class FamilySourceDetail(View):
    """The data that a family's shortcuts train on: one for all users. Anyone who may train may set it."""

    permissions_by_method = {
        "GET": "training.view_trainingrun",
        "PUT": "training.add_trainingrun",
        "DELETE": "training.add_trainingrun",
    }

    @operation("read_source", "See which data a family's shortcuts train on", answers={200: shapes.Source})
    def get(self, request: Request, key: str) -> Response:
        return Response(describe_source(_find_source(_find_family(key))))

    @operation(
        "set_source",
        "Choose which data a family's shortcuts train on",
        body=SourceOrder,
        answers={200: shapes.Source},
        examples={"Leads": EXAMPLE},
    )
    def put(self, request: Request, key: str) -> Response:
        family = _find_family(key)
        wanted = SourceOrder.model_validate(request.data)
        with refusals():
            return Response(describe_source(sources.set_source(request.user, family.key, wanted)))

    @operation("remove_source", "Forget which data a family's shortcuts train on", answers={204: NOTHING})
    def delete(self, request: Request, key: str) -> Response:
        sources.remove_source(request.user, _find_source(_find_family(key)))
        return Response(status=204)


def _find_family(key: str) -> Family:
    try:
        return registry.get(key)
    except registry.FamilyMissing:
        known = ", ".join(family.key for family in registry.all_families())
        raise Http404(f"There is no family {key!r}; there are {known}.") from None


def _find_source(family: Family) -> FamilySource:
    source = sources.source_of(family.key)
    if source is None:
        raise ApiProblem(404, f"{family.label!r} has no source. {how_to_set(family)}")
    return source


def how_to_set(family: Family) -> str:
    """What to do where the shortcuts of ``family`` have no data to train on."""
    return f"""Set one: PUT /api/v1/families/{family.key}/source with {{"dataset": "..."}}."""
