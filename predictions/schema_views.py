"""What a version takes and answers: for people as tables, for programs as OpenAPI."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import needs
from api.openapi.operations import operation
from api.pages import is_partial
from api.views import View
from contract import registry
from contract.asking import Ask, Learned
from contract.family import Family
from language.formats import translated
from predictions import services, shapes
from predictions.api import refused_as_problems
from predictions.asked_columns import answered_by, body_of, columns_of, fields_of
from predictions.model_document import document_of, path_of
from predictions.shown_fields import shown_fields
from training.models import ModelVersion
from training.versions.api import find_version
from training.versions.learned import learned_of


class VersionSchema(View):
    """Only how this version is asked, with the columns that it learned from."""

    permissions_by_method = {"GET": "training.view_trainedmodel"}

    @operation(
        "read_model_schema",
        "Fetch the OpenAPI document of one version",
        answers={200: shapes.OpenApiDocument},
        fails=[409],
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        version = find_version(slug, number)
        with refused_as_problems():
            family = registry.get(version.manifest["family"])
        return Response(document_of(version, family))


@require_GET
@needs("training.view_trainedmodel")
def schema(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Each ask of the version, as tables: what is sent, and what comes back."""
    rows = ModelVersion.objects.select_related("model").defer("report")
    version = get_object_or_404(rows, model__slug=slug, number=number)
    family, learned = version.model.get_family(), learned_of(version)
    context = {
        "version": version,
        "model": version.model,
        "asks": [_described(version, family, ask, learned) for ask in family.asks],
        "partial": is_partial(request),
    }
    return render(request, "predictions/schema.html", context)


def _described(version: ModelVersion, family: Family, ask: Ask, learned: Learned) -> dict[str, Any]:
    ranges = services.ranges(version)
    tables = [
        {
            "key": table.key,
            "label": translated(str(table.label)),
            "help": translated(str(table.help)),
            "required": table.required,
            "columns": shown_fields(columns_of(version, family, table, learned, ranges)),
        }
        for table in ask.takes(learned)
    ]
    return {
        "key": ask.key,
        "label": ask.label,
        "path": path_of(version, ask),
        "fields": shown_fields(fields_of(ask, version)),
        "tables": tables,
        "answer": shown_fields(answered_by(ask)),
        "body": json.dumps(body_of(version, ask, learned), indent=2, ensure_ascii=False),
    }
