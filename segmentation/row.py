"""A row of segments, as the API answers it."""

from __future__ import annotations

from pydantic import Field

from contract.asking import AnswerRow
from language.sentences import say


class SegmentRow(AnswerRow):
    """One customer."""

    id: str | float | None = Field(title=say("Customer"), description=say("As it was sent."))
    segment: int = Field(title=say("Segment"), description=say("Its number, counted from 1 by value."))
    name: str = Field(title=say("Name"), description=say("The name of the segment."))
    distance: float | None = Field(
        title=say("Distance"), description=say("From the middle of the segment: small is typical.")
    )
