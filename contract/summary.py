"""What the first screen says of an answer: the one figure, what to do about it, how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from contract.blocks.base import has_format, has_tone
from contract.plain import plain

Aspect = Literal["data", "error", "coverage", "drivers", "structure"]

Tone = Literal["good", "warn", "bad"]


@dataclass(frozen=True)
class Ground:
    """One reason to trust an answer, or not to. ``text`` is a sentence with the numbers it rests on.

    ``good`` is earned: a family says it only of what it measured. How fresh the data is, the program adds.
    """

    about: Aspect
    tone: Tone
    text: str


@dataclass(frozen=True)
class Summary:
    """``label`` says what the figure is, with its dates: "sales, 8 January to 6 February 2025".

    ``low`` and ``high`` bound ``value`` four times in five. ``picture`` is drawn small: the values of a
    line in their order, or the sizes of bars. ``do`` is one sentence: what to do now. ``assumes`` is an
    assumption that changes the figure, as a sentence; "" where there is none that matters. ``data_until``
    is the last date that the data knows, ``answers_until`` the last that the answer speaks of.
    """

    label: str
    value: float
    format: str = "number"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    do: str = ""
    assumes: str = ""
    picture: Sequence[float] = ()
    drawn: Literal["line", "bars"] = "bars"
    data_until: date | None = None
    answers_until: date | None = None
    grounds: Sequence[Ground] = ()

    def __post_init__(self) -> None:
        has_format(self.format)
        for ground in self.grounds:
            has_tone(ground.tone)

    def as_dict(self) -> Mapping[str, Any]:
        """Plain JSON, sentences kept as sentences; dates as ISO text."""
        return dict(plain(asdict(self)))
