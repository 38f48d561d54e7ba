"""Steps, seasons and patterns as words that are shown in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from language.sentences import Sentence, joined, say, say_count

if TYPE_CHECKING:
    from columns.frequency import Frequency

REPEATING = {
    "hour": say("repeating yesterday"),
    "day": say("repeating last week"),
    "week": say("repeating last year"),
    "month": say("repeating last year"),
    "quarter": say("repeating last year"),
}
ONE_STEP = {
    "hour": say("an hour"),
    "day": say("a day"),
    "week": say("a week"),
    "month": say("a month"),
    "quarter": say("a quarter"),
    "year": say("a year"),
}
"""The steps that are most common; of them longer periods are totalled."""
HALVES = {"semimonth": say("half a month"), "6 months": say("half a year")}
REPEATING_THE_LAST_VALUE = say("repeating the last value")
WEEKDAYS = (
    *(say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday")),
    *(say("Friday"), say("Saturday"), say("Sunday")),
)
MONTHS = (
    *(say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July")),
    *(say("August"), say("September"), say("October"), say("November"), say("December")),
)
QUARTERS = (say("1st quarter"), say("2nd quarter"), say("3rd quarter"), say("4th quarter"))
HOURS = tuple(f"{hour}:00" for hour in range(24))
NAMED_IN_MESSAGES = 5


def repeating(frequency: Frequency) -> Sentence:
    """What the baseline does, which repeats the last season; it begins no sentence."""
    if frequency.every > 1 and frequency.like == "day":
        return say("repeating the last {days:integer} days", days=frequency.season * frequency.every)
    return REPEATING[frequency.like]


def one_step(name: str) -> Sentence:
    """``a week``, ``2 weeks``; ``name`` is that of a Frequency."""
    if name in ONE_STEP or name in HALVES:
        return ONE_STEP.get(name) or HALVES[name]
    count, _, unit = name.rpartition(" ")
    return steps_in_words(int(count or 1), unit.removesuffix("s"))


def steps_in_words(count: int, name: str) -> Sentence:
    """``1 day``, ``28 days``, ``3 periods of 2 weeks``; ``name`` is that of a Frequency."""
    if name == "minute":
        return say_count("{count:integer} minute", "{count:integer} minutes", count)
    if name == "hour":
        return say_count("{count:integer} hour", "{count:integer} hours", count)
    if name == "day":
        return say_count("{count:integer} day", "{count:integer} days", count)
    if name == "week":
        return say_count("{count:integer} week", "{count:integer} weeks", count)
    if name == "4 weeks":
        return say_count("{count:integer} four-week period", "{count:integer} four-week periods", count)
    if name == "semimonth":
        return say_count("{count:integer} half-month", "{count:integer} half-months", count)
    if name == "month":
        return say_count("{count:integer} month", "{count:integer} months", count)
    if name == "quarter":
        return say_count("{count:integer} quarter", "{count:integer} quarters", count)
    if name == "6 months":
        return say_count("{count:integer} half-year", "{count:integer} half-years", count)
    if name == "year":
        return say_count("{count:integer} year", "{count:integer} years", count)
    return say_count(
        "{count:integer} period of {step}", "{count:integer} periods of {step}", count, step=one_step(name)
    )


def windows_in_words(count: int) -> Sentence:
    return say_count("{count:integer} window", "{count:integer} windows", count)


def named(items: Sequence[str], count: int | None = None) -> Sentence:
    """``'a', 'b'``: the first five, and how many more there are; ``count`` is of more than ``items``."""
    first = joined([f"'{item}'" for item in items[:NAMED_IN_MESSAGES]], ", ")
    more = (len(items) if count is None else count) - NAMED_IN_MESSAGES
    return first if more <= 0 else say("{names} and {more:integer} more", names=first, more=more)
