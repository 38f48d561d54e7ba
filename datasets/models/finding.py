"""Versions by their reference."""

from __future__ import annotations

import re

from datasets.models.versions import DatasetVersion

LATEST = "latest"


def find_version(reference: str) -> DatasetVersion:
    """The version that ``sales@3`` names, or the newest for ``sales`` and ``sales@latest``.

    Raises DoesNotExist.
    """
    slug, _, number = reference.partition("@")
    versions = DatasetVersion.objects.select_related("dataset").filter(dataset__slug=slug)
    if number and number != LATEST:
        return versions.get(number=int(number) if re.fullmatch("[0-9]{1,9}", number) else 0)
    latest = versions.order_by("-number").first()
    if latest is None:
        raise DatasetVersion.DoesNotExist
    return latest
