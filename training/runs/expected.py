"""How long a training will take, estimated before it starts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
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
LEAST = 3


def expected_seconds(family: Family, effort: Effort, rows: int, settings: Mapping[str, Any]) -> float:
    """Seconds from the start of the training to its end, for a main table of ``rows``. One query.

    The family's pace says how time grows with the rows; how fast this machine is, is learned: of its
    newest runs (same family, same effort, at least three), the five closest in size say by which
    factor they differed from the pace, and the middle one of these factors counts. One run that was
    slow for a reason of its own changes nothing, and sizes never seen are still answered. What ``settings``
    add of their own (a budget of time) is added as it is, and taken off from what others took.
    """
    seconds = _pace(family, effort, rows)
    past = TrainingRun.objects.filter(
        family=family.key,
        effort=effort,
        status=Status.SUCCEEDED,
        run_tables__table=MAIN,
        run_tables__version__rows__gt=0,
    ).values_list("run_tables__version__rows", "started_at", "finished_at", "settings")
    newest = past.order_by("-pk")[:LOOKED_BACK]
    taken = [
        (seen, max((end - start).total_seconds() - family.extra_seconds(said, effort), 0.0))
        for seen, start, end, said in newest
        if start and end
    ]
    if len(taken) >= LEAST:
        taken.sort(key=lambda run: abs(math.log(run[0] / max(rows, 1))))
        seconds *= median(took / _pace(family, effort, seen) for seen, took in taken[:CLOSEST])
    return round(seconds + family.extra_seconds(settings, effort), 1)


def _pace(family: Family, effort: Effort, rows: int) -> float:
    least, per_thousand = family.pace[effort]
    return least + per_thousand * rows / 1000


def in_words(seconds: float) -> str:
    """As precise as an expectation is: about 3 s, about 40 s, about 5 min, about 2 h."""
    if seconds < 55:
        step = 1 if seconds < 10 else 5
        return _("about %(seconds)d s") % {"seconds": max(1, round(seconds / step) * step)}
    if seconds < 55 * 60:
        return _("about %(minutes)d min") % {"minutes": round(seconds / 60)}
    hours = max(1, round(seconds / 3600))
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
    return Expectation(in_words(run.expected_seconds), (run.duration_seconds or 0) > run.expected_seconds)
