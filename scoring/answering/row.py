"""A row of scores, as the API answers it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from contract.asking import AnswerRow
from contract.data import Options
from language.sentences import say

RANGE = say(
    "Among customers with a similar score, the rate lies in this range 95 times in 100; of a number, 95 of "
    "100 outcomes do."
)


class Reason(Options):
    """How far a column moves the score."""

    column: str
    value: str | float | bool | None
    effect: float = Field(description=say("In points of the score; for numeric outcomes in their unit."))
    text: str


class ScoreRow(AnswerRow):
    """One customer. Of ``probability`` and ``value`` there is one, by the kind of outcome."""

    id: str | float | None = Field(title=say("Customer"), description=say("As it was sent."))
    probability: float | None = Field(
        default=None, title=say("Probability"), description=say("Of the outcome, from 0 to 1.")
    )
    value: float | None = Field(
        default=None, title=say("Value"), description=say("The number that is expected, where it is one.")
    )
    score: float | None = Field(title=say("Score"), description=say("From 0 to 100."))
    lower: float | None = Field(title=say("From"), description=RANGE)
    upper: float | None = Field(title=say("To"), description=RANGE)
    quality: str = Field(title=say("Quality"), description=say("The group by score, such as hot or cold."))
    expected_value: float | None = Field(
        title=say("Expected value"),
        description=say("What a contact brings less its cost; empty where nobody said what it is worth."),
    )
    recommendation: str | None = Field(
        title=say("Recommendation"), description=say("What to do; empty where the outcome is known.")
    )
    reasons: list[Reason] | Literal[""] = Field(
        title=say("Reasons"), description=say("The strongest first; an empty text where none were asked for.")
    )


class ScoreFacts(Options):
    """What all scores of a model rest on."""

    outcome: str | float | bool | None = Field(default=None, description=say("The outcome that is scored."))
    base_rate: float | None = Field(default=None, description=say("The share of rows with that outcome."))
