"""A model that learns by trying: it proposes, is told what came of it, and proposes again.

The program owns the state, as JSON rows: what is here are pure functions over it. A step is written by one
compare-and-set on the number of the step, so that two callers are never both step 7.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from contract.blocks import Block
from contract.data import Options

State = Mapping[str, Any]
"""Plain JSON as it comes back from a database: texts, finite numbers, booleans, lists and objects, whose keys
are texts in no order."""


@dataclass(frozen=True)
class Proposal:
    """What to try next, as plain JSON, and the sentence that says why."""

    values: Mapping[str, Any]
    why: str = ""


class Learning(ABC):
    """How a family learns by trying. Stateless, and the same state and seed give the same proposal.

    Settings, values and results are the caller's words: the titles of their fields are the labels of forms
    and pages. The ``location`` of a RequestProblem is a field of the settings, or of the result.
    """

    Settings: ClassVar[type[Options]] = Options
    Values: ClassVar[type[Options]] = Options
    """What it proposes: the fields of ``Proposal.values``."""
    Result: ClassVar[type[Options]] = Options
    """What a caller observes of a proposal."""

    @abstractmethod
    def open(self, model: Any, settings: Any) -> State:
        """The state before the first step. Raises RequestProblem where the settings do not fit the model."""

    @abstractmethod
    def propose(self, model: Any, state: State, seed: int) -> Proposal:
        """What to try from ``state`` on; ``seed`` is that of the step. One step may be asked for twice."""

    @abstractmethod
    def observe(self, model: Any, state: State, proposal: Proposal, result: Any) -> State:
        """The state after ``proposal`` had this ``result``, a validated ``Result``; ``state`` itself stays
        as it was. Raises RequestProblem where the result does not fit the proposal."""

    @abstractmethod
    def describe(self, state: State) -> str:
        """The state in one sentence. Without the model: it is told even where its file is gone."""

    def blocks(self, state: State) -> list[Block]:
        """The state as pictures of its page."""
        return []
