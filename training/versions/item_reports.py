"""The item reports of a version: the list of them, and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage

from language.sentences import say
from training.models import ModelVersion
from training.versions import items
from training.versions.services import FileMissing


def find(version: ModelVersion, text: str, limit: int) -> tuple[int, list[str]]:
    """How many items have ``text`` in their name, and the first ``limit`` of them. Raises FileMissing."""
    found = items.matching(_names(version), text)
    return len(found), found[:limit]


def report(version: ModelVersion, name: str) -> Any:
    """The report of the item called ``name``: an item of a fan (docs/blocks.md).

    Raises KeyError where the version knows no such item, and FileMissing.
    """
    names = _names(version)
    if name not in names:
        raise KeyError(name)
    with _told_if_gone(version), default_storage.open(_file(version)) as file:
        return items.report(file, names.index(name))


def _names(version: ModelVersion) -> tuple[str, ...]:
    if not version.items:
        return ()
    with _told_if_gone(version):
        return _names_in(_file(version), version.created_at)


@lru_cache(maxsize=8)  # Asked for again with every letter that is typed into a search.
def _names_in(file_name: str, created_at: datetime) -> tuple[str, ...]:
    """``created_at``: a file that was deleted may be followed by another of the same name."""
    with default_storage.open(file_name) as file:
        return items.names(file)


def _file(version: ModelVersion) -> str:
    return str(version.items.name)


@contextmanager
def _told_if_gone(version: ModelVersion) -> Iterator[None]:
    try:
        yield
    except OSError:
        said = say("The item reports of {version} are not on disk.", version=str(version))
        raise FileMissing(said) from None
