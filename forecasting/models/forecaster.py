"""What all forecasting models share: the kept history, intervals, requests, answers and files."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np

from columns.frequency import Frequency
from contract.asking import Answer, Flag, RequestProblem
from contract.blocks import Block
from contract.data import TypedTable
from contract.model import Model
from contract.training import Plan, Progress
from forecasting.answering.answers import answer_table, dates_ahead
from forecasting.answering.totals import totals_table, wants_totals
from forecasting.features.paydays import Paydays
from forecasting.members import MODELS
from forecasting.models.closed_days import Closing, closed_ahead, learn_closing
from forecasting.options import Request
from forecasting.panel import Driver, Panel, PreparedPanel
from forecasting.sheet.assumed import DRIVER_ASSUMED, View, as_it_came
from forecasting.sheet.drivers import with_future
from forecasting.step_words import named, steps_in_words
from forecasting.uncertainty.learned import Cases
from forecasting.uncertainty.series_stats import SeriesStats, never_negative
from language.sentences import Sentence, say, say_count


class Forecaster(Model):
    """A model of a whole panel. An algorithm says how to ``learn``, ``forecast``, ``write`` and ``read``.

    ``fits`` is the number of fits in a backtest by effort, where not every window has its own: the windows
    in between reuse the latest.
    """

    key: ClassVar[str]
    fits: ClassVar[Mapping[str, int]] = {}
    panel_: Panel
    stats_: SeriesStats
    uncertainty_: Cases
    closing_: Closing

    # --- The algorithm ---

    @abstractmethod
    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        """Learn from all of ``panel``."""

    @abstractmethod
    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        """Series × ``horizon`` values after the end of ``panel``, whose items were learned."""

    @abstractmethod
    def reach(self, panel: Panel) -> int:
        """Steps of history that ``forecast`` looks at."""

    @abstractmethod
    def write(self, folder: Path) -> None:
        """Save what was learned."""

    @abstractmethod
    def read(self, folder: Path) -> None:
        """Read what ``write`` saved."""

    def adopt(self, learned: Mapping[str, Any], plan: Plan) -> None:
        """Take from the evaluation what ``learn`` needs; most models need nothing."""

    def backtest(
        self, panel: Panel, origins: list[int], horizon: int, plan: Plan, progress: Progress
    ) -> np.ndarray:
        """Windows × series × steps, each window forecast by a model that knew only what was before it, and
        the drivers as they came to be."""
        return self.backtests(panel, origins, horizon, plan, progress, [as_it_came])[0]

    def backtests(
        self,
        panel: Panel,
        origins: list[int],
        horizon: int,
        plan: Plan,
        progress: Progress,
        views: Sequence[View],
    ) -> list[np.ndarray]:
        """One for each of ``views``, which say what was known of the drivers at each origin; the models that
        are fitted are the same."""
        every = -(-len(origins) // self.fits.get(plan.effort, len(origins)))
        forecasts: list[list[np.ndarray]] = [[] for _ in views]
        for number, origin in enumerate(origins):
            past = panel.until(origin)
            part = progress.part(number / len(origins), (number + 1) / len(origins))
            if number % every == 0:
                self.learn(past, plan, part)
            for found, view in zip(forecasts, views, strict=True):
                found.append(self.bounded(view(past), horizon, never_negative(past)))
            said = say(
                "{model}: window {number} of {count} tested",
                model=MODELS[self.key].label,
                number=number + 1,
                count=len(origins),
            )
            part(1.0, said)
        return [np.stack(found) for found in forecasts]

    def describe(self, panel: Panel) -> list[Block]:
        """What was learned of ``panel``, as blocks of the report."""
        return []

    def bounded(self, panel: Panel, horizon: int, nonnegative: np.ndarray) -> np.ndarray:
        """``forecast``, never below 0 for ``nonnegative`` series. The last season is repeated for those of
        ``repeat_only``, and where the model has no forecast (a forest that found no split gives NaN)."""
        values = self.forecast(panel, horizon)
        repeated = np.flatnonzero(panel.repeat_only | ~np.isfinite(values).all(axis=1))
        values[repeated] = panel.select(repeated).repeat_season(horizon)
        return np.where(nonnegative[:, None], np.maximum(values, 0.0), values)

    # --- The contract ---

    def fit(
        self, prepared: PreparedPanel, plan: Plan, learned: Mapping[str, Any], progress: Progress
    ) -> None:
        panel = prepared.panel
        self.adopt(learned, plan)
        self.learn(panel, plan, progress)
        self.keep(panel, learned["cases"])

    def keep(self, panel: Panel, uncertainty: Cases) -> None:
        """Store, in addition to what was learned, all that ``predict`` and ``save`` need."""
        self.uncertainty_ = uncertainty
        self.stats_ = SeriesStats.learn(panel)
        self.closing_ = learn_closing(panel)
        back = max((driver.back for driver in panel.driver_columns), default=0)
        self.panel_ = panel.tail(max(self.reach(panel), 2 * panel.season, panel.frequency.min_rows, back))

    def explain(self) -> list[Block]:
        return self.describe(self.panel_)

    def predict(self, request: Request, future: TypedTable | None = None) -> Answer:
        rows = self._rows(request.items)
        everything, flags = with_future(self.panel_, rows, request.horizon, future)
        panel, stats = everything.select(rows), self.stats_.select(rows)
        open_ = ~closed_ahead(panel, request.horizon, self.closing_) & ~panel.ended[:, None]
        values = stats.whole(self.bounded(panel, request.horizon, stats.nonnegative) * open_)
        assumed = any(flag.code == DRIVER_ASSUMED for flag in flags)
        uncertainty = self.uncertainty_.of(assumed).select(rows)
        if wants_totals(request):
            futures = uncertainty.futures(panel.items, values, stats, open_)
            table = totals_table(request, panel, futures, stats.counts)
            return Answer(table, [*flags, *_averaged(panel)], logged=False)
        table = answer_table(
            panel.items,
            dates_ahead(panel, request.horizon),
            values,
            {level: uncertainty.bounds(level, values, stats, open_) for level in request.levels},
        )
        return Answer(table, [*flags, *self._flags(panel, request.horizon)])

    def save(self, folder: Path) -> None:
        panel = self.panel_
        about = {
            "items": panel.items,
            "frequency": panel.frequency.as_dict(),
            "start": panel.start,
            "season": panel.season,
            "drivers": [asdict(driver) for driver in panel.driver_columns],
            "drivers_ahead": panel.drivers_ahead,
            "past": [asdict(column) for column in panel.past_columns],
            "static": [asdict(column) for column in panel.static_columns],
            "paydays": asdict(panel.paydays),
            "closing": self.closing_,
            "country": panel.country,
            "averaged": panel.averaged,
            "key_columns": panel.key_columns,
            "key_parts": panel.key_parts,
        }
        (folder / "panel.json").write_text(json.dumps(about, separators=(",", ":")))
        np.savez(
            folder / "panel.npz",
            values=panel.values,
            repeat_only=panel.repeat_only,
            ended=panel.ended,
            offsets=panel.offsets,
            drivers=panel.drivers,
            past=panel.past,
            static=panel.static,
            **self.stats_.as_arrays(),  # type: ignore[arg-type]
            **self.uncertainty_.as_arrays(),  # type: ignore[arg-type]
        )
        self.write(folder)

    @classmethod
    def load(cls, folder: Path, params: Any) -> Forecaster:
        model = cls(params)
        about = json.loads((folder / "panel.json").read_text())
        with np.load(folder / "panel.npz", allow_pickle=False) as arrays:
            model.panel_ = Panel(
                items=tuple(about["items"]),
                frequency=Frequency(**about["frequency"]),
                start=about["start"],
                season=about["season"],
                values=arrays["values"],
                repeat_only=arrays["repeat_only"],
                driver_columns=_columns(about["drivers"]),
                drivers=arrays["drivers"],
                country=about["country"],
                key_columns=tuple(about["key_columns"]),
                key_parts=tuple(map(tuple, about["key_parts"])),
                ended=arrays["ended"],
                offsets=arrays["offsets"],
                drivers_ahead=about["drivers_ahead"],
                past_columns=_columns(about["past"]),
                past=arrays["past"],
                static_columns=_columns(about["static"]),
                static=arrays["static"],
                averaged=about.get("averaged", False),
                paydays=Paydays(**about["paydays"]),
            )
            model.stats_ = SeriesStats.from_arrays(arrays)
            model.uncertainty_ = Cases.from_arrays(arrays)
        model.closing_ = tuple(map(tuple, about["closing"]))
        model.read(folder)
        return model

    # --- Requests ---

    def _rows(self, items: list[str] | None) -> np.ndarray:
        if items is None:
            return np.arange(len(self.panel_.items))
        position = {item: row for row, item in enumerate(self.panel_.items)}
        for number, item in enumerate(items):
            if item not in position:
                raise RequestProblem(f"items.{number}", "unknown_item", _unknown(item, self.panel_.items))
        return np.array([position[item] for item in dict.fromkeys(items)])

    def _flags(self, panel: Panel, horizon: int) -> list[Flag]:
        tested, step = self.uncertainty_.known.bands.tested, panel.frequency.name
        flags = [
            Flag(
                row=int(row) * horizon,
                code="little_history",
                message=say(
                    "The series '{item}' has only {steps} of history.",
                    item=panel.items[row],
                    steps=steps_in_words(int(panel.lengths[row]), step),
                ),
            )
            for row in np.flatnonzero(panel.lengths < panel.frequency.min_rows)
        ]
        flags += [
            Flag(
                row=int(row) * horizon,
                code="ended",
                message=say("The item '{item}' is discontinued: its forecast is 0.", item=panel.items[row]),
            )
            for row in np.flatnonzero(panel.ended)
        ]
        if horizon > tested:
            message = say(
                "The backtest reached {steps} ahead. Beyond that, accuracy is not measured, and intervals "
                "widen at least with the square root of the distance.",
                steps=steps_in_words(tested, step),
            )
            flags.append(Flag(row=None, code="beyond_backtest", message=message))
        return flags


def new_member(key: str, params: Any = None) -> Forecaster:
    """An unfitted model; with its default parameters where ``params`` are another model's."""
    choice = MODELS[key]
    own = params if isinstance(params, choice.Params) else choice.Params()
    return cast(Forecaster, choice.load_class()(own))


def _averaged(panel: Panel) -> list[Flag]:
    if not panel.averaged:
        return []
    message = say("Amounts do not add up: of several steps or items it is the plain mean.")
    return [Flag(row=None, code="averaged", message=message)]


def _columns(kept: list[dict[str, Any]]) -> tuple[Driver, ...]:
    return tuple(Driver(**{**column, "categories": tuple(column["categories"])}) for column in kept)


def _unknown(item: str, items: tuple[str, ...]) -> Sentence:
    return say_count(
        "The item '{item}' is unknown; {count:integer} item is known: {names}.",
        "The item '{item}' is unknown; {count:integer} items are known: {names}.",
        len(items),
        item=item,
        names=named(items),
    )
