"""How many steps of a sheet a number of days is: of months fewer, of hours more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.problems import field_problem
from contract.data import Problem
from datasets.models import DatasetVersion

if TYPE_CHECKING:
    from columns.frequency import Frequency

FIELD = "horizon_days"
MOST_STEPS = 730


@dataclass(frozen=True)
class Horizon:
    """``days`` as asked for, or as is usual where nobody asked, and None where steps were set; ``steps`` is
    what they are of a sheet."""

    days: int | None
    steps: int
    step: str
    asked: bool

    @classmethod
    def of(
        cls,
        uploaded: DatasetVersion,
        columns: Mapping[str, str],
        settings: Mapping[str, Any],
        days: int,
        asked: bool,
    ) -> Horizon:
        """Raises ApiProblem where the days asked for are more steps than can be forecast at once."""
        frequency = _frequency(uploaded, columns, str(settings.get("frequency", "auto")))
        if isinstance(set_ := settings.get("horizon"), int):
            return cls(None, set_, frequency.name, True)
        steps = frequency.steps_covering(days)
        if steps > MOST_STEPS and asked:
            reach = int(MOST_STEPS * frequency.days)
            message = (
                f"{days} days are {steps:,} steps of this sheet (step: {frequency.name}); at most "
                f"{MOST_STEPS} can be forecast at once, which is {reach} days."
            )
            raise field_problem(FIELD, "too_many_steps", message)
        return cls(days, min(steps, MOST_STEPS), frequency.name, asked)

    def as_dict(self) -> dict[str, Any]:
        return {FIELD: self.days, "steps": self.steps, "step": self.step, "default": not self.asked}

    def problems(self) -> list[dict[str, Any]]:
        """What a reader may not expect: days that are another number of steps."""
        if self.days is None or self.steps == self.days:
            return []
        given = f"{FIELD} is {self.days}" if self.asked else f"{FIELD} was not given ({self.days} by default)"
        message = f"{given}: the forecast is {self.steps} steps long (step: {self.step})."
        return [Problem("horizon_in_steps", message, count=self.steps, fatal=False).as_dict()]


def _frequency(uploaded: DatasetVersion, columns: Mapping[str, str], wanted: str) -> Frequency:
    """As the run will find it; days where the columns have none, which the run refuses."""
    import numpy as np
    import pandas as pd

    from columns.finding_steps import UnknownStep, find_frequency
    from columns.frequency import Frequency
    from columns.values import dates

    frame = uploaded.frame(columns=list(columns.values()))
    try:
        times = dates(frame[columns["time"]])
    except TypeError:
        return Frequency("day")
    items = frame[columns["item"]] if "item" in columns else pd.Series(0, index=frame.index)
    codes, _ = pd.factorize(items)
    there = ~np.isnat(times) & (codes >= 0) & frame[columns["target"]].notna().to_numpy()
    try:
        return find_frequency(pd.Series(times[there]), codes[there], wanted)
    except (UnknownStep, ValueError):  # ValueError: no such step is known
        return Frequency("day")
