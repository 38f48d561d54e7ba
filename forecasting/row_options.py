"""What a user may say of the rows of a sheet: what a missing one means, which ones count, how they add up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from language.sentences import say

Gaps = Annotated[
    Literal["auto", "zero", "repeat"],
    Field(
        title=say("Missing dates"),
        description=say(
            "What a date without a row means. Unless you say so: nothing was sold on closed days, for items "
            "that rarely sell and for those that have ended; as one season earlier where rows were forgotten "
            "or an export is missing."
        ),
        json_schema_extra={
            "words": {
                "auto": say("what suits each item"),
                "zero": say("nothing was sold"),
                "repeat": say("as one season earlier"),
            }
        },
    ),
]
Ends = Annotated[
    Literal["together", "own"],
    Field(
        title=say("Where items end"),
        description=say(
            "An item with no rows at the end of the sheet has ended, or each item is forecast from its own "
            "last row."
        ),
        json_schema_extra={
            "words": {
                "together": say("with the last date of the sheet"),
                "own": say("each with its own last row"),
            }
        },
    ),
]
AfterToday = Annotated[
    Literal["auto", "future", "history"],
    Field(
        title=say("Rows after today"),
        description=say(
            "Of rows that are still to come, amounts are not learned, and what is known in advance is used. "
            "They have happened where dates follow another calendar. Asked where their amounts look like "
            "history."
        ),
        json_schema_extra={
            "words": {
                "auto": say("still to come, unless they look like history"),
                "future": say("still to come"),
                "history": say("they have happened"),
            }
        },
    ),
]
TrailingZeros = Annotated[
    Literal["auto", "not_yet", "nothing_sold"],
    Field(
        title=say("Zeros at the end"),
        description=say(
            "The sheet is a template that is not filled in yet, and the history ends before; or nothing was "
            "sold, and they are learned as 0. Asked where there were never so many before."
        ),
        json_schema_extra={
            "words": {
                "auto": say("asked where they are unusual"),
                "not_yet": say("not filled in yet"),
                "nothing_sold": say("nothing was sold"),
            }
        },
    ),
]
LastPeriod = Annotated[
    Literal["auto", "keep", "leave_out"],
    Field(
        title=say("Last period"),
        description=say(
            "A week, month or day that is not over yet would be learned as a fall. Left out where it "
            "is far below what is usual, or lacks days."
        ),
        json_schema_extra={
            "words": {
                "auto": say("left out where it is not over"),
                "keep": say("it is complete"),
                "leave_out": say("leave it out"),
            }
        },
    ),
]
WildValues = Annotated[
    Literal["auto", "keep"],
    Field(
        title=say("Wild amounts"),
        description=say(
            "An amount far above all others, as by a slip of typing, would spoil the forecast: it is named, "
            "and learned as the usual amount, unless you keep it."
        ),
        json_schema_extra={
            "words": {
                "auto": say("learned as the usual amount"),
                "keep": say("they are right"),
            }
        },
    ),
]
Duplicates = Annotated[
    Literal["auto", "keep", "leave_out"],
    Field(
        title=say("Copied rows"),
        description=say(
            "Rows that are equal in every column to an earlier one. They count, for the same can be "
            "sold twice; asked where exports seem to overlap."
        ),
        json_schema_extra={
            "words": {
                "auto": say("asked where exports seem to overlap"),
                "keep": say("they count"),
                "leave_out": say("leave them out"),
            }
        },
    ),
]
AddsUp = Annotated[
    Literal["auto", "sum", "mean", "last", "rate"],
    Field(
        title=say("How amounts go together"),
        description=say(
            "Sales of two days add up; a level, such as a temperature, is averaged; of a stock, the last "
            "amount of a step counts; a rate is averaged by the column of weights. Guessed from the name and "
            "the unit."
        ),
        json_schema_extra={
            "words": {
                "auto": say("guessed from the name and the unit"),
                "sum": say("they add up"),
                "mean": say("they are averaged"),
                "last": say("the last of a step counts"),
                "rate": say("averaged by weights"),
            }
        },
    ),
]
