"""What is said, and asked, of the end of a sheet's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from columns.frequency import Frequency
from contract.data import Alternative, Choice, Problem, Question, TrainingData
from language.sentences import say, say_count

NOT_OVER = {
    "hour": say("The last hour, {day:date}, seems not to be over"),
    "day": say("The last day, {day:date}, seems not to be over"),
    "week": say("The last week, {day:date} to {end:date}, seems not to be over"),
    "month": say("The last month, {day:date} to {end:date}, seems not to be over"),
    "quarter": say("The last quarter, {day:date} to {end:date}, seems not to be over"),
    "year": say("The last year, {day:date} to {end:date}, seems not to be over"),
    "moment": say("The last step, {day:date}, seems not to be over"),
    "several": say("The last period, {day:date} to {end:date}, seems not to be over"),
}
KEEP = Alternative("settings.last_period", "keep", say("Keep the last period"))
KEEP_IT = say('If it is complete, set "Last period" to keep.')


@dataclass(frozen=True)
class After:
    """``count`` of ``all`` amounts are dated after ``today``, the last on ``last``."""

    today: date
    last: pd.Timestamp
    count: int
    all: int


@dataclass(frozen=True)
class Zeros:
    """``count`` amounts, all of them 0, at the end of the sheet."""

    first: pd.Timestamp
    last: pd.Timestamp
    count: int


# --- After today ----------------------------------------------------------------------------------


def after_today(found: After, data: TrainingData, template: bool) -> Problem:
    values = {"today": found.today, "last": found.last}
    if template:
        message = say_count(
            "{count:integer} row with 0 is dated after today ({today:date}), up to {last:date}: that is "
            "still to come, and not learned as a sale of nothing.",
            "{count:integer} rows with 0 are dated after today ({today:date}), up to {last:date}: they are "
            "still to come, and not learned as sales of nothing.",
            found.count,
            **values,
        )
    else:
        message = say_count(
            "{count:integer} row is dated after today ({today:date}), up to {last:date}: it is still to "
            "come, and its amount is not learned.",
            "{count:integer} rows are dated after today ({today:date}), up to {last:date}: they are still to "
            "come, and their amounts are not learned.",
            found.count,
            **values,
        )
    remedy = say('If they have happened, set "Rows after today" to history.')
    return Problem(
        "after_today",
        message,
        column=next(iter(data.many("time")), None),
        count=found.count,
        remedy=remedy,
        fatal=False,
    )


def ask_after_today(found: After, amount: float, data: TrainingData) -> Problem:
    message = say_count(
        "{count:integer} of {all:integer} amounts is dated after today ({today:date}), up to {last:date}. "
        "Has it happened?",
        "{count:integer} of {all:integer} amounts are dated after today ({today:date}), up to {last:date}. "
        "Have they happened?",
        found.count,
        all=found.all,
        today=found.today,
        last=found.last,
    )
    most = found.count > found.all / 2
    choices = (
        Choice(
            "future",
            say("No: they are plans, or still to come. They are not learned."),
            found.count,
            amount,
            suggested=not most,
        ),
        Choice(
            "history",
            say("Yes: dates follow another calendar, or are made up. They are learned."),
            found.count,
            amount,
            suggested=most,
        ),
    )
    return Problem(
        "after_today",
        message,
        column=next(iter(data.many("time")), None),
        count=found.count,
        remedy=say("Choose what they are."),
        question=Question("settings.after_today", choices),
    )


def nothing_before_today(found: After, data: TrainingData) -> Problem:
    message = say(
        "All {count:integer} amounts are dated after today ({today:date}): there is no history to learn "
        "from.",
        count=found.count,
        today=found.today,
    )
    remedy = say('If they have happened, set "Rows after today" to history.')
    return Problem(
        "after_today", message, column=next(iter(data.many("time")), None), count=found.count, remedy=remedy
    )


# --- Zeros ----------------------------------------------------------------------------------------


def ask_zeros(found: Zeros, data: TrainingData) -> Problem:
    message = say_count(
        "The sheet ends with {count:integer} row of 0, on {first:date}, as never before. Was nothing sold, "
        "or is it not filled in yet?",
        "The sheet ends with {count:integer} rows of 0, {first:date} to {last:date}, as never before. Was "
        "nothing sold, or are they not filled in yet?",
        found.count,
        first=found.first,
        last=found.last,
    )
    choices = (
        Choice(
            "not_yet",
            say("Not filled in yet: the history ends before them."),
            found.count,
            suggested=True,
        ),
        Choice("nothing_sold", say("Nothing was sold: they are learned as 0."), found.count),
    )
    return Problem(
        "trailing_zeros",
        message,
        column=data.many("target")[0],
        count=found.count,
        remedy=say("Choose what they are."),
        question=Question("settings.trailing_zeros", choices),
    )


def zeros_left_out(found: Zeros, data: TrainingData) -> Problem:
    message = say_count(
        "{count:integer} row of 0 at the end of the sheet, on {first:date}, is not filled in yet: it is left "
        "out.",
        "{count:integer} rows of 0 at the end of the sheet, {first:date} to {last:date}, are not filled in "
        "yet: they are left out.",
        found.count,
        first=found.first,
        last=found.last,
    )
    remedy = say('If nothing was sold then, set "Zeros at the end" to nothing was sold.')
    return Problem(
        "trailing_zeros",
        message,
        column=data.many("target")[0],
        count=found.count,
        remedy=remedy,
        fatal=False,
    )


# --- The last period ------------------------------------------------------------------------------


def far_below(
    frequency: Frequency, step: int, amount: float, expected: float, row: int, data: TrainingData
) -> Problem:
    message = say(
        "{period}: {amount:number}, where about {expected:number} is usual. It is left out.",
        period=_not_over(frequency, step),
        amount=amount,
        expected=float(f"{expected:.3g}"),
    )
    return Problem(
        "unfinished_step",
        message,
        column=data.many("target")[0],
        row=row,
        remedy=KEEP_IT,
        fatal=False,
        alternative=KEEP,
    )


def left_out_as_asked(frequency: Frequency, step: int) -> Problem:
    first, end = _days(frequency, step)
    message = say(
        "The last period, {day:date} to {end:date}, is left out, as the settings say.", day=first, end=end
    )
    return Problem("unfinished_step", message, fatal=False)


def _not_over(frequency: Frequency, step: int) -> str:
    first, end = _days(frequency, step)
    other = NOT_OVER["moment" if frequency.within_day else "several"]
    return NOT_OVER.get(frequency.name, other).filled(day=first, end=end)


def _days(frequency: Frequency, step: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day of it."""
    end = frequency.last_day(step)
    before = frequency.last_day(step - 1)
    return before + pd.Timedelta(days=1), end


def lacks_days(last_day: pd.Timestamp, frequency: Frequency) -> Problem:
    said = {
        "week": say(
            "The last week ends after {day:date}, the last date: it is incomplete and left out.", day=last_day
        ),
        "month": say(
            "The last month ends after {day:date}, the last date: it is incomplete and left out.",
            day=last_day,
        ),
        "quarter": say(
            "The last quarter ends after {day:date}, the last date: it is incomplete and left out.",
            day=last_day,
        ),
        "year": say(
            "The last year ends after {day:date}, the last date: it is incomplete and left out.", day=last_day
        ),
    }
    other = say(
        "The last period ends after {day:date}, the last date: it is incomplete and left out.", day=last_day
    )
    return Problem(
        "unfinished_step", said.get(frequency.name, other), remedy=KEEP_IT, fatal=False, alternative=KEEP
    )
