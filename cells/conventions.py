"""How the cells of a column are written. Found once, at upload, and kept with the version and the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Kind = Literal["date", "number", "category", "flag", "text"]
DateOrder = Literal["dmy", "mdy", "ymd"]
Period = Literal["year", "quarter", "month", "week"]


@dataclass(frozen=True)
class Conventions:
    """Of one column. What a sheet has not settled is None: a cell that needs it then fits no convention.

    ``decimal`` and ``thousands`` are the marks of numbers written as text; ``percent`` says that "12 %" is
    0.12, ``notes`` are marks beside a number that say something else: "128.5 p". ``missing`` are words that
    this column has for nothing beside those of every column, ``not_missing`` words that are values here
    although they mean missing elsewhere; ``yes`` and ``no`` its words for a flag, casefolded. ``categories``
    are its values, None where they are not all known.

    ``zone`` is the clock of times that name an offset (``cells.zones``). ``period`` says what whole numbers
    are (years, or months such as 202401), and whether 2024-05 is a week. ``no_end`` are days (ISO) that stand
    for "never", as 31.12.9999 always does. ``blank_is_no`` says that a column of yes and no writes yes alone:
    a cell without anything is no, not missing.
    """

    name: str
    kind: Kind
    date_order: DateOrder | None = None
    decimal: str | None = None
    thousands: str | None = None
    percent: bool = False
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_missing: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    categories: tuple[str, ...] | None = None
    zone: str | None = None
    period: Period | None = None
    no_end: tuple[str, ...] = ()
    blank_is_no: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Conventions:
        """What was kept by this or an earlier release; keys that are not known are left aside."""
        known: dict[str, Any] = {}
        for name in (field.name for field in fields(cls) if field.name in kept):
            known[name] = tuple(kept[name]) if isinstance(kept[name], list) else kept[name]
        return cls(**known)
