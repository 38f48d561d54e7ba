"""The whole description of the API, made once in a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from contract import registry


def document() -> dict[str, Any]:
    """OpenAPI 3.1 in English, with what the installed families declare. Whoever changes it changes a copy."""
    return _made(installed())


def installed() -> tuple[str, ...]:
    """The families by which the description differs."""
    return tuple(family.key for family in registry.all_families())


@cache
def _made(families: tuple[str, ...]) -> dict[str, Any]:
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator(urlconf="config.urls").get_schema(public=True)
    return made
