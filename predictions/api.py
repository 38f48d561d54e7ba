"""Predictions over HTTP."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import ApiProblem, field_problem
from api.rendering import CSVRenderer, PlainJSONRenderer, XLSXRenderer, table_response
from predictions import services
from predictions.bodies import CSVParser, XLSXParser, request_body
from training import registry
from training.api.models import find_model, find_version
from training.artifacts import ArtifactError
from training.exchange import RequestProblem
from training.families import ModelUnavailable
from training.models import ModelVersion


class Asking(APIView):
    """What all calls share that ask a version: the bodies they take, the answers they give."""

    permissions_by_method = {"POST": "predictions.add_predictionlog"}
    parser_classes = [JSONParser, MultiPartParser, CSVParser, XLSXParser]
    renderer_classes = [PlainJSONRenderer, CSVRenderer, XLSXRenderer]

    def answer(self, request: Request, version: ModelVersion, alias: str = "") -> Response | HttpResponse:
        served = ask(request, version, alias)
        accepted = getattr(request.accepted_renderer, "format", "json")
        if accepted == "json":
            return Response(served.as_dict())
        response = table_response(served.answer.table, accepted, f"{version.model.slug}-{version.label}")
        response["Almanac-Prediction"] = str(served.log.pk)
        response["Almanac-Version"] = version.label
        return response


class Predict(Asking):
    """Ask a model: the version in production, the newest, the one behind an alias, or a numbered one."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def post(
        self, request: Request, slug: str, alias: str = "", number: int | None = None
    ) -> Response | HttpResponse:
        return self.answer(request, _version(slug, alias, number), alias)


def ask(request: Request, version: ModelVersion, alias: str = "") -> services.Served:
    """``services.predict`` with its refusals as problems."""
    try:
        body = request_body(request, registry.get(version.model.family))
        return services.predict(request.user, version, body, alias)
    except registry.FamilyMissing as gone:
        raise ApiProblem(409, str(gone)) from None
    except RequestProblem as refused:
        raise field_problem(refused.location, refused.code, refused.message) from None
    except ModelUnavailable as missing:
        raise ApiProblem(503, str(missing)) from None
    except ArtifactError as damaged:
        raise ApiProblem(503, f"{damaged} Train the model again, or restore its file.") from None


def _version(slug: str, alias: str, number: int | None) -> ModelVersion:
    if number is not None:
        return find_version(slug, number)
    version = find_model(slug).version_for(alias or None)
    if version is None:
        raise Http404(f"The model {slug!r} has no {f'alias {alias!r}' if alias else 'version yet'}.")
    return version
