"""Why runs fail and what to do about it: the one place for these texts."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from datetime import datetime

from contract.data import Problem
from contract.registry import FamilyMissing
from jobs.recovery import Failure
from language.sentences import joined, say, say_count

OUT_OF_MEMORY = Failure(
    say("The machine has too little memory for this training."),
    say("Use fewer rows or columns, or effort 'fast'; or train on a machine with more memory."),
)
DATA_DELETED = Failure(
    say("The data set of this run was deleted before the training began."),
    say("Ask the same question again, with other data."),
)


def of_data(problems: Iterable[Problem]) -> Failure:
    return Failure(joined(problem.message for problem in problems if problem.fatal))


def of_order(messages: Iterable[str]) -> Failure:
    """What was free, or valid, when the run was queued."""
    return Failure(
        joined(messages), say("Ask the same question again, under another name or with other settings.")
    )


def family_missing(missing: FamilyMissing) -> Failure:
    return Failure(
        missing.sentence,
        say("Reinstall the app that answers this question, or ask another question of the same data."),
    )


def program_error(failure: Exception) -> Failure:
    return Failure(
        say(
            "Training stopped on an error in Almanac ({kind}: {text}).",
            kind=type(failure).__name__,
            text=str(failure),
        ),
        say(
            "This is a bug in Almanac, not your mistake. Ask the same question again, with another model if "
            "it stops again. The log below shows where it failed: pass it on to whoever maintains Almanac."
        ),
    )


def too_long(hours: float) -> Failure:
    return Failure(
        say("Training took longer than {hours:number} hours and was stopped.", hours=hours),
        say(
            "Use effort 'fast', fewer rows or a shorter horizon, or ask an administrator to raise "
            "TRAINING_TIMEOUT_HOURS."
        ),
    )


def worker_lost(times: int, last: datetime | None) -> Failure:
    return Failure(
        say_count(
            "The worker was lost once while this run was training, at {last:date} UTC.",
            "The worker was lost {count} times while this run was training, last at {last:date} UTC.",
            times,
            last=last,
        ),
        say(
            "Ask the same question again, with fewer rows if the worker is lost again: the machine may be "
            "short of memory. Its own log may say so."
        ),
    )


def death(code: int) -> Failure:
    """What the exit code of the process that trained means to a person; below 0 it is a signal."""
    if code == -signal.SIGKILL:
        return Failure(
            say("The training process was killed. Usually this means that the machine ran out of memory."),
            OUT_OF_MEMORY.remedy,
        )
    remedy = say(
        "Ask the same question again, with another model if it ends like this again. The log below may say "
        "why: pass it on to whoever maintains Almanac."
    )
    if code < 0:
        # The real-time signals have numbers without a name.
        name = next((known.name for known in signal.Signals if known == -code), f"signal {-code}")
        error = say("The training process crashed inside a library ({signal}).", signal=name)
        return Failure(error, remedy)
    return Failure(say("The training process ended with code {code} without a result.", code=code), remedy)
