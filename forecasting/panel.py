"""All series of a sheet as one table of numbers: series × steps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from columns.frequency import Frequency
from contract.data import Problem
from contract.training import Prepared
from forecasting.features.paydays import Paydays
from forecasting.step_words import REPEATING_THE_LAST_VALUE, repeating
from language.sentences import Sentence

ONLY_ITEM = "all"  # the item's name where the sheet has no item column


@dataclass(frozen=True)
class Driver:
    """A column beside the amount. ``categories``, empty for numbers and flags, are coded by position.

    ``otherwise`` is the value ahead where nothing is told, such as 0 for promotions that are not planned;
    None where the panel's rule ``drivers_ahead`` is asked. ``back`` is the number of steps after which its
    values come back; 0 for those of the season.
    """

    name: str
    categories: tuple[str, ...] = ()
    otherwise: float | None = None
    back: int = 0


@dataclass(frozen=True)
class Panel:
    """``values`` is series × steps, without gaps, NaN before a series begins; all series end with the
    last step, each of them ``offsets`` steps later than its own dates say (0 where the sheet ends for all
    on one date). ``ended`` is True for series that are discontinued.

    ``drivers``, known ahead, is driver × series × steps, at least as many steps as ``values``, NaN where
    unknown; ``drivers_ahead`` is the setting of that name. ``past``, known only afterwards, is column ×
    series × steps, as many as ``values``. ``static`` is column × series: numbers, or the positions in the
    ``categories`` of its column, so that series of one category can be put together.
    ``repeat_only`` is True for series that are too short, or too constant, for anything else.
    ``start`` is the time of the first step in whole steps of ``frequency``; ``season`` is the number
    of steps after which the pattern repeats, 1 where the history is too short for one. ``country`` is the
    ISO code whose public holidays count, or "". ``driver_means`` is driver × steps, the means over all
    series, also over those that ``select`` has left out; so are ``driver_ranks``, driver × series × steps,
    the share of all series that have a smaller value. Where several columns together name an item,
    ``key_columns`` are these and ``key_parts`` (series × keys) what each says; else both are empty.
    ``averaged`` says that amounts are levels or rates: of several steps or series the mean is told, no total.
    """

    items: tuple[str, ...]
    frequency: Frequency
    start: int
    season: int
    values: np.ndarray
    repeat_only: np.ndarray
    driver_columns: tuple[Driver, ...] = ()
    drivers: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0)))
    country: str = ""
    driver_means: np.ndarray | None = None
    key_columns: tuple[str, ...] = ()
    key_parts: tuple[tuple[str, ...], ...] = ()
    ended: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    offsets: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    driver_ranks: np.ndarray | None = None
    drivers_ahead: str = "auto"
    past_columns: tuple[Driver, ...] = ()
    past: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0)))
    static_columns: tuple[Driver, ...] = ()
    static: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    averaged: bool = False
    paydays: Paydays = field(default_factory=Paydays)

    def __post_init__(self) -> None:
        for name in ("ended", "offsets"):  # left out: none
            if not (given := getattr(self, name)).size:
                object.__setattr__(self, name, np.zeros(len(self.items), dtype=given.dtype))

    @property
    def steps(self) -> int:
        return int(self.values.shape[1])

    @property
    def first(self) -> np.ndarray:
        """Position of each series' first value."""
        known = ~np.isnan(self.values)
        return np.where(known.any(axis=1), known.argmax(axis=1), self.steps)

    @property
    def lengths(self) -> np.ndarray:
        """Number of steps since each series began."""
        return self.steps - self.first

    @property
    def baseline_label(self) -> Sentence:
        """What the baseline does; it begins no sentence."""
        return REPEATING_THE_LAST_VALUE if self.season == 1 else repeating(self.frequency)

    def times(self, begin: int = 0, end: int | None = None) -> np.ndarray:
        """Times of the steps from ``begin`` up to ``end``, which may be beyond the last value."""
        return np.arange(self.start + begin, self.start + (self.steps if end is None else end))

    @property
    def end_together(self) -> bool:
        """False where items end on dates of their own, and so have no total."""
        return not self.offsets.any()

    def item_times(self, row: int, begin: int = 0, end: int | None = None) -> np.ndarray:
        """As ``times``, by the item's own dates."""
        return self.times(begin, end) - self.offsets[row]

    def dated(self, horizon: int) -> tuple[np.ndarray, np.ndarray]:
        """Times that hold every series' own dates up to ``horizon`` steps ahead, and the place of the first
        step of each among them."""
        farthest = int(self.offsets.max(initial=0))
        return self.times(-farthest, self.steps + horizon), farthest - self.offsets

    def until(self, origin: int) -> Panel:
        """The panel as it was before step ``origin``; drivers known ahead stay, for they were known then."""
        return replace(self, values=self.values[:, :origin], past=self.past[:, :, :origin])

    def select(self, rows: np.ndarray) -> Panel:
        drivers, means, ranks = self.drivers, self.driver_means, self.driver_ranks
        if self.driver_columns:
            drivers, means = self.drivers[:, rows], self.known_driver_means(0)
            ranks = self.known_driver_ranks()[:, rows]
        return replace(
            self,
            items=tuple(self.items[row] for row in rows),
            values=self.values[rows],
            repeat_only=self.repeat_only[rows],
            drivers=drivers,
            driver_means=means,
            key_parts=tuple(self.key_parts[row] for row in rows) if self.key_parts else (),
            ended=self.ended[rows],
            offsets=self.offsets[rows],
            driver_ranks=ranks,
            past=self.past[:, rows] if self.past_columns else self.past,
            static=self.static[:, rows] if self.static_columns else self.static,
        )

    def tail(self, steps: int) -> Panel:
        """The last ``steps`` steps, with the drivers known from there on."""
        begin = max(self.steps - steps, 0)
        return replace(
            self,
            start=self.start + begin,
            values=self.values[:, begin:],
            drivers=self.drivers[:, :, begin:],
            driver_means=None if self.driver_means is None else self.driver_means[:, begin:],
            driver_ranks=None if self.driver_ranks is None else self.driver_ranks[:, :, begin:],
            past=self.past[:, :, begin:],
        )

    def together(self) -> Panel:
        """One series: the total of all, or their mean."""
        found = np.nansum(self.values, axis=0, keepdims=True)
        if self.averaged:
            found = found / np.maximum((~np.isnan(self.values)).sum(axis=0), 1)
        return Panel((ONLY_ITEM,), self.frequency, self.start, self.season, found, np.array([False]))

    def parts(self, count: np.ndarray) -> np.ndarray:
        """What totals of so many amounts are divided by: 1 where they add up."""
        return count if self.averaged else np.ones_like(count)

    def repeat_season(self, horizon: int) -> np.ndarray:
        """Series × ``horizon``: the last season again and again; its mean where a series is younger."""
        season = min(self.season, self.steps)
        last = self.values[:, self.steps - season :]
        known = ~np.isnan(last)
        count = known.sum(axis=1)
        total = np.where(known, last, 0.0).sum(axis=1)
        mean = np.divide(total, count, out=np.full(len(last), np.nan), where=count > 0)
        last = np.where(known.all(axis=1)[:, None], last, mean[:, None])
        return last[:, np.arange(horizon) % season]

    def known_drivers(self, horizon: int) -> np.ndarray:
        """Drivers of exactly ``steps + horizon`` steps; steps beyond the known ones are NaN."""
        wanted = self.steps + horizon
        missing = max(wanted - self.drivers.shape[2], 0)
        return np.pad(self.drivers[:, :, :wanted], ((0, 0), (0, 0), (0, missing)), constant_values=np.nan)

    def known_driver_means(self, horizon: int) -> np.ndarray:
        """Driver × at least ``steps + horizon`` steps: means over all series, NaN where none is known."""
        means = self.driver_means if self.driver_means is not None else _means_over_series(self.drivers)
        missing = max(self.steps + horizon - means.shape[1], 0)
        return np.pad(means, ((0, 0), (0, missing)), constant_values=np.nan)

    def known_driver_ranks(self) -> np.ndarray:
        """Driver × series × steps: the share of all series with a smaller value; NaN where unknown, and of
        flags and categories."""
        return self.driver_ranks if self.driver_ranks is not None else _ranks_over_series(self)


