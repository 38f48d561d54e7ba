"""How a training is planned, followed and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from contract.blocks import Block
from contract.data import Problem
from language.sentences import say

Effort = Literal["fast", "best"]


@dataclass(frozen=True)
class Stage:
    """A part of the fixed sequence of a training, and the progress at which it begins."""

    label: str
    start: float


STAGES = (
    Stage(say("Check the data"), 0.0),
    Stage(say("Prepare the data"), 0.02),
    Stage(say("Test the models on held-out data"), 0.05),
    Stage(say("Learn from all of the data"), 0.7),
    Stage(say("Write the report"), 0.9),
)


@dataclass(frozen=True)
class Plan:
    """How to train: everything but the data. ``model`` is a key of the family's models or "auto". Rows after
    ``today`` tell of what has not happened yet."""

    settings: Any
    params: Any
    model: str = "auto"
    effort: Effort = "fast"
    seed: int = 0
    threads: int = 1
    today: date = field(default_factory=date.today)


class Progress:
    """Reports progress from 0 to 1 that never falls, with a message a person understands.

    A report may raise (the run was cancelled): let it pass, it ends the training.
    """

    def __init__(self, report: Callable[[float, str], None] = lambda fraction, message: None):
        self._report = report
        self._reached = 0.0

    def __call__(self, fraction: float, message: str = "") -> None:
        self._reached = max(self._reached, min(max(fraction, 0.0), 1.0))
        self._report(self._reached, message)

    def part(self, start: float, end: float) -> Progress:
        """A progress of its own from 0 to 1 that fills this one from ``start`` to ``end``."""
        return Progress(lambda fraction, message: self(start + (end - start) * fraction, message))


@dataclass(frozen=True)
class Candidate:
    """One line of the leaderboard: a model that was tried, or the naive baseline."""

    model: str
    label: str
    metrics: Mapping[str, float]
    seconds: float = 0.0
    chosen: bool = False
    baseline: bool = False
    note: str = ""
    error: float | None = None
    """Standard error of the primary metric: how far it would move on other held-out rows."""
    size: int | None = None
    """Bytes of its file, where it was measured."""


@dataclass(frozen=True)
class Evaluation:
    """How good the answer is, measured on rows the model did not learn from.

    ``baseline`` holds the metrics of the naive baseline on the same rows. ``model`` is the key of
    the model to fit on everything ("auto" resolved); ``reason`` is the sentence that says why it was
    chosen; ``learned`` is what the evaluation taught that fit: member weights, interval widths, the
    number of segments.
    """

    model: str
    metrics: Mapping[str, float]
    baseline: Mapping[str, float]
    baseline_label: str
    candidates: Sequence[Candidate] = ()
    learned: Mapping[str, Any] = field(default_factory=dict)
    blocks: Sequence[Block] = ()
    reason: str = ""


class Prepared:
    """Base of what ``prepare`` returns: clean data plus the problems that did not stop it."""

    problems: list[Problem]
