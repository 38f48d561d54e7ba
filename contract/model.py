"""One algorithm that can answer a question, and how a family offers it."""

from __future__ import annotations

import importlib
import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract.blocks import Block
from contract.data import Options
from contract.training import Plan, Progress
from language.sentences import say


class Model(ABC):
    """One algorithm. The constructor only stores parameters; what is learned ends in ``_``."""

    def __init__(self, params: Any):
        self.params = params

    @abstractmethod
    def fit(self, prepared: Any, plan: Plan, learned: Mapping[str, Any], progress: Progress) -> None:
        """Learn from all of ``prepared``. ``learned`` comes from the family's evaluation."""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write the model as files with suffixes allowed by ``artifacts.SUFFIXES``."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path, params: Any) -> Model:
        """Read what ``save`` wrote. Must never execute code from the files."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What every answer rests on, as JSON: the API says it with the version and beside each answer."""
        return {}

    def explain(self) -> list[Block]:
        """What the model has learned, as blocks of the report."""
        return []


class ModelUnavailable(Exception):
    """A model needs a library that is not installed here. ``sentence`` says which, and what to do."""

    def __init__(self, sentence: str):
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class ModelChoice:
    """A model as a family offers it. ``path`` is "module:Class", imported on first use.

    ``needs`` are the modules of an extra that it cannot do without; they are looked for, not imported.
    """

    label: str
    path: str
    Params: type[Options] = Options
    help: str = ""
    needs: tuple[str, ...] = ()

    @property
    def available(self) -> bool:
        return not self.unavailable

    @property
    def unavailable(self) -> str:
        """Why it cannot be used here, and what to do; "" where it can."""
        missing = [module for module in self.needs if importlib.util.find_spec(module) is None]
        if not missing:
            return ""
        return say(
            "{model} needs {libraries}, which is not installed: run `make deep` in the folder of "
            "Almanac, or `pip install -r requirements-deep.txt`.",
            model=self.label,
            libraries=", ".join(missing),
        )

    def load_class(self) -> type[Model]:
        """Raises ModelUnavailable where a library it needs is not installed."""
        if reason := self.unavailable:
            raise ModelUnavailable(reason)
        module, _, name = self.path.partition(":")
        cls: type[Model] = getattr(importlib.import_module(module), name)
        return cls
