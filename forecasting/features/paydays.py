"""Pay days: when wages and grants are paid, by a rule that the user chooses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from columns.frequency import Frequency
from language.sentences import Sentence, say

FORTNIGHT = 14
A_FRIDAY = "2024-01-05"  # from which fortnights are counted where no other Friday is given
FARTHEST = 31  # days between two pay days of a month at most
FIXED_DAYS = {"first": 1, "15": 15, "25": 25}
SATURDAY = 5
MONDAY_OF_1970 = 4  # 1970 began on a Thursday
NAMES = (say("days since the last pay day"), say("days until the next pay day"), say("pay-day weekend"))
NAME_OF_COUNT = say("pay days in the period")


@dataclass(frozen=True)
class Paydays:
    """``rule`` is none, first, 15, 25, day (then ``day`` counts), last_working_day or fortnightly_friday
    (then ``friday``, an ISO date, is one of them)."""

    rule: str = "none"
    day: int = 25
    friday: str = ""

    def between(self, begin: int, end: int, holidays: np.ndarray) -> np.ndarray:
        """Days since 1970 from ``begin`` up to ``end``, ascending; ``holidays`` are such days, too.

        What falls on a weekend or a public holiday is paid on the last working day before.
        """
        if self.rule == "fortnightly_friday":
            first = np.datetime64(self.friday or A_FRIDAY, "D").astype(np.int64)
            return np.arange(begin + (first - begin) % FORTNIGHT, end, FORTNIGHT)
        months = np.arange(
            np.datetime64(begin, "D").astype("datetime64[M]"),
            np.datetime64(end, "D").astype("datetime64[M]") + 2,
        )
        starts = months.astype("datetime64[D]").astype(np.int64)
        lengths = (months + 1).astype("datetime64[D]").astype(np.int64) - starts
        day = lengths if self.rule == "last_working_day" else np.full_like(lengths, self._day_of_month)
        wanted = (starts + np.minimum(day, lengths) - 1).astype("datetime64[D]")
        closed = holidays.astype("datetime64[D]")
        paid = np.busday_offset(wanted, 0, roll="backward", holidays=closed).astype(np.int64)
        return paid[(paid >= begin) & (paid < end)]

    @property
    def _day_of_month(self) -> int:
        return FIXED_DAYS.get(self.rule, self.day)


def payday_features(
    frequency: Frequency, begins: np.ndarray, ends: np.ndarray, paydays: Paydays, holidays: np.ndarray
) -> dict[Sentence, np.ndarray]:
    """Features by name; ``begins`` and ``ends`` are the first days of the steps and of those after them.

    The pay-day weekend is the first Saturday and Sunday on or after a pay day.
    """
    paid = paydays.between(int(begins.min()) - 2 * FARTHEST, int(ends.max()) + 2 * FARTHEST, holidays)
    if frequency.days > 1:
        return {NAME_OF_COUNT: (np.searchsorted(paid, ends) - np.searchsorted(paid, begins)).astype(float)}
    since = begins - paid[np.searchsorted(paid, begins, side="right") - 1]
    until = paid[np.searchsorted(paid, begins)] - begins
    weekday = (begins - MONDAY_OF_1970) % 7
    weekend = (weekday >= SATURDAY) & (since <= weekday)  # paid since the Monday before
    return dict(zip(NAMES, (since.astype(float), until.astype(float), weekend.astype(float)), strict=True))
