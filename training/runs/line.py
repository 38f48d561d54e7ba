"""The line of waiting runs: the place of each, what is in front of it, and when it is expected to start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from training.models import TrainingRun
from training.runs.expected import in_words, late
from training.runs.models import Status
from training.runs.turns import active, in_turn, is_long, may_start, workers_alive

AT_ONCE = 3.0
"""Seconds below which a start is not worth a number."""


@dataclass(frozen=True)
class Place:
    """Where a waiting run stands. ``position`` counts from 1; those ``in_front`` train or start earlier."""

    position: int
    in_front: Sequence[TrainingRun]
    seconds: float | None
    """Until its expected start; None where nobody can tell."""
    delayed: bool
    """A run in front takes longer than was expected, so that when it ends is not known."""
    may_be_overtaken: bool

    @property
    def expected_start(self) -> datetime | None:
        return None if self.seconds is None else timezone.now() + timedelta(seconds=self.seconds)

    @property
    def words(self) -> str:
        """One or two sentences: "Number 2 in the queue. Expected to start in 2 to 3 minutes."."""
        place = _("Next in the queue.")
        if self.position > 1:
            place = _("Number %(position)d in the queue.") % {"position": self.position}
        return f"{place} {self._start}".strip()

    @property
    def wait(self) -> str:
        """Before it is asked for: what it would wait for; "" where it would start in a moment."""
        if not self.in_front or (self.seconds is not None and self.seconds < AT_ONCE):
            return ""
        if self.seconds is None:
            return _("Other runs are in front: when it starts is not known.")
        return _("Other runs are in front: it starts in %(time)s.") % {"time": in_words(self.seconds)}

    @property
    def _start(self) -> str:
        if self.seconds is None:
            return _("A run in front of it is taking longer than expected.") if self.delayed else ""
        if self.seconds < AT_ONCE:
            return _("It starts in a moment.")
        return _("Expected to start in %(time)s.") % {"time": in_words(self.seconds)}


class Line:
    """The line as it stands; read when the first place is asked for, in two queries."""

    def place_of(self, run: TrainingRun) -> Place | None:
        """None where the run does not wait."""
        return self._places.get(run.pk) if run.status == Status.QUEUED else None

    def place_of_new(self, seconds: float) -> Place:
        """Where a run of ``seconds`` would stand if it were asked for now."""
        new = TrainingRun(expected_seconds=seconds, queued_at=timezone.now())
        return self._places_with(new)[new.pk]

    @cached_property
    def _read(self) -> tuple[list[TrainingRun], list[TrainingRun], int]:
        return *active(), workers_alive()

    @cached_property
    def _places(self) -> dict[int, Place]:
        return self._places_with()

    def _places_with(self, *new: TrainingRun) -> dict[int, Place]:
        waiting, training, workers = self._read
        waiting = in_turn([*waiting, *new])
        starts = expected_starts(waiting, training, workers)
        known = sorted((run for run in waiting if run.pk in starts), key=lambda run: starts[run.pk])
        order = [*known, *(run for run in waiting if run.pk not in starts)]
        return {
            run.pk: Place(
                position=at,
                in_front=(*(training if starts.get(run.pk) != 0 else ()), *order[: at - 1]),
                seconds=starts.get(run.pk),
                delayed=any(late(one) for one in training),
                may_be_overtaken=is_long(run),
            )
            for at, run in enumerate(order, start=1)
        }


def expected_starts(
    waiting: Sequence[TrainingRun], training: Sequence[TrainingRun], workers: int
) -> dict[int, float]:
    """In how many seconds each waiting run starts, if nothing is asked for in between.

    ``waiting`` is in turn. Left out are those that wait for a run of which nobody can say when it ends: one
    that is late, or was never estimated.
    """
    left = [(_seconds_left(run), is_long(run)) for run in training]
    # Each worker: when it is free, and whether it does a long run until then.
    busy = [(seconds, long) for seconds, long in left if seconds is not None]
    busy += [(0.0, False)] * (workers - len(training))
    endless = sum(long for seconds, long in left if seconds is None)
    waiting, starts = list(waiting), {}
    while waiting and busy:
        busy.sort()
        now, _long = busy.pop(0)
        long_ends = [end for end, long in busy if long and end > now]
        run = next((one for one in waiting if may_start(one, endless + len(long_ends), workers)), None)
        if run is not None:
            waiting.remove(run)
            starts[run.pk] = now
            if run.expected_seconds is not None:
                busy.append((now + run.expected_seconds, is_long(run)))
        elif long_ends:
            # It leaves the long ones that wait to the worker that does one now.
            busy.append((min(long_ends), False))
    return starts


def _seconds_left(run: TrainingRun) -> float | None:
    if run.cancelling:
        return 1.0
    if run.expected_seconds is None or run.stale or late(run):
        return None
    # What takes a bit longer than expected is not done in the next second.
    return max(run.expected_seconds - (run.duration_seconds or 0), run.expected_seconds / 10, 1.0)
