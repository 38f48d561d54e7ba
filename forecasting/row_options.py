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
            "zero: no row means nothing was sold. repeat: use the value one season earlier. auto: zero "
            "on closed days, for items that rarely sell and for those that have ended; repeat where "
            "rows were forgotten or an export is missing."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: what suits each item"),
                "zero": say("zero: nothing was sold"),
                "repeat": say("repeat: as one season earlier"),
            }
        },
    ),
]
Ends = Annotated[
    Literal["together", "own"],
    Field(
        title=say("Where items end"),
        description=say(
            "together: an item with no rows at the end of the sheet has ended. own: each item is "
            "forecast from its own last row."
        ),
        json_schema_extra={
            "words": {
                "together": say("together: with the last date of the sheet"),
                "own": say("own: each with its own last row"),
            }
        },
    ),
]
AfterToday = Annotated[
    Literal["auto", "future", "history"],
    Field(
        title=say("Rows after today"),
        description=say(
            "future: they are still to come; their amounts are not learned, what is known in advance is "
            "used. history: they have happened, for dates follow another calendar. auto: future; asked where "
            "their amounts look like history."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: still to come, unless they look like history"),
                "future": say("future: still to come"),
                "history": say("history: they have happened"),
            }
        },
    ),
]
TrailingZeros = Annotated[
    Literal["auto", "not_yet", "nothing_sold"],
    Field(
        title=say("Zeros at the end"),
        description=say(
            "not_yet: the sheet is a template that is not filled in yet; the history ends before. "
            "nothing_sold: they are learned as 0. auto: asked where there were never so many before."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: asked where they are unusual"),
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
            "A week, month or day that is not over yet would be learned as a fall. auto: left out where it "
            "is far below what is usual, or lacks days."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: left out where it is not over"),
                "keep": say("keep: it is complete"),
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
            "An amount far above all others, as by a slip of typing, would spoil the forecast. auto: it is "
            "named, and learned as the usual amount."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: learned as the usual amount"),
                "keep": say("keep: they are right"),
            }
        },
    ),
]
Duplicates = Annotated[
    Literal["auto", "keep", "leave_out"],
    Field(
        title=say("Copied rows"),
        description=say(
            "Rows that are equal in every column to an earlier one. auto: they count, for the same can be "
            "sold twice; asked where exports seem to overlap."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: asked where exports seem to overlap"),
                "keep": say("keep: they count"),
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
            "sum: sales of two days add up. mean: a level, such as a temperature, is averaged. last: of a "
            "stock, the last amount of a step counts. rate: averaged by the column of weights. auto: guessed "
            "from the name and the unit."
        ),
        json_schema_extra={
            "words": {
                "auto": say("auto: guessed from the name and the unit"),
                "sum": say("sum: they add up"),
                "mean": say("mean: they are averaged"),
                "last": say("last: the last of a step counts"),
                "rate": say("rate: averaged by weights"),
            }
        },
    ),
]
