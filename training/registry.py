"""The families that are installed, filled from each family's ``AppConfig.ready``. No Django here."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, ClassVar

from language.sentences import say
from training.exchange import MAIN, Table
from training.families import Family

EXTRA = "deep"  # the package of a family whose libraries are an extra of the installation

_families: dict[str, Family] = {}


class FamilyMissing(Exception):
    """The family of a run or a model is not installed. Says so in a sentence."""

    def __init__(self, key: str):
        self.sentence = say("The app '{family}' is not installed: it cannot train or answer.", family=key)
        super().__init__(self.sentence)


class MissingFamily(Family):
    """Stands in for a family that is no longer installed, so that what it left behind can still be seen.

    It has no roles, settings, models or metrics; whatever a family must do raises FamilyMissing.
    """

    tables: ClassVar[tuple[Table, ...]] = (Table(MAIN, say("Data"), ()),)
    models = {}
    primary_metric = ""

    def __init__(self, key: str):
        self.key = self.label = key  # type: ignore[misc]
        self.question = FamilyMissing(key).sentence  # type: ignore[misc]

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise FamilyMissing(self.key)

    check = prepare = evaluate = results = report = headline = inputs = _refuse
    answer_columns = present = example = _refuse


def register(family: Family) -> None:
    _families[family.key] = family


def get(key: str) -> Family:
    """The family with this key. Raises FamilyMissing."""
    if key not in _families:
        raise FamilyMissing(key)
    return _families[key]


def find(key: str) -> Family:
    """The family with this key; if it is not installed, a MissingFamily in its place."""
    return _families.get(key) or MissingFamily(key)


def all_families() -> list[Family]:
    return list(_families.values())


def modules_in(name: str) -> list[str]:
    """All modules of a family's package, but those of an extra: a package ``deep`` needs libraries that an
    installation may lack, and that no other model should wait for."""
    package = importlib.import_module(name)
    return [
        module.name
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if EXTRA not in module.name.split(".")
    ]
