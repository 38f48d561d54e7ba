"""How a network is taught: mean absolute error, stopped by the last part of the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from contract.training import Plan, Progress
from forecasting.models.deep.batches import Batches
from forecasting.models.deep.network import Network, tensors
from forecasting.panel import Panel
from language.sentences import Sentence, say

# Limits of time: on one core, 60 epochs of so many windows take a minute or two.
MOST_EPOCHS = {"fast": 20, "best": 40}
WINDOWS_PER_EPOCH = {"fast": 4_096, "best": 8_192}
WINDOWS_JUDGED, JUDGED_AT_ONCE = 2_048, 512
AT_ONCE = (16, 64)  # windows of a step: few where there are few, so that an epoch has steps enough
STEPS_PER_EPOCH = 40
PATIENCE = 6  # epochs without a smaller error
LEARNING_RATE = 2e-3
LONGEST_STEP = 1.0  # of the gradient's norm
SHARE_JUDGED = 0.1  # of the history, its last part: what stops the learning
SMALLEST_WEIGHT_SHARE = 0.05


@dataclass(frozen=True)
class Origins:
    """Where windows begin: ``origins[i]`` of ``series[i]``."""

    series: np.ndarray
    origins: np.ndarray

    def select(self, rows: np.ndarray) -> Origins:
        return Origins(self.series[rows], self.origins[rows])

    def parts(self, size: int) -> Iterator[Origins]:
        for begin in range(0, len(self.series), size):
            yield Origins(self.series[begin : begin + size], self.origins[begin : begin + size])


def all_origins(panel: Panel, ahead: int) -> Origins:
    """With enough past, and all of their ``ahead`` steps known."""
    past = np.arange(panel.steps)[None, :] - panel.first[:, None]
    inside = np.arange(panel.steps)[None, :] + ahead <= panel.steps
    return Origins(*np.nonzero((past >= panel.frequency.min_past) & inside & ~panel.repeat_only[:, None]))


def teach(network: Network, batches: Batches, ahead: int, plan: Plan, progress: Progress, name: str) -> None:
    """Teach ``network`` from all of the panel of ``batches``; the weights of the best epoch are kept.

    ``progress`` is told of each epoch, and may end it all by raising.
    """
    random = np.random.default_rng(plan.seed)
    learned, judged = _parted(batches.panel, ahead, random)
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    most = MOST_EPOCHS[plan.effort]
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, most)
    best, since, kept = np.inf, 0, network.state_dict()
    for epoch in range(1, most + 1):
        count = min(WINDOWS_PER_EPOCH[plan.effort], len(learned.series))
        picked = learned.select(random.choice(len(learned.series), count, replace=False))
        _one_epoch(network, optimizer, batches, picked, ahead, plan)
        schedule.step()
        error = _error(network, batches, judged, ahead, plan)
        since += 1
        if error < best:
            best, since = error, 0
            kept = {key: value.clone() for key, value in network.state_dict().items()}
        progress(epoch / most, _said(name, epoch, most, best))
        if since >= PATIENCE:
            break
    network.load_state_dict(kept)


def _parted(panel: Panel, ahead: int, random: np.random.Generator) -> tuple[Origins, Origins]:
    """Windows to learn from and, after all of them, windows to judge by; the same where there are few."""
    everything = all_origins(panel, ahead)
    begin = panel.steps - max(ahead, int(SHARE_JUDGED * panel.steps))
    learned = everything.select(np.flatnonzero(everything.origins + ahead <= begin))
    judged = everything.select(np.flatnonzero(everything.origins >= begin))
    if not len(learned.series) or not len(judged.series):
        learned = judged = everything
    count = min(WINDOWS_JUDGED, len(judged.series))
    return learned, judged.select(np.sort(random.choice(len(judged.series), count, replace=False)))


def _one_epoch(
    network: Network,
    optimizer: torch.optim.Optimizer,
    batches: Batches,
    picked: Origins,
    ahead: int,
    plan: Plan,
) -> None:
    network.train()
    for part in picked.parts(int(np.clip(len(picked.series) // STEPS_PER_EPOCH, *AT_ONCE))):
        optimizer.zero_grad()
        _loss(network, batches, part, ahead, plan).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
        optimizer.step()


def _error(network: Network, batches: Batches, judged: Origins, ahead: int, plan: Plan) -> float:
    network.eval()
    with torch.no_grad():
        parts = [
            (len(part.series), float(_loss(network, batches, part, ahead, plan)))
            for part in judged.parts(JUDGED_AT_ONCE)
        ]
    return sum(size * loss for size, loss in parts) / len(judged.series)


def _loss(network: Network, batches: Batches, part: Origins, ahead: int, plan: Plan) -> torch.Tensor:
    """Mean absolute error in units; where percent count, of the smaller values more."""
    batch = batches.at(part.series, part.origins, ahead)
    known = np.isfinite(batch.target)
    target = torch.from_numpy(np.where(known, batch.target, np.float32(0)))
    weights = known.astype(np.float32)
    if plan.settings.counts == "percent":
        size = np.abs(batch.target + (batch.base / batch.units)[:, None])
        weights /= np.maximum(np.where(known, size, 1.0), SMALLEST_WEIGHT_SHARE)
    weight = torch.from_numpy(weights.astype(np.float32))
    found: torch.Tensor = network(*tensors(batch))
    return (torch.abs(found - target) * weight).sum() / weight.sum()


def _said(name: str, epoch: int, most: int, best: float) -> Sentence:
    return say(
        "{model}: epoch {epoch} of at most {most}, smallest error {error:number} times the usual change",
        model=name,
        epoch=epoch,
        most=most,
        error=round(best, 3),
    )
