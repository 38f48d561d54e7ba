"""Every candidate with its error, its error's error and its size, and why one of them was chosen."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from contract.training import Candidate, Progress
from forecasting.judging.backtest import Tested
from forecasting.judging.metrics import ratio_error
from forecasting.members import BASELINE, COMBINED, FIXED_MEAN, MODELS
from forecasting.models.forecaster import Forecaster
from forecasting.models.means import fixed_note
from forecasting.panel import Panel
from forecasting.step_words import windows_in_words
from forecasting.uncertainty.learned import Cases
from language.sentences import Sentence, joined, say


@dataclass(frozen=True)
class Contest:
    """All candidates by key; ``forecasts`` are windows × series × steps, as in ``tested``; ``counts`` is the
    setting that says whether amounts (WAPE) or percent (MAPE) decide."""

    metrics: Mapping[str, Mapping[str, float]]
    forecasts: Mapping[str, np.ndarray]
    tested: Tested
    counts: str = "amount"

    @property
    def measure(self) -> str:
        known = all("mape" in found for found in self.metrics.values())
        return "mape" if self.counts == "percent" and known else "wape"

    def best(self) -> str:
        """The smallest error; but the weighted mean where it beats the baseline and no model is clearly
        better still: it does not depend on one model, and so goes wrong less often on new data."""
        measured = {key: found[self.measure] for key, found in self.metrics.items()}
        best = min(measured, key=lambda key: measured[key])
        if COMBINED not in measured or measured[COMBINED] >= measured.get(BASELINE, np.inf):
            return best
        error = self._difference(COMBINED, best)
        return best if error is not None and measured[COMBINED] - measured[best] > error else COMBINED

    def candidates(self, sizes: Mapping[str, int], chosen: str) -> list[Candidate]:
        """The smallest error first."""
        found = [
            Candidate(
                model=key,
                label=MODELS[key].label,
                metrics=measured,
                seconds=self.tested.seconds.get(key, 0.0),
                chosen=key == chosen,
                baseline=key == BASELINE,
                error=self._error("wape", self._absolute(key)),
                size=sizes.get(key),
                note=fixed_note() if key == FIXED_MEAN else "",
            )
            for key, measured in self.metrics.items()
        ]
        return sorted(found, key=lambda candidate: candidate.metrics[self.measure])

    def reason(self, chosen: str, wanted: str, baseline: Sentence) -> Sentence:
        """Asked for, better than the others and by how much, or none was better than ``baseline``."""
        if wanted in MODELS:
            return say(
                "{model} was selected by name. Its {measure} over {windows} of the past is {error:percent}.",
                model=MODELS[chosen].label,
                measure=self.measure.upper(),
                windows=self._windows(),
                error=self.metrics[chosen][self.measure],
            )
        if chosen == BASELINE:
            return say(
                "No model tried was better than {baseline} over {windows} of the past.",
                baseline=baseline,
                windows=self._windows(),
            )
        others = (key for key in self.metrics if key != chosen)
        following = min(others, key=lambda key: self.metrics[key][self.measure])
        if self._gap(chosen, following) <= 0:
            return self._leaning(chosen, following)
        return joined([self._lead(chosen, following), self._certainty(chosen, following)])

    # --- Sentences ---

    def _windows(self) -> Sentence:
        return windows_in_words(len(self.tested.windows.origins))

    def _leaning(self, chosen: str, best: str) -> Sentence:
        return say(
            "{best} had the lowest {measure} over {windows} of the past, but its lead of {points:number} "
            "percentage points is within the error of the difference: {model} was just as accurate, and "
            "does not depend on one method.",
            best=MODELS[best].label,
            measure=self.measure.upper(),
            windows=self._windows(),
            model=MODELS[chosen].label,
            points=_points(-self._gap(chosen, best)),
        )

    def _lead(self, chosen: str, following: str) -> Sentence:
        return say(
            "{model} had the lowest {measure} over {windows} of the past: {error:percent}, {points:number} "
            "percentage points lower than {next}.",
            model=MODELS[chosen].label,
            measure=self.measure.upper(),
            windows=self._windows(),
            error=self.metrics[chosen][self.measure],
            points=_points(self._gap(chosen, following)),
            next=MODELS[following].label,
        )

    def _certainty(self, chosen: str, following: str) -> Sentence | str:
        """Whether the lead is larger than its standard error, from which what both err in cancels out."""
        error = self._difference(following, chosen)
        if error is None:
            return ""
        if self._gap(chosen, following) > error:
            return say(
                "That is more than the error of the difference ({error:number}).", error=_points(error)
            )
        return say(
            "That is within the error of the difference ({error:number}): {next} may be just as good.",
            error=_points(error),
            next=MODELS[following].label,
        )

    # --- Numbers ---

    def _gap(self, chosen: str, following: str) -> float:
        return self.metrics[following][self.measure] - self.metrics[chosen][self.measure]

    def _absolute(self, key: str) -> np.ndarray:
        return np.abs(self.tested.error(self.forecasts[key]))

    def _difference(self, one: str, other: str) -> float | None:
        """Standard error of how much larger the error of ``one`` is."""
        return self._error(self.measure, self._absolute(one) - self._absolute(other))

    def _error(self, measure: str, absolute: np.ndarray) -> float | None:
        """Standard error of a mean of ``absolute``; all steps of a window and series are one value."""
        sizes = np.abs(self.tested.actual)
        if measure == "mape":
            known = sizes > 0
            shares = np.divide(absolute, sizes, out=np.zeros_like(sizes), where=known)
            judged = known.any(axis=2)
            parts = (np.where(judged, found.sum(axis=2), np.nan) for found in (shares, known.astype(float)))
            return ratio_error(*parts)
        if not np.nansum(sizes):
            sizes = np.where(np.isnan(sizes), np.nan, self.tested.usual_size)
        return ratio_error(absolute.sum(axis=2), sizes.sum(axis=2))


def file_sizes(
    members: Mapping[str, Forecaster],
    panel: Panel,
    uncertainty: Cases,
    means: Mapping[str, Sequence[str]],
    progress: Progress,
) -> dict[str, int]:
    """Bytes of each model's files, packed, as the members last fitted in the backtest write them.

    ``means`` are the members of each mean, which has the files of all of them.
    """
    sizes = {}
    for number, (key, member) in enumerate(members.items()):
        progress(number / len(members), say("Measuring the files: {model}", model=MODELS[key].label))
        member.keep(panel, uncertainty)
        with tempfile.TemporaryDirectory() as folder:
            files = Path(folder) / key
            files.mkdir()
            member.save(files)
            sizes[key] = Path(shutil.make_archive(str(files), "zip", files)).stat().st_size
    return {**sizes, **{key: sum(sizes[member] for member in parts) for key, parts in means.items()}}


def _points(share: float) -> float:
    """Percentage points, as many decimals as a sentence needs."""
    return round(share * 100, 2)
