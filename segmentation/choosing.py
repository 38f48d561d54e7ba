"""How many segments, and how good they are compared with equal-sized bands of customers.

Every number of segments is judged on the same rows: at most ``customers.SAMPLE`` of the sheet.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import pairwise_distances, silhouette_samples
from threadpoolctl import threadpool_limits

from contract.training import Candidate, Evaluation, Plan, Progress
from language.sentences import Sentence, say, say_count
from segmentation.clustering import cluster, leading_components, nearest, stability
from segmentation.customers import Customers
from segmentation.profiles import readable

STABLE = 0.85
STARTS = 10  # k-means keeps the best of this many random starts
DRAWS = {"fast": 10, "best": 50}
DRAWS_TO_REPORT = 5  # fast, where the number of segments is given and stability decides nothing
ROWS_PER_SEGMENT = 5  # the data may only decide for segments of at least this many on average


@dataclass(frozen=True)
class Trial:
    """One number of segments, tried. ``error`` is the standard error of the silhouette."""

    segments: int
    centres: np.ndarray
    silhouette: float
    error: float
    stability: float
    smallest_share: float
    seconds: float

    @property
    def stable(self) -> bool:
        return self.stability >= STABLE

    @property
    def metrics(self) -> dict[str, float]:
        return {
            "silhouette": self.silhouette,
            "stability": self.stability,
            "smallest_share": self.smallest_share,
        }


def evaluate(customers: Customers, plan: Plan, progress: Progress) -> Evaluation:
    """Try the chosen number of segments, or every number up to the maximum, and keep the best."""
    points = customers.points[customers.sample]
    between = pairwise_distances(points)
    counts = _counts(points, plan)
    trials = []
    with threadpool_limits(plan.threads):
        for done, count in enumerate(counts):
            progress(done / len(counts), say("Trying {segments:integer} segments", segments=count))
            trials.append(_try(count, points, between, plan))
    best = choose(trials)
    baseline_label, bands = _baseline(customers, points, best.segments)
    silhouette, error = _silhouette(between, bands)
    baseline = {"silhouette": silhouette, "smallest_share": _smallest_share(bands)}
    progress(1.0, say("{segments:integer} segments chosen", segments=best.segments))
    return Evaluation(
        model="kmeans",
        metrics=best.metrics,
        baseline=baseline,
        baseline_label=baseline_label,
        candidates=[
            *(_candidate(trial, chosen=trial is best) for trial in trials),
            Candidate("bands", baseline_label, baseline, baseline=True, error=error),
        ],
        learned={"centres": best.centres.tolist()},
        reason=_reason(best, trials, plan),
    )


def choose(trials: list[Trial]) -> Trial:
    """The clearest of the stable trials; where none is stable, the most stable.

    The silhouette alone misleads: it can be high for segments that the next sample would not show.
    """
    stable = [trial for trial in trials if trial.stable]
    if stable:
        return max(stable, key=lambda trial: trial.silhouette)
    return max(trials, key=lambda trial: trial.stability)


def _candidate(trial: Trial, chosen: bool) -> Candidate:
    return Candidate(
        model="kmeans",
        label=say("{segments:integer} segments", segments=trial.segments),
        metrics=trial.metrics,
        seconds=trial.seconds,
        chosen=chosen,
        note="" if trial.stable else say("Not stable: similar customers would form other segments."),
        error=trial.error,
    )


def _reason(best: Trial, trials: list[Trial], plan: Plan) -> Sentence:
    if plan.settings.segments:
        return say("You asked for {segments:integer} segments.", segments=best.segments)
    if best.stable:
        return say_count(
            "Of {tried:integer} options, only {segments:integer} segments proved stable.",
            "Of {tried:integer} options, {count:integer} proved stable; {segments:integer} segments separate "
            "the customers most clearly.",
            sum(trial.stable for trial in trials),
            segments=best.segments,
            tried=len(trials),
        )
    return say(
        "None of {tried:integer} options proved stable; {segments:integer} segments come back most often "
        "with similar customers.",
        segments=best.segments,
        tried=len(trials),
    )


def _counts(points: np.ndarray, plan: Plan) -> list[int]:
    if plan.settings.segments:
        return [plan.settings.segments]
    different = len(np.unique(points, axis=0))
    most = min(plan.settings.maximum, len(points) // ROWS_PER_SEGMENT, different - 1)
    return list(range(2, max(most, 2) + 1))


def _try(count: int, points: np.ndarray, between: np.ndarray, plan: Plan) -> Trial:
    started = time.perf_counter()
    centres = cluster(points, count, seed=plan.seed, starts=STARTS)
    labels = nearest(points, centres)[0]
    silhouette, error = _silhouette(between, labels)
    return Trial(
        segments=count,
        centres=centres,
        silhouette=silhouette,
        error=error,
        stability=stability(points, labels, draws=_draws(plan), seed=plan.seed),
        smallest_share=_smallest_share(labels),
        seconds=time.perf_counter() - started,
    )


def _draws(plan: Plan) -> int:
    return DRAWS_TO_REPORT if plan.effort == "fast" and plan.settings.segments else DRAWS[plan.effort]


def _baseline(customers: Customers, points: np.ndarray, segments: int) -> tuple[Sentence, np.ndarray]:
    """Bands of equal size, cut by the value of the customers, or else by their leading component."""
    values = customers.values()
    if values is None:
        by, label = leading_components(points)[0][:, 0], say("equal bands of the main difference")
    else:
        by = values[customers.sample]
        label = say("equal bands of {column}", column=readable(str(customers.value)))
    places = by.argsort(kind="stable").argsort(kind="stable")
    return label, places * segments // len(places)


def _silhouette(between: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Mean silhouette width (Rousseeuw 1987), from -1 to 1, and its standard error over the customers.

    Both are 0 by definition where there are not at least two groups and fewer groups than points.
    """
    if not 1 < len(np.unique(labels)) < len(labels):
        return 0.0, 0.0
    widths = silhouette_samples(between, labels, metric="precomputed")
    return float(widths.mean()), float(widths.std(ddof=1) / np.sqrt(len(widths)))


def _smallest_share(labels: np.ndarray) -> float:
    return float(np.bincount(labels).min() / len(labels))
