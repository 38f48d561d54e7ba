"""Steps, seasons and patterns as words that are shown in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from language.sentences import Sentence, joined, say, say_count

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


def steps_in_words(count: int, step: str) -> Sentence:
    """``1 day``, ``28 days``; ``step`` is one of ``frequency.Step``."""
    if step == "hour":
        return say_count("{count:integer} hour", "{count:integer} hours", count)
    if step == "day":
        return say_count("{count:integer} day", "{count:integer} days", count)
    if step == "week":
        return say_count("{count:integer} week", "{count:integer} weeks", count)
    if step == "month":
        return say_count("{count:integer} month", "{count:integer} months", count)
    if step == "quarter":
        return say_count("{count:integer} quarter", "{count:integer} quarters", count)
    return say_count("{count:integer} year", "{count:integer} years", count)


def windows_in_words(count: int) -> Sentence:
    return say_count("{count:integer} window", "{count:integer} windows", count)


def named(items: Sequence[str], count: int | None = None) -> Sentence:
    """``'a', 'b'``: the first five, and how many more there are; ``count`` is of more than ``items``."""
    first = joined([f"'{item}'" for item in items[:NAMED_IN_MESSAGES]], ", ")
    more = (len(items) if count is None else count) - NAMED_IN_MESSAGES
    return first if more <= 0 else say("{names} and {more:integer} more", names=first, more=more)
