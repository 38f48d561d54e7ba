"""Where the description of the API is read: by programs, and by people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache

from django.http import HttpResponse
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from api.openapi.document import document, installed
from api.rendering import TypeRenderer
from api.views import View


class YamlType(TypeRenderer):
    media_type = "application/vnd.oai.openapi"
    format = "yaml"


class PlainYamlType(TypeRenderer):
    media_type = "application/yaml"
    format = "plain_yaml"


class JsonType(TypeRenderer):
    media_type = "application/vnd.oai.openapi+json"
    format = "openapi_json"


class PlainJsonType(TypeRenderer):
    media_type = "application/json"
    format = "json"


def as_yaml() -> bytes:
    return _yaml(installed())


def as_json() -> bytes:
    return _json(installed())


@cache
def _yaml(families: tuple[str, ...]) -> bytes:
    return bytes(OpenApiYamlRenderer().render(document()))


@cache
def _json(families: tuple[str, ...]) -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


WRITERS: Mapping[str, Callable[[], bytes]] = {
    YamlType.media_type: as_yaml,
    PlainYamlType.media_type: as_yaml,
    JsonType.media_type: as_json,
    PlainJsonType.media_type: as_json,
}


class SchemaView(View):
    """OpenAPI 3.1 of the whole API, as YAML or JSON: the same for everybody who is logged in."""

    schema = None
    permission_classes = [IsAuthenticated]
    renderer_classes = [YamlType, PlainYamlType, JsonType, PlainJsonType]

    def get(self, request: Request) -> HttpResponse:
        kind = str(request.accepted_renderer.media_type)
        return HttpResponse(WRITERS[kind](), content_type=kind)


class DocsView(SpectacularSwaggerSplitView):
    """The API for people: every operation with its fields, to be tried."""

    url_name = "api-schema"
    permission_classes = [IsAuthenticated]
