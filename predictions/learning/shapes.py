"""What the API answers about sessions, typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from api.openapi.answers import Block, JsonSchema, Page, Settings

Values = Annotated[dict[str, Any], Field(description="What to try, by name, as the family declares it.")]
Result = Annotated[
    dict[str, Any] | None, Field(description="What came of it, as `takes` of the session describes it.")
]


class SessionOpened(TypedDict):
    """A session that has just been opened."""

    id: int
    step: int
    model: str
    version: int


class Session(SessionOpened):
    """A session of learning by trying."""

    label: str
    status: Annotated[str, Field(json_schema_extra={"enum": ["open", "stopped"]})]
    owner: str | None
    created_at: datetime
    stopped_at: datetime | None
    reason: str | None


class SessionPage(Page):
    """Your sessions, newest first."""

    results: list[Session]


class SessionStep(TypedDict):
    """One step: what was proposed, why, and what came of it."""

    step: int
    proposal: Values
    why: str
    seed: int
    proposed_by: str | None
    proposed_at: datetime
    result: Result
    observed_by: str | None
    observed_at: datetime | None


class StepPage(Page):
    """Steps of a session."""

    results: list[SessionStep]


class SessionDetail(Session):
    """A session with its state in words and as blocks, what a result is made of, and a page of its steps."""

    settings: Settings
    seed: int
    state: str | None
    takes: JsonSchema | None
    blocks: list[Block]
    steps: StepPage


class Proposal(TypedDict):
    """What to try next. Asked again before its result is observed, it is the same."""

    step: int
    proposal: Values
    why: str


class Observed(TypedDict):
    """The next step, and what is known by now."""

    step: int
    state: str
