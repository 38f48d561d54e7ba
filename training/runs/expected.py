"""How long a training will take, estimated before it starts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contract.data import MAIN
from contract.family import Family
from contract.training import STAGES, Effort, Stage
from language.sentences import say
from training.models import TrainingRun
from training.runs.models import Status

LOOKED_BACK = 30
CLOSEST = 5
ENOUGH = 3
EFFORTS: tuple[Effort, ...] = ("fast", "best")
LATE, SLACK = 1.25, 5.0
"""A run is said to take longer when it took 1.25 times and 5 seconds more: half of all take a bit longer."""


@dataclass(frozen=True)
class Estimate:
    """``seconds`` from the start of the training to its end, learned from ``runs`` runs of this machine."""

    seconds: float
    runs: int = 0

    @property
    def words(self) -> str:
        return in_words(self.seconds)

    @property
    def source(self) -> str:
        """Where the number comes from."""
        if not self.runs:
            return _("a first guess: this machine has not done it yet")
        text = ngettext(
            "from %(runs)d similar run on this machine",
            "from %(runs)d similar runs on this machine",
            self.runs,
        )
        return text % {"runs": self.runs}


def expected_seconds(family: Family, effort: Effort, rows: int, settings: Mapping[str, Any]) -> float:
    return estimates(family, rows, settings)[effort].seconds


def estimates(family: Family, rows: int, settings: Mapping[str, Any]) -> dict[Effort, Estimate]:
    """What each effort takes with a main table of ``rows``; fast never more than best. Two queries.

    The family's pace says how time grows with the rows; how fast this machine is, is learned: of its
    newest runs (same family, same effort), the five closest in size say by which factor they differed
    from the pace, and the middle one of these factors counts. One run that was slow for a reason of its
    own changes nothing, and sizes never seen are still answered. Fewer than three runs count in part;
    what they leave open, the other effort says: a machine that is slow at one is slow at both. What
    ``settings`` add of their own (a budget of time) is added as it is, and taken off from what others took.
    """
    learned = {effort: _learned(family, effort, rows) for effort in EFFORTS}
    found: dict[Effort, Estimate] = {}
    for effort, other in (EFFORTS, EFFORTS[::-1]):
        (log_factor, runs), (others, other_runs) = learned[effort], learned[other]
        sure, other_sure = min(runs / ENOUGH, 1), min(other_runs / ENOUGH, 1)
        factor = math.exp(sure * log_factor + (1 - sure) * other_sure * others)
        seconds = _pace(family, effort, rows) * factor + family.extra_seconds(settings, effort)
        found[effort] = Estimate(round(seconds, 1), runs)
    fast, best = found["fast"], found["best"]
    if fast.seconds > best.seconds:
        # They contradict each other: the one that fewer runs speak for gives way.
        known = best if best.runs > fast.runs else fast
        found = {effort: replace(one, seconds=known.seconds) for effort, one in found.items()}
    return found


def _learned(family: Family, effort: Effort, rows: int) -> tuple[float, int]:
    """The logarithm of the factor by which this machine differs from the pace; how many runs say so."""
    past = TrainingRun.objects.filter(
        family=family.key,
        effort=effort,
        status=Status.SUCCEEDED,
        run_tables__table=MAIN,
        run_tables__version__rows__gt=0,
    ).values_list("run_tables__version__rows", "started_at", "finished_at", "settings")
    newest = past.order_by("-pk")[:LOOKED_BACK]
    # From the claim, so the time that a run waited in the queue says nothing about the machine.
    taken = [
        (seen, max((end - start).total_seconds() - family.extra_seconds(said, effort), 0.1))
        for seen, start, end, said in newest
        if start and end
    ]
    taken.sort(key=lambda run: abs(math.log(run[0] / max(rows, 1))))
    logs = [math.log(took / _pace(family, effort, seen)) for seen, took in taken[:CLOSEST]]
    return (median(logs), len(logs)) if logs else (0.0, 0)


def _pace(family: Family, effort: Effort, rows: int) -> float:
    least, per_thousand = family.pace[effort]
    return least + per_thousand * rows / 1000


def in_words(seconds: float) -> str:
    """As precise as an expectation is: about 7 seconds, about 40 seconds, 2 to 3 minutes, about 2 hours."""
    if seconds < 55:
        step = 1 if seconds < 10 else 5
        count = max(1, round(seconds / step) * step)
        return ngettext("about %(seconds)d second", "about %(seconds)d seconds", count) % {"seconds": count}
    minutes = seconds / 60
    if 1.25 <= minutes < 10 and abs(minutes - round(minutes)) > 0.2:
        few = math.floor(minutes)
        return _("%(few)d to %(many)d minutes") % {"few": few, "many": few + 1}
    if minutes < 55:
        count = round(minutes) if minutes < 20 else round(minutes / 5) * 5
        return ngettext("about %(minutes)d minute", "about %(minutes)d minutes", count) % {"minutes": count}
    hours = max(1, round(minutes / 60))
    return ngettext("about %(hours)d hour", "about %(hours)d hours", hours) % {"hours": hours}


# --- The progress of a run: the fixed stages of a training as a list for its page, and its time in words ---

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
    return Expectation(in_words(run.expected_seconds), late(run))


def late(run: TrainingRun) -> bool:
    """Whether a run takes, or took, clearly longer than was expected."""
    if run.expected_seconds is None:
        return False
    return (run.duration_seconds or 0) > max(LATE * run.expected_seconds, run.expected_seconds + SLACK)
