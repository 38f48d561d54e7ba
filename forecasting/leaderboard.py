"""Every candidate with its error, its error's error and its size, and why one of them was chosen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forecasting.backtest import Tested
from forecasting.fixed_mean import fixed_note
from forecasting.forecaster import Forecaster
from forecasting.intervals import Intervals
from forecasting.members import BASELINE, FIXED_MEAN, MODELS
from forecasting.metrics import ratio_error
from forecasting.panel import Panel
from forecasting.step_words import windows_in_words
from language.sentences import Sentence, joined, say
from training.exchange import Candidate, Progress


@dataclass(frozen=True)
class Contest:
    """All candidates by key; ``forecasts`` are windows × series × steps, as in ``tested``."""

    metrics: Mapping[str, Mapping[str, float]]
    forecasts: Mapping[str, np.ndarray]
    tested: Tested
    chosen: str

    def candidates(self, sizes: Mapping[str, int]) -> list[Candidate]:
        """The smallest WAPE first."""
        found = [
            Candidate(
                model=key,
                label=MODELS[key].label,
                metrics=measured,
                seconds=self.tested.seconds.get(key, 0.0),
                chosen=key == self.chosen,
                baseline=key == BASELINE,
                error=self._wape_error(self._absolute(key)),
                size=sizes.get(key),
                note=fixed_note() if key == FIXED_MEAN else "",
            )
            for key, measured in self.metrics.items()
        ]
        return sorted(found, key=lambda candidate: candidate.metrics["wape"])

    def reason(self, wanted: str, baseline: Sentence) -> Sentence:
        """Asked for, better than the others and by how much, or none was better than ``baseline``."""
        wape = self.metrics[self.chosen]["wape"]
        if wanted in MODELS:
            return say(
                "{model} was asked for by name. Its WAPE over {windows} of the past is {wape:percent}.",
                model=MODELS[self.chosen].label,
                windows=self._windows(),
                wape=wape,
            )
        if self.chosen == BASELINE:
            return say(
                "No model tried was better than {baseline} over {windows} of the past.",
                baseline=baseline,
                windows=self._windows(),
            )
        others = (key for key in self.metrics if key != self.chosen)
        following = min(others, key=lambda key: self.metrics[key]["wape"])
        return joined([self._lead(following), self._certainty(following)])

    # --- Sentences ---

    def _windows(self) -> Sentence:
        return windows_in_words(len(self.tested.windows.origins))

    def _lead(self, following: str) -> Sentence:
        return say(
            "{model} had the lowest WAPE over {windows} of the past: {wape:percent}, "
            "{points:number} percentage points less than {next}.",
            model=MODELS[self.chosen].label,
            windows=self._windows(),
            wape=self.metrics[self.chosen]["wape"],
            points=_points(self._gap(following)),
            next=MODELS[following].label,
        )

    def _certainty(self, following: str) -> Sentence | str:
        """Whether the lead is larger than its standard error, from which what both err in cancels out."""
        error = self._wape_error(self._absolute(following) - self._absolute(self.chosen))
        if error is None:
            return ""
        if self._gap(following) > error:
            return say(
                "That is more than the error of this difference ({error:number}).", error=_points(error)
            )
        return say(
            "That is within the error of this difference ({error:number}): {next} may do as well.",
            error=_points(error),
            next=MODELS[following].label,
        )

    # --- Numbers ---

    def _gap(self, following: str) -> float:
        return self.metrics[following]["wape"] - self.metrics[self.chosen]["wape"]

    def _absolute(self, key: str) -> np.ndarray:
        return np.abs(self.tested.error(self.forecasts[key]))

    def _wape_error(self, absolute: np.ndarray) -> float | None:
        """Standard error of Σ``absolute`` / Σ|actual|; all steps of a window and series are one value."""
        sizes = np.abs(self.tested.actual)
        if not np.nansum(sizes):
            sizes = np.where(np.isnan(sizes), np.nan, self.tested.usual_size)
        return ratio_error(absolute.sum(axis=2), sizes.sum(axis=2))


def file_sizes(
    members: Mapping[str, Forecaster],
    panel: Panel,
    intervals: Intervals,
    means: Mapping[str, Sequence[str]],
    progress: Progress,
) -> dict[str, int]:
    """Bytes of each model's files, packed, as the members last fitted in the backtest write them.

    ``means`` are the members of each mean, which has the files of all of them.
    """
    sizes = {}
    for number, (key, member) in enumerate(members.items()):
        progress(number / len(members), say("Measuring the files: {model}", model=MODELS[key].label))
        member.keep(panel, intervals)
        with tempfile.TemporaryDirectory() as folder:
            files = Path(folder) / key
            files.mkdir()
            member.save(files)
            sizes[key] = Path(shutil.make_archive(str(files), "zip", files)).stat().st_size
    return {**sizes, **{key: sum(sizes[member] for member in parts) for key, parts in means.items()}}


def _points(share: float) -> float:
    """Percentage points, as many decimals as a sentence needs."""
    return round(share * 100, 2)
