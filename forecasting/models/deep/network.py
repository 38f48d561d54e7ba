"""The network: an LSTM reads the recent past, a small head forecasts every step ahead at once.

The head sees, for each step ahead, what the LSTM kept, what is known of the step (calendar, drivers) and the
values that any forecast begins with (the last one, the same place of the last season), which also reach the
output directly. The LSTM is that of Hochreiter and Schmidhuber 1997, "Long short-term memory", Neural
Computation 9.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor, nn

from forecasting.models.deep.batches import Batch

HEAD = 48

torch.set_num_threads(1)  # with more threads than free cores a small network is many times slower


class Network(nn.Module):
    """``layers`` are the widths of the LSTM layers, the first one reading the inputs.

    ``known`` is the number of values known of each step, ``begun`` of those a forecast begins with.
    """

    def __init__(self, layers: tuple[int, ...], known: int, begun: int):
        super().__init__()
        self.known = known
        widths = (2 + known, *layers)  # a value, whether it is there, and what is known of its step
        self.layers = nn.ModuleList(
            nn.LSTM(below, width, batch_first=True) for below, width in pairwise(widths)
        )
        self.head = nn.Sequential(nn.Linear(layers[-1] + known + begun, HEAD), nn.ReLU(), nn.Linear(HEAD, 1))
        self.direct = nn.Linear(begun, 1)

    def forward(self, past: Tensor, known: Tensor, begun: Tensor) -> Tensor:
        """Rows × context × inputs, rows × steps × known, rows × steps × begun -> rows × steps."""
        kept = past
        for layer in self.layers:
            kept, _ = layer(kept)
        last = kept[:, -1:, :].expand(-1, known.shape[1], -1)
        found: Tensor = self.head(torch.cat([last, known, begun], dim=2)) + self.direct(begun)
        return found.squeeze(2)

    def answer(self, batch: Batch) -> np.ndarray:
        """Rows × steps."""
        self.eval()
        with torch.no_grad():
            found: np.ndarray = self(*tensors(batch)).numpy()
        return found.astype(np.float64)

    def write(self, path: Path) -> None:
        save_file({name: value.numpy() for name, value in self.state_dict().items()}, path)

    def read(self, path: Path) -> None:
        self.load_state_dict({name: torch.from_numpy(value) for name, value in load_file(path).items()})


def tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    return (torch.from_numpy(batch.past), torch.from_numpy(batch.known), torch.from_numpy(batch.begun))
