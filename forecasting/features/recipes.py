"""Which steps of the past trees look at, by the step of a series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from columns.frequency import DAYS_PER_WEEK, Frequency
from forecasting.features.history import LONGEST_RANGE

SEASONS_AVERAGED = 4
DAYS_PER_YEAR = 364  # whole weeks
FEWEST_OF_A_LONG_YEAR = 20  # steps; of a year with fewer, more of them are looked at


@dataclass(frozen=True)
class Recipe:
    """Lags and windows in steps. ``level`` is the window of the recent level; ``seasons`` the steps after
    which a pattern repeats, the shorter first."""

    lags: tuple[int, ...]
    windows: tuple[int, ...]
    ranged: tuple[int, ...]
    seasons: tuple[int, ...]
    level: int
    growth: tuple[int, ...]

    @property
    def reach(self) -> int:
        """Steps of history that are looked at."""
        longest = (*self.lags, *self.windows, *(2 * window for window in self.growth))
        return max(
            *longest,
            *(SEASONS_AVERAGED * season for season in self.seasons[:1]),
            *(season + self.level for season in self.seasons),
        )


RECIPES: dict[str, Recipe] = {
    "hour": Recipe(
        lags=(*range(1, 13), 22, 23, 24, 25, 26, 47, 48, 49, 72, 96, 120, 144, 167, 168, 169, 336),
        windows=(3, 6, 12, 24, 48, 168, 336),
        ranged=(6, 24, 48),
        seasons=(24, 168),
        level=168,
        growth=(24, 168),
    ),
    "day": Recipe(
        lags=(*range(1, 16), 20, 21, 22, 27, 28, 29, 35, 42, 49, 56, 63, 70, 84, 91, 182, 363, 364, 365),
        windows=(3, 7, 14, 28, 56, 91, 182, 364),
        ranged=(7, 14, 28, 91),
        seasons=(7, 364),
        level=28,
        growth=(7, 28, 91, 364),
    ),
    "week": Recipe(
        lags=(*range(1, 15), 16, 20, 26, 39, 51, 52, 53, 104),
        windows=(2, 4, 8, 13, 26, 52),
        ranged=(4, 8, 13),
        seasons=(52,),
        level=13,
        growth=(4, 13, 52),
    ),
    "month": Recipe(
        lags=(*range(1, 14), 18, 23, 24, 25, 36),
        windows=(3, 6, 12, 24),
        ranged=(3, 6, 12),
        seasons=(12,),
        level=12,
        growth=(3, 12),
    ),
    "quarter": Recipe(
        lags=(*range(1, 9), 12),
        windows=(2, 4, 8),
        ranged=(4,),
        seasons=(4,),
        level=4,
        growth=(2, 4),
    ),
    "year": Recipe(
        lags=(1, 2, 3, 4, 5),
        windows=(2, 3, 5),
        ranged=(3,),
        seasons=(1,),
        level=3,
        growth=(1, 3),
    ),
}


def recipe_of(frequency: Frequency) -> Recipe:
    """That of the table above, or one made in its manner."""
    if frequency.name in RECIPES:
        return RECIPES[frequency.name]
    if frequency.within_day:
        return _of_days(frequency.season)
    if frequency.like == "day":
        return _of_weeks(max(frequency.season, round(DAYS_PER_YEAR / frequency.every)))
    return _of_years(frequency.season)


def _of_days(day: int) -> Recipe:
    """``day`` is the number of steps in one."""
    week = DAYS_PER_WEEK * day
    around = [season + more for season in (day, week) for more in (-1, 0, 1)]
    return Recipe(
        lags=_ascending([*range(1, 13), *around, *(day * days for days in range(2, 7)), 2 * week]),
        windows=_ascending([3, 6, 12, day, 2 * day, week, 2 * week]),
        ranged=_ranges([day // 4, day, 2 * day]),
        seasons=(day, week),
        level=week,
        growth=(day, week),
    )


def _of_weeks(year: int) -> Recipe:
    """Of several days: weekdays come again after seven steps, seasons after a ``year`` of steps."""
    week = DAYS_PER_WEEK
    return Recipe(
        lags=_ascending([*range(1, 16), *(week * weeks for weeks in (3, 4, 6)), year - 1, year, year + 1]),
        windows=_ascending([3, week, 2 * week, 4 * week, year // 2, year]),
        ranged=_ranges([week, 2 * week, 4 * week]),
        seasons=(week, year),
        level=2 * week,
        growth=_ascending([week, 2 * week, year]),
    )


def _of_years(year: int) -> Recipe:
    """``year`` is the number of steps in one; short ones are looked back at for several years."""
    quarter, half, long = max(year // 4, 1), max(year // 2, 1), year >= FEWEST_OF_A_LONG_YEAR
    lags = [*range(1, 15 if long else max(year + 2, 4)), half, year - 1, year, year + 1, 2 * year, 3 * year]
    return Recipe(
        lags=_ascending(lags),
        windows=_ascending([max(quarter, 2), max(half, 2), max(year, 2), *([] if long else [2 * year])]),
        ranged=_ranges([quarter, half, year]),
        seasons=(year,),
        level=max(quarter if long else year, 3),
        growth=_ascending([quarter, year]),
    )


def _ascending(steps: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({step for step in steps if step > 0}))


def _ranges(steps: Iterable[int]) -> tuple[int, ...]:
    """Windows whose quantiles are asked for."""
    return _ascending(min(max(step, 3), LONGEST_RANGE) for step in steps)
