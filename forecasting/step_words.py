"""Steps, seasons and patterns as words that are said in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from language.sentences import Sentence, joined, say, say_count

REPEATING = {
    "hour": say("repeating yesterday"),
    "day": say("repeating last week"),
    "week": say("repeating last year"),
    "month": say("repeating last year"),
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
HOURS = tuple(f"{hour}:00" for hour in range(24))
NAMED_IN_MESSAGES = 5


def steps_in_words(count: int, step: str) -> Sentence:
    """``1 day``, ``28 days``; ``step`` is hour, day, week or month."""
    if step == "hour":
        return say_count("{count:integer} hour", "{count:integer} hours", count)
    if step == "day":
        return say_count("{count:integer} day", "{count:integer} days", count)
    if step == "week":
        return say_count("{count:integer} week", "{count:integer} weeks", count)
    return say_count("{count:integer} month", "{count:integer} months", count)


def windows_in_words(count: int) -> Sentence:
    return say_count("{count:integer} window", "{count:integer} windows", count)


def named(items: Sequence[str]) -> Sentence:
    """``'a', 'b'``: the first five, and how many more there are."""
    first = joined([f"'{item}'" for item in items[:NAMED_IN_MESSAGES]], ", ")
    if len(items) <= NAMED_IN_MESSAGES:
        return first
    return say("{names} and {more:integer} more", names=first, more=len(items) - NAMED_IN_MESSAGES)
