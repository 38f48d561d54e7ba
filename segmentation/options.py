"""What a user can set for a training, and what a request for predictions holds."""

from __future__ import annotations

from pydantic import Field

from language.sentences import say
from training.exchange import Options


class SegmentationSettings(Options):
    segments: int | None = Field(
        default=None,
        ge=2,
        le=20,
        title=say("Number of segments"),
        description=say("Leave empty to let the data decide: the clearest number that is also stable."),
    )
    maximum: int = Field(
        default=10,
        ge=2,
        le=20,
        title=say("At most"),
        description=say("The largest number of segments to try when the data decides."),
    )


class SegmentationRequest(Options):
    rows: list[dict[str, str | int | float | bool | None]] = Field(
        min_length=1,
        max_length=100_000,
        title=say("Customers"),
        description=say("One object per customer: the columns the model was trained on. Others are ignored."),
    )
