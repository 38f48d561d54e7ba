"""What all trees share: one model for all series, its training rows, and features in blocks of series.

A block bounds the memory: features of 10,000 series take no more room than those of 500.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from contract.blocks import Bar, Block
from contract.training import Progress
from forecasting.features.driver_features import DriverWays
from forecasting.features.recipes import recipe_of
from forecasting.features.table import FeatureTable
from forecasting.members import MODELS
from forecasting.models.forecaster import Forecaster
from forecasting.panel import Panel
from language.sentences import Sentence, joined, say

CELLS_AT_ONCE = 400_000  # series × steps whose features are held at a time
TREES_PER_REPORT = 10
FEATURES_SHOWN = 10
FEWEST_STEPS = 10  # to learn from
USEFUL, UNKNOWN, CONSTANT, UNREPEATED = range(4)


@dataclass(frozen=True)
class Places:
    """Where to learn from: the step ``ahead[i]`` (from 1) after ``origins[i]`` of ``series[i]``.

    ``known`` are the steps at which columns known only afterwards end; without it, at the origins.
    """

    series: np.ndarray
    origins: np.ndarray
    ahead: np.ndarray
    known: np.ndarray | None = None

    def select(self, rows: np.ndarray) -> Places:
        known = None if self.known is None else self.known[rows]
        return Places(self.series[rows], self.origins[rows], self.ahead[rows], known)


@dataclass(frozen=True)
class TrainingRows:
    """``target`` is the distance of ``actual`` from the base, in ``units`` of its series."""

    features: np.ndarray
    target: np.ndarray
    actual: np.ndarray
    units: np.ndarray


class GlobalTrees(Forecaster):
    """``fits`` are few, for trees change little from window to window."""

    items_: dict[str, int]
    units_: np.ndarray
    ways_: DriverWays
    kept_: np.ndarray

    # --- What differs ---

    @abstractmethod
    def sizes(self, panel: Panel) -> np.ndarray:
        """What distances of each series are measured in; above 0."""

    @abstractmethod
    def base(self, table: FeatureTable, places: Places) -> np.ndarray:
        """The value that the target is the distance from."""

    @abstractmethod
    def gains(self) -> np.ndarray:
        """What each feature added to the accuracy."""

    # --- Learning ---

    def training_rows(self, panel: Panel, places: Places) -> TrainingRows:
        """Also takes over the items, their sizes, the ways of their drivers, and which features are kept."""
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.units_ = self.sizes(panel)
        self.ways_ = DriverWays.learn(panel)
        places = places.select(np.argsort(places.series, kind="stable"))
        parts = []
        for first, block in series_blocks(panel, 0):
            begin, end = np.searchsorted(places.series, [first, first + len(block.items)])
            inside = places.select(np.arange(begin, end))
            parts.append(self._rows_of(block, replace(inside, series=inside.series - first)))
        names = ("features", "target", "actual", "units")
        rows = TrainingRows(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
        self.kept_ = np.where(self._unrepeated(panel, places), UNREPEATED, useful(rows.features))
        return replace(rows, features=rows.features[:, self.kept_ == USEFUL])

    def _unrepeated(self, panel: Panel, places: Places) -> np.ndarray:
        """For each feature, whether it gives the time of year while less than a year is known."""
        learned = places.origins + places.ahead
        if not len(learned) or learned.max() - learned.min() + 1 >= panel.frequency.steps_a_year:
            return np.array(False)
        return self._table(panel.select(np.arange(1)), 0, None).tell_place_in_year()

    def table(self, panel: Panel, horizon: int = 0) -> FeatureTable:
        return self._table(panel, horizon, self.kept_ == USEFUL)

    def _table(self, panel: Panel, horizon: int, kept: np.ndarray | None) -> FeatureTable:
        learned = self.learned_rows(panel)
        return FeatureTable(panel, self.units_[learned], self.ways_.select(learned), horizon, kept)

    def learned_rows(self, panel: Panel) -> np.ndarray:
        """Where the items of ``panel`` stood in the one that was learned from."""
        return np.array([self.items_[item] for item in panel.items], dtype=int)

    def judged_rows(self, panel: Panel, places: Places) -> TrainingRows:
        """Of few enough series for their features to be held at once, by what was learned of the items."""
        return self._rows_of(panel, places, self.kept_ == USEFUL)

    def _rows_of(self, panel: Panel, places: Places, kept: np.ndarray | None = None) -> TrainingRows:
        table = self._table(panel, 0, kept)
        actual = panel.values[places.series, places.origins + places.ahead - 1]
        units = table.units[places.series]
        target = (actual - self.base(table, places)) / units
        known = np.flatnonzero(np.isfinite(target))
        places = places.select(known)
        features = table.rows(places.series, places.origins, places.ahead, places.known)
        return TrainingRows(features, target[known], actual[known], units[known])

    def reporting(self, progress: Progress, trees: int) -> Callable[[int], None]:
        """To be called with the number of trees that are learned."""

        def report(number: int) -> None:
            if number % TREES_PER_REPORT == 0:
                said = say(
                    "{model}: {number:integer} of {all:integer} trees",
                    model=MODELS[self.key].label,
                    number=number,
                    all=trees,
                )
                progress(number / trees, said)

        return report

    # --- Forecasting ---

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        blocks = series_blocks(panel, horizon)
        return np.concatenate([self.forecast_block(block, horizon) for _, block in blocks])

    @abstractmethod
    def forecast_block(self, panel: Panel, horizon: int) -> np.ndarray:
        """As ``forecast``, of few enough series for their features to be held at once."""

    def reach(self, panel: Panel) -> int:
        return recipe_of(panel.frequency).reach

    # --- Files and report ---

    def write(self, folder: Path) -> None:
        ways = self.ways_
        np.savez(
            folder / f"{self.key}.npz",
            units=self.units_,
            kept=self.kept_,
            usual=ways.usual,
            past_usual=ways.past_usual,
            past_rate=ways.past_rate,
        )
        about = {"items": list(self.items_), "seen": ways.seen}
        (folder / f"{self.key}.json").write_text(json.dumps(about))

    def read(self, folder: Path) -> None:
        about = json.loads((folder / f"{self.key}.json").read_text())
        self.items_ = {item: row for row, item in enumerate(about["items"])}
        with np.load(folder / f"{self.key}.npz", allow_pickle=False) as arrays:
            self.units_, self.kept_ = arrays["units"], arrays["kept"]
            usual = [arrays[name] for name in ("usual", "past_usual", "past_rate")]
        seen = tuple(None if values is None else tuple(values) for values in about["seen"])
        self.ways_ = DriverWays(seen, *usual)

    def describe(self, panel: Panel) -> list[Block]:
        names, gains = self.table(panel.select(np.arange(1))).names(), self.gains()
        largest = np.argsort(-gains, kind="stable")[:FEATURES_SHOWN]
        largest = largest[gains[largest] > 0]
        shares = gains[largest] / (gains.sum() or 1.0)
        labels = [names[place] for place in largest]
        bar = Bar(
            say("What the trees rely on"),
            labels=labels,
            series=[{"name": say("Share"), "values": shares.tolist()}],
            y_label=say("Share of what the model learned"),
            horizontal=True,
            format="percent",
            summary=joined([_looked_at(labels), _dropped(self.kept_)]),
        )
        return [bar]


def enough_past(panel: Panel) -> np.ndarray:
    """Series × steps: True where a step has enough past to be learned from; with any past, where so few
    have enough that trees could not be grown."""
    past = np.arange(panel.steps)[None, :] - panel.first[:, None]
    enough = past >= panel.frequency.min_past
    return enough if enough[~panel.repeat_only].sum() >= FEWEST_STEPS else past > 0


def series_blocks(panel: Panel, horizon: int) -> Iterator[tuple[int, Panel]]:
    """As many series at a time as ``CELLS_AT_ONCE`` allows, and the position of the first of them."""
    size = max(CELLS_AT_ONCE // (panel.steps + horizon), 1)
    panel = replace(panel, driver_means=panel.known_driver_means(0))
    for begin in range(0, len(panel.items), size):
        yield begin, panel.select(np.arange(begin, min(begin + size, len(panel.items))))


def useful(features: np.ndarray) -> np.ndarray:
    """For each column ``USEFUL``, or why trees can learn nothing from it: ``UNKNOWN`` or ``CONSTANT``."""
    if not len(features):
        return np.full(features.shape[1], USEFUL)
    least, most = np.fmin.reduce(features), np.fmax.reduce(features)
    constant = (least == most) & ~np.isnan(features).any(axis=0)
    return np.where(np.isnan(least), UNKNOWN, np.where(constant, CONSTANT, USEFUL))


def positive_sizes(values: np.ndarray, instead: np.ndarray | float = 1.0) -> np.ndarray:
    """Mean absolute value of each series; ``instead`` where that is 0 or none is known."""
    known = ~np.isnan(values)
    sizes = np.where(known, np.abs(values), 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(sizes > 0, sizes, instead)


def _dropped(kept: np.ndarray) -> Sentence | str:
    unknown, constant, unrepeated = ((kept == why).sum() for why in (UNKNOWN, CONSTANT, UNREPEATED))
    if not unknown + constant + unrepeated:
        return ""
    said = say(
        "{used:integer} of {all:integer} features are used: {unknown:integer} could not be computed because "
        "the history is too short or the data is missing, and {constant:integer} never change.",
        all=len(kept),
        used=int((kept == USEFUL).sum()),
        unknown=int(unknown),
        constant=int(constant),
    )
    if not unrepeated:
        return said
    return joined([said, _no_whole_year(int(unrepeated))])


def _no_whole_year(count: int) -> Sentence:
    return say(
        "{count:integer} features that tell the time of year are left out: there is no whole year to learn "
        "from.",
        count=count,
    )


def _looked_at(largest: list[Sentence]) -> Sentence | str:
    if not largest:
        return ""
    return say("The trees rely most on: {names}.", names=joined(largest[:3], ", "))
