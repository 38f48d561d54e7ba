"""A row of a forecast, as the API answers it."""

from __future__ import annotations

from pydantic import Field

from contract.asking import AnswerRow
from language.sentences import say


class ForecastRow(AnswerRow):
    """One item at one date. Bounds come in pairs, such as lower_80 and upper_80, one pair per level."""

    __pydantic_extra__: dict[str, float | None]

    item: str = Field(title=say("Item"), description=say("Empty where the sheet has one series only."))
    date: str = Field(title=say("Date"), description=say("The first day of the period, as ISO text."))
    value: float | None = Field(
        title=say("Forecast"), description=say("What is expected on average, in the unit of the sheet.")
    )
    lower_80: float | None = Field(
        default=None, title=say("Lower 80 %"), description=say("Nine of ten values lie above it.")
    )
    upper_80: float | None = Field(
        default=None, title=say("Upper 80 %"), description=say("Nine of ten values lie below it.")
    )
    lower_95: float | None = Field(
        default=None, title=say("Lower 95 %"), description=say("39 of 40 values lie above it.")
    )
    upper_95: float | None = Field(
        default=None, title=say("Upper 95 %"), description=say("39 of 40 values lie below it.")
    )
