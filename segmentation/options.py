"""What a user can set for a training."""

from __future__ import annotations

from pydantic import Field

from contract.data import Options
from language.sentences import say


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
