"""Forecasters that are LSTM networks: one for all items, or one for each item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch

from contract.training import Plan, Progress
from forecasting.features.driver_features import DriverWays
from forecasting.features.recipes import recipe_of
from forecasting.members import MODELS
from forecasting.models.deep.batches import Batches, Ways
from forecasting.models.deep.learning import all_origins, teach
from forecasting.models.deep.network import Network
from forecasting.models.forecaster import Forecaster
from forecasting.panel import Panel

MOST_STEPS_AT_ONCE = 96  # steps further ahead are forecast in blocks, each becoming history for the next
ITEMS_AT_ONCE = 512


class Lstm(Forecaster):
    """One network for all items. None is learned where no item has the windows to learn from."""

    key = "lstm"
    fits = {"fast": 1, "best": 1}  # of a backtest: learning takes long, and changes little in between
    layers: ClassVar[tuple[int, ...]] = (48,)
    items_: dict[str, int]
    ways_: Ways
    reach_: int
    network_: Network | None

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.items_ = {item: row for row, item in enumerate(panel.items)}
        self.ways_ = Ways.learn(panel)
        self.reach_ = min(plan.settings.horizon, MOST_STEPS_AT_ONCE, max(panel.steps // 4, 1))
        self.network_ = None
        if len(all_origins(panel, self.reach_).series):
            batches = Batches(panel, self.ways_, 0)
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(plan.seed)
                self.network_ = Network(self.layers, batches.known, Batches.BEGUN)
                teach(self.network_, batches, self.reach_, plan, progress, MODELS[self.key].label)
        progress(1.0)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        if self.network_ is None:
            return panel.repeat_season(horizon)
        rows = np.arange(len(panel.items))
        parts = [rows[begin : begin + ITEMS_AT_ONCE] for begin in range(0, len(rows), ITEMS_AT_ONCE)]
        return np.concatenate([self._forecast(panel.select(part), horizon, self.network_) for part in parts])

    def _forecast(self, panel: Panel, horizon: int, network: Network) -> np.ndarray:
        ways = self.ways_.select(np.array([self.items_[item] for item in panel.items], dtype=int))
        batches, series = Batches(panel, ways, horizon), np.arange(len(panel.items))
        end = panel.steps + horizon
        while (step := batches.history.steps) < end:
            ahead = min(self.reach_, end - step)
            batch = batches.at(series, np.full(len(series), step), ahead)
            batches.history.append(batch.base[:, None] + batch.units[:, None] * network.answer(batch))
        return batches.history.values[:, panel.steps :]

    def reach(self, panel: Panel) -> int:
        return recipe_of(panel.frequency).reach

    def write(self, folder: Path) -> None:
        network = self.network_
        about = {
            "items": list(self.items_),
            "seen": self.ways_.drivers.seen,
            "reach": self.reach_,
            "layers": self.layers,
            "known": None if network is None else network.known,
        }
        (folder / "lstm.json").write_text(json.dumps(about))
        np.savez(folder / "lstm.npz", **self.ways_.as_arrays())
        if network is not None:
            network.write(folder / "lstm.safetensors")

    def read(self, folder: Path) -> None:
        about = json.loads((folder / "lstm.json").read_text())
        self.items_ = {item: row for row, item in enumerate(about["items"])}
        self.reach_ = about["reach"]
        seen = tuple(None if values is None else tuple(values) for values in about["seen"])
        with np.load(folder / "lstm.npz", allow_pickle=False) as arrays:
            drivers = DriverWays(seen, arrays["usual"], arrays["past_usual"], arrays["past_rate"])
            self.ways_ = Ways(arrays["units"], drivers, arrays["centre"], arrays["spread"])
        self.network_ = None
        if about["known"] is not None:
            self.network_ = Network(tuple(about["layers"]), about["known"], Batches.BEGUN)
            self.network_.read(folder / "lstm.safetensors")


class _Deep(Lstm):
    """The stack of the systems that were here before."""

    key = "lstm_per_item"
    layers = (128, 64, 32, 16)


class LstmPerItem(Forecaster):
    """A deep network of each item, which sees nothing of the others."""

    key = "lstm_per_item"
    fits = {"fast": 1, "best": 1}
    members_: dict[str, Lstm]

    def learn(self, panel: Panel, plan: Plan, progress: Progress) -> None:
        self.members_ = {}
        count = len(panel.items)
        for row, item in enumerate(panel.items):
            self.members_[item] = member = _Deep(self.params)
            part = progress.part(row / count, (row + 1) / count)
            member.learn(panel.select(np.array([row])), plan, part)

    def forecast(self, panel: Panel, horizon: int) -> np.ndarray:
        found = [
            self.members_[item].forecast(panel.select(np.array([row])), horizon)
            for row, item in enumerate(panel.items)
        ]
        return np.concatenate(found)

    def reach(self, panel: Panel) -> int:
        return recipe_of(panel.frequency).reach

    def write(self, folder: Path) -> None:
        (folder / "lstm_per_item.json").write_text(json.dumps(list(self.members_)))
        for number, member in enumerate(self.members_.values()):
            (folder / str(number)).mkdir()
            member.write(folder / str(number))

    def read(self, folder: Path) -> None:
        items = json.loads((folder / "lstm_per_item.json").read_text())
        self.members_ = {}
        for number, item in enumerate(items):
            self.members_[item] = member = _Deep(self.params)
            member.read(folder / str(number))
