"""What is wrong with known outcomes, and what only the user knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract.data import Choice, Problem, Question
from language.sentences import Sentence, joined, say, say_count

FEWEST_OF_A_CLASS = 10
FEWEST_SCORES = 30
LISTED = 8
POSITIVE, NEGATIVE = "settings.positive", "settings.negative"
SETTINGS = {POSITIVE: say("Outcome to predict"), NEGATIVE: say("Opposite outcome")}
ALL_OTHERS = "*"
"""Stands for every value that is not named in the other setting."""


@dataclass(frozen=True)
class Place:
    """The column of the outcomes, and the table that it is in."""

    column: str
    table: str


def which(place: Place, option: str, choices: Sequence[Choice], values: Sequence[str], many: bool) -> Problem:
    """What the user alone can say: which values are hits, or misses."""
    told = {
        "column": place.column,
        "words": ", ".join(f"'{value}'" for value in values[:LISTED]) + (", …" if values[LISTED:] else ""),
        "count": len(values),
    }
    if not many:
        message = say("'{column}' has two values, {words}: which of them do you want to predict?", **told)
    elif option == POSITIVE:
        message = say(
            "'{column}' has {count:integer} values ({words}): which of them are the outcome to predict?",
            **told,
        )
    else:
        message = say(
            "'{column}' has {count:integer} values ({words}): which of them say that the outcome did not "
            "happen? Rows with the others are scored, but not learned from.",
            **told,
        )
    return Problem(
        code="which_outcome" if option == POSITIVE else "which_opposite",
        message=message,
        table=place.table,
        column=place.column,
        count=len(values),
        remedy=say("Set '{setting}' to your answer.", setting=SETTINGS[option]),
        question=Question(option, tuple(choices), many),
    )


def unknown(place: Place, option: str, wanted: str, texts: Sequence[str]) -> Problem:
    return Problem(
        code="unknown_positive" if option == POSITIVE else "unknown_negative",
        message=say(
            "'{column}' is never '{wanted}'; it has {count:integer} values: {values}.",
            column=place.column,
            wanted=wanted,
            count=len(texts),
            values=", ".join(texts[:5]),
        ),
        table=place.table,
        column=place.column,
        count=len(texts),
        remedy=say("Set '{setting}' to one of these values.", setting=SETTINGS[option]),
    )


def both_ways(place: Place, texts: Sequence[str]) -> Problem:
    return Problem(
        code="hit_and_miss",
        message=say(
            "{values} of '{column}' cannot be both the outcome to predict and its opposite.",
            values=joined([f"'{text}'" for text in texts], ", "),
            column=place.column,
        ),
        table=place.table,
        column=place.column,
        count=len(texts),
        remedy=say("Name each value in one of the two settings."),
    )


def undecided(place: Place, counts: Sequence[tuple[str, int]], blank: int, rows: int) -> list[Problem]:
    """Rows that are neither hits nor misses, with the number of each value; none where there are none."""
    total = sum(count for _, count in counts) + blank
    if not total:
        return []
    told: list[Sentence] = [
        say("'{value}': {count:integer}", value=text, count=count) for text, count in counts[:LISTED]
    ]
    if rest := sum(count for _, count in counts[LISTED:]):
        told.append(say("other values: {count:integer}", count=rest))
    if blank:
        told.append(say("empty: {count:integer}", count=blank))
    message = say_count(
        "{count:integer} of {rows:integer} rows is undecided in '{column}' ({values}): it is scored, but not "
        "learned from.",
        "{count:integer} of {rows:integer} rows are undecided in '{column}' ({values}): they are scored, but "
        "not learned from.",
        total,
        rows=rows,
        column=place.column,
        values=joined(told, ", "),
    )
    remedy = say(
        "No action needed. To learn from a value, name it in 'Outcome to predict' or in 'Opposite outcome'."
    )
    return [
        Problem(
            "undecided_outcomes",
            message,
            table=place.table,
            column=place.column,
            count=total,
            remedy=remedy,
            fatal=False,
        )
    ]


def no_outcome(place: Place) -> Problem:
    return Problem(
        code="no_outcome",
        message=say("The column '{column}' has no outcomes: 0 rows are filled in.", column=place.column),
        table=place.table,
        column=place.column,
        count=0,
        remedy=say("Choose the column that says what happened, or add a sheet with the outcomes."),
    )


def too_many_values(place: Place, texts: Sequence[str]) -> Problem:
    return Problem(
        code="many_outcomes",
        message=say(
            "'{column}' has {count:integer} different values ({values}); an outcome has 2.",
            column=place.column,
            count=len(texts),
            values=", ".join(texts[:5]) + (", …" if len(texts) > 5 else ""),
        ),
        table=place.table,
        column=place.column,
        count=len(texts),
        remedy=say(
            "Choose another column, or say in 'Outcome to predict' and 'Opposite outcome' which of its "
            "values count."
        ),
    )


def one_class(place: Place, text: str, rows: int) -> Problem:
    return Problem(
        code="one_class",
        message=say(
            "'{column}' is '{value}' in all {count:integer} rows with an outcome: there is nothing to "
            "distinguish.",
            column=place.column,
            value=text,
            count=rows,
        ),
        table=place.table,
        column=place.column,
        count=rows,
        remedy=say(
            "Add customers with the other outcome, at least {needed:integer}.", needed=FEWEST_OF_A_CLASS
        ),
    )


def too_few(place: Place, text: str, count: int, rows: int) -> Problem:
    return Problem(
        code="too_few_outcomes",
        message=say_count(
            "'{column}' is '{value}' in {count:integer} of {rows:integer} rows; at least {needed:integer} "
            "are needed.",
            "'{column}' is '{value}' in {count:integer} of {rows:integer} rows; at least {needed:integer} "
            "are needed.",
            count,
            column=place.column,
            value=text,
            rows=rows,
            needed=FEWEST_OF_A_CLASS,
        ),
        table=place.table,
        column=place.column,
        count=count,
        remedy=say("Wait for more outcomes, or choose a less rare one: nothing can be learned from so few."),
    )


def too_few_scores(place: Place, count: int) -> Problem:
    return Problem(
        code="too_few_outcomes",
        message=say(
            "'{column}' has {count:integer} scores; at least {needed:integer} are needed.",
            column=place.column,
            count=count,
            needed=FEWEST_SCORES,
        ),
        table=place.table,
        column=place.column,
        count=count,
        remedy=say("Add customers whose score is known."),
    )
