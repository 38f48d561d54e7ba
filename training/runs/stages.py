"""The progress of a run: the fixed stages of a training as a list for its page, and its time in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contract.training import STAGES, Stage
from language.sentences import say
from training.models import TrainingRun
from training.runs.expected import in_words
from training.runs.models import Status

State = Literal["done", "now", "failed", "cancelled", "coming", "never"]

WAIT = Stage(say("Wait for a worker"), 0.0)
SEQUENCE = (WAIT, *STAGES)
STATES: dict[State, tuple[str, str]] = {
    "done": ("check", say("done")),
    "now": ("turn", say("now")),
    "failed": ("cross", say("failed here")),
    "cancelled": ("stop", say("cancelled here")),
    "coming": ("clock", say("to come")),
    "never": ("stop", say("not reached")),
}
ENDS: dict[str, State] = {Status.FAILED: "failed", Status.CANCELLED: "cancelled"}


@dataclass(frozen=True)
class StageOfRun:
    label: str
    state: State

    @property
    def icon(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return str(STATES[self.state][1])


def stages(run: TrainingRun) -> list[StageOfRun]:
    """Every stage, first the wait for a worker. What was reached when the run ended badly says so."""
    if run.status == Status.SUCCEEDED:
        return [StageOfRun(stage.label, "done") for stage in SEQUENCE]
    reached = _reached(run)
    following: State = "never" if run.ended else "coming"
    return [
        StageOfRun(stage.label, "done" if at < reached else ENDS.get(run.status, "now"))
        if at <= reached
        else StageOfRun(stage.label, following)
        for at, stage in enumerate(SEQUENCE)
    ]


def _reached(run: TrainingRun) -> int:
    """The place in the sequence of the stage the run is in, or ended in."""
    if run.status == Status.QUEUED or run.started_at is None:
        return 0
    return sum(run.progress >= round(stage.start * 100) for stage in STAGES)


@dataclass(frozen=True)
class Expectation:
    """What was expected when the run was started: ``words`` as "about 30 s"; whether it takes longer."""

    words: str
    late: bool


def expectation(run: TrainingRun) -> Expectation | None:
    """None where nothing was expected."""
    if run.expected_seconds is None:
        return None
    return Expectation(in_words(run.expected_seconds), (run.duration_seconds or 0) > run.expected_seconds)