def _means_over_series(drivers: np.ndarray) -> np.ndarray:
    known = np.isfinite(drivers)
    count = known.sum(axis=1)
    total = np.where(known, drivers, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def _ranks_over_series(panel: Panel) -> np.ndarray:
    """Equal values share the place of the first; 0 is the smallest, 1 the largest of several series."""
    ranks = np.full(panel.drivers.shape, np.nan)
    for number, (driver, values) in enumerate(zip(panel.driver_columns, panel.drivers, strict=True)):
        known = np.isfinite(values)
        if driver.categories or ((values == 0) | (values == 1) | ~known).all():
            continue
        ordered = np.sort(values, axis=0)  # NaN last
        smaller = np.empty(values.shape)
        for step in range(values.shape[1]):
            smaller[:, step] = np.searchsorted(ordered[:, step], values[:, step])
        others = np.maximum(known.sum(axis=0) - 1, 1)
        ranks[number] = np.where(known, smaller / others, np.nan)
    return ranks


@dataclass
class PreparedPanel(Prepared):
    """What the models learn from, and the user's own words for it."""

    panel: Panel
    target: str
    item_column: str | None
    horizon: int
    problems: list[Problem] = field(default_factory=list)
    unit: str = ""

    @property
    def has_items(self) -> bool:
        return self.item_column is not None
