"""The questions one can ask: the families, as they declare themselves."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import Paging
from api.problems import ApiProblem, refusals
from api.views import View
from contract import registry
from contract.data import Table
from contract.family import Family
from contract.plain import plain
from training.models import FamilySource
from training.questions import sources
from training.questions.sources import SourceOrder


def describe_family(family: Family) -> dict[str, Any]:
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


def _describe_table(table: Table) -> dict[str, Any]:
    roles = [
        {**vars(role), "required_if": role.required_if is not None and not role.required}
        for role in table.roles
    ]
    described: dict[str, Any] = plain({**vars(table), "roles": roles})
    return described


class FamilyList(View):
    permissions_by_method = {"GET": "training.view_trainingrun"}
    parameters_by_method = {"GET": ("limit", "offset")}

    @extend_schema(operation_id="families_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        paging = Paging()
        shown = paging.paginate_queryset(registry.all_families(), request) or []
        return paging.get_paginated_response([describe_family(family) for family in shown])


# --- The data that a family's shortcuts train on, over HTTP ---

EXAMPLE = OpenApiExample(
    "Leads",
    value={
        "dataset": "leads",
        "tables": {},
        "columns": {"entity": "lead_id", "label": "converted", "features": ["visits", "source"]},
        "settings": {"value": 500, "cost": 20},
    },
    request_only=True,
)


def describe_source(source: FamilySource) -> dict[str, Any]:
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

    @extend_schema(operation_id="family_source_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, key: str) -> Response:
        return Response(describe_source(_find_source(_find_family(key))))

    @extend_schema(
        operation_id="family_source_set",
        request=SourceOrder,
        responses={200: OpenApiTypes.OBJECT},
        examples=[EXAMPLE],
    )
    def put(self, request: Request, key: str) -> Response:
        family = _find_family(key)
        wanted = SourceOrder.model_validate(request.data)
        with refusals():
            return Response(describe_source(sources.set_source(request.user, family.key, wanted)))

    @extend_schema(operation_id="family_source_remove", responses={204: None})
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
