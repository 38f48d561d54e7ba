"""The mean of three models with fixed shares, as in older systems."""

from __future__ import annotations

import numpy as np

from forecasting.members import LSTM, MODELS
from forecasting.models.combining import Shares
from language.sentences import Sentence, joined, say

SHARES = {"boosting": 0.4, "prophet": 0.3, LSTM: 0.3}


def fixed_members() -> tuple[str, ...]:
    """Those that are installed."""
    return tuple(key for key in SHARES if MODELS[key].available)


def fixed_shares(series: int) -> Shares:
    """The same for each of so many series; what is missing is shared out among the others."""
    members = fixed_members()
    shares = np.array([SHARES[key] for key in members])
    return Shares(members, np.tile((shares / shares.sum())[:, None], (1, series)), 1.0)


def fixed_note() -> Sentence:
    """Which models count how much, and what is missing."""
    shares = fixed_shares(1)
    parts = [
        say("{share:percent} {model}", share=round(share, 2), model=MODELS[key].label)
        for key, share in shares.mean().items()
    ]
    said = say("Fixed shares: {parts}.", parts=joined(parts, ", "))
    missing = [MODELS[key].unavailable for key in SHARES if key not in shares.members]
    return joined([said, *missing])
