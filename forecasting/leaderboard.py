"""Every candidate with its error, its error's error and its size, and why one of them was chosen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from forecasting.backtest import Tested
from forecasting.forecaster import Forecaster
from forecasting.intervals import Intervals
from forecasting.members import BASELINE, COMBINED, MODELS
from forecasting.metrics import ratio_error
from forecasting.panel import Panel
from forecasting.step_words import windows_in_words
from language.sentences import Sentence, joined, say
from training.exchange import Candidate

Metrics = Mapping[str, Mapping[str, float]]


def leaderboard(
    metrics: Metrics,
    tested: Tested,
    forecasts: Mapping[str, np.ndarray],
    chosen: str,
    sizes: Mapping[str, int],
) -> list[Candidate]:
    """The smallest WAPE first."""
    candidates = [
        Candidate(
            model=key,
            label=MODELS[key].label,
            metrics=measured,
            seconds=tested.seconds.get(key, 0.0),
            chosen=key == chosen,
            baseline=key == BASELINE,
            error=_wape_error(tested, np.abs(tested.error(forecasts[key]))),
            size=sizes.get(key),
        )
        for key, measured in metrics.items()
    ]
    return sorted(candidates, key=lambda candidate: candidate.metrics["wape"])


def file_sizes(
    members: Mapping[str, Forecaster], panel: Panel, intervals: Intervals, shares: Mapping[str, float]
) -> dict[str, int]:
    """Bytes of each model's files, packed, as the members last fitted in the backtest write them.

    The weighted mean has the files of all of its members.
    """
    sizes = {}
    for key, member in members.items():
        member.keep(panel, intervals)
        with tempfile.TemporaryDirectory() as folder:
            files = Path(folder) / key
            files.mkdir()
            member.save(files)
            sizes[key] = Path(shutil.make_archive(str(files), "zip", files)).stat().st_size
    return {**sizes, COMBINED: sum(sizes[key] for key in shares)}


# --- Why this one ---------------------------------------------------------------------------------


def reason(
    metrics: Metrics, tested: Tested, forecasts: Mapping[str, np.ndarray], chosen: str, wanted: str
) -> Sentence:
    """One or two sentences: asked for, better than the others and by how much, or none was better."""
    windows = windows_in_words(len(tested.windows.origins))
    label, wape = MODELS[chosen].label, metrics[chosen]["wape"]
    if wanted in MODELS:
        return say(
            "{model} was asked for by name. Its WAPE over {windows} of the past is {wape:percent}.",
            model=label,
            windows=windows,
            wape=wape,
        )
    if chosen == BASELINE:
        return say("No model tried was clearly better over {windows} of the past.", windows=windows)
    following = min((key for key in metrics if key != chosen), key=lambda key: metrics[key]["wape"])
    if metrics[following]["wape"] < wape:
        return say(
            "{model} had the lowest WAPE of the single models over {windows} of the past: {wape:percent}. "
            "{next} was less than a hundredth better, which is not worth keeping several models.",
            model=label,
            windows=windows,
            wape=wape,
            next=MODELS[following].label,
        )
    gap = metrics[following]["wape"] - wape
    lowest = say(
        "{model} had the lowest WAPE over {windows} of the past: {wape:percent}, "
        "{points:amount2} percentage points less than {next}.",
        model=label,
        windows=windows,
        wape=wape,
        points=gap * 100,
        next=MODELS[following].label,
    )
    return joined([lowest, _certainty(tested, forecasts, chosen, following, gap)])


def _certainty(
    tested: Tested, forecasts: Mapping[str, np.ndarray], chosen: str, following: str, gap: float
) -> Sentence | str:
    """Whether the lead is larger than its standard error, which both models' common errors cancel in."""
    errors = [np.abs(tested.error(forecasts[key])) for key in (following, chosen)]
    error = _wape_error(tested, errors[0] - errors[1])
    if error is None:
        return ""
    if gap > error:
        return say("That is more than the error of this difference ({error:amount2}).", error=error * 100)
    return say(
        "That is within the error of this difference ({error:amount2}): {next} may do as well.",
        error=error * 100,
        next=MODELS[following].label,
    )


def _wape_error(tested: Tested, absolute: np.ndarray) -> float | None:
    """Standard error of Σ``absolute`` / Σ|actual|, where the whole of a window and series is one value."""
    sizes = np.abs(tested.actual)
    if not np.nansum(sizes):
        sizes = np.where(np.isnan(sizes), np.nan, tested.usual_size)
    return ratio_error(absolute.sum(axis=2), sizes.sum(axis=2))
