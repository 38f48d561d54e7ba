"""A model to be kept: what it learns from, how it is trained, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contract.data import TrainingData
from contract.training import Effort

Sheet = Callable[[], TrainingData]


@dataclass(frozen=True)
class Case:
    """``name`` is the name of its files; ``requests`` are bodies as a call of the API sends them."""

    name: str
    family: str
    data: Sheet
    requests: Sequence[Mapping[str, Any]]
    model: str = "auto"
    effort: Effort = "fast"
    settings: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
