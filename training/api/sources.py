"""The data that a family's shortcuts train on, over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import ApiProblem
from training import registry
from training.api.refusals import refusals
from training.families import Family
from training.models import FamilySource
from training.services import sources
from training.services.sources import SourceOrder

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
        "set_by": source.set_by.get_username() if source.set_by else None,
        "set_at": source.set_at,
    }


class FamilySourceDetail(APIView):
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
