"""The families and derivations that are installed, filled from ``AppConfig.ready``. No Django here."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, ClassVar

from contract.data import MAIN, Table
from contract.deriving import Derivation
from contract.family import Family
from language.sentences import say

EXTRA = "deep"  # the package of a family whose libraries are an extra of the installation

_families: dict[str, Family] = {}
_derivations: dict[str, Derivation] = {}


class FamilyMissing(Exception):
    """The family of a run or a model is not installed. Says so in a sentence."""

    def __init__(self, key: str):
        self.sentence = say("The app '{family}' is not installed: it cannot train or answer.", family=key)
        super().__init__(self.sentence)


class DerivationMissing(Exception):
    """A derivation is not installed. Says so in a sentence."""

    def __init__(self, key: str):
        self.sentence = say("The recipe '{key}' is not installed: no table can be made with it.", key=key)
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

    check = prepare = evaluate = results = report = headline = inputs = example = _refuse


class RegisteredTwice(Exception):
    """Two families, or two derivations, have one key: one of them would answer for the other."""

    def __init__(self, key: str, first: object, second: object):
        names = (f"{type(one).__module__}.{type(one).__name__}" for one in (first, second))
        super().__init__(f"The key {key!r} is taken: {' and '.join(names)} both register it. Rename one.")


def register(family: Family) -> None:
    """Raises RegisteredTwice where another family has its key."""
    _add(_families, family)


def register_derivation(derivation: Derivation) -> None:
    """Raises RegisteredTwice where another derivation has its key."""
    _add(_derivations, derivation)


def _add(registered: dict[str, Any], one: Any) -> None:
    if (first := registered.get(one.key)) is not None:
        raise RegisteredTwice(one.key, first, one)
    registered[one.key] = one


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


def unregister(key: str) -> None:
    """For a caller that registers a family for a while, as tests do. Does nothing if it is missing."""
    _families.pop(key, None)


def unregister_derivation(key: str) -> None:
    """The same for a derivation."""
    _derivations.pop(key, None)


def derivation(key: str) -> Derivation:
    """The derivation with this key. Raises DerivationMissing."""
    if key not in _derivations:
        raise DerivationMissing(key)
    return _derivations[key]


def all_derivations() -> list[Derivation]:
    return list(_derivations.values())


def modules_in(name: str) -> list[str]:
    """All modules of a family's package, but those of an extra: a package ``deep`` needs libraries that an
    installation may lack, and that no other model should wait for."""
    package = importlib.import_module(name)
    return [
        module.name
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if EXTRA not in module.name.split(".")
    ]
