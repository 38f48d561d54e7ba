"""A sample, and its size."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Sample:
    """A sheet, the parameters it was made with (plain JSON), and a sentence that says what it is."""

    frame: DataFrame
    truth: dict[str, Any]
    description: str


@dataclass(frozen=True)
class SampleSize:
    """How much to generate; what is None has a default per kind. Days end with ``end``."""

    rows: int | None = None
    days: int | None = None
    stores: int | None = None
    products: int | None = None
    end: datetime.date = field(default_factory=lambda: datetime.date.today() - datetime.timedelta(days=1))

    def __post_init__(self) -> None:
        for name in ("rows", "days", "stores", "products"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} is {value}, at least 1 is needed.")
