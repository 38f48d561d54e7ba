"""The questions one can ask: the families, as they declare themselves."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from training import registry
from training.exchange import plain
from training.families import Family


def describe_family(family: Family) -> dict[str, Any]:
    return {
        "key": family.key,
        "label": family.label,
        "question": family.question,
        "primary_metric": family.primary_metric,
        "tables": [
            plain(vars(table) | {"roles": [vars(role) for role in table.roles]}) for table in family.tables
        ],
        "settings": family.Settings.model_json_schema(),
        "request": family.Request.model_json_schema(),
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


class FamilyList(APIView):
    permissions_by_method = {"GET": "training.view_trainingrun"}

    @extend_schema(operation_id="families_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        families = [describe_family(family) for family in registry.all_families()]
        return Response({"count": len(families), "next": None, "previous": None, "results": families})
