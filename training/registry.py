"""The families that are installed, filled from each family's ``AppConfig.ready``. No Django here."""

from __future__ import annotations

from training.families import Family

_families: dict[str, Family] = {}


def register(family: Family) -> None:
    _families[family.key] = family


def get(key: str) -> Family:
    """The family with this key. Raises KeyError."""
    return _families[key]


def all_families() -> list[Family]:
    return list(_families.values())
