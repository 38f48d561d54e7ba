"""How many segments, and how good they are against equal-sized bands of customers.

Every number of segments is judged on the same rows: at most ``customers.SAMPLE`` of the sheet.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import pairwise_distances, silhouette_score
from threadpoolctl import threadpool_limits

from segmentation.clustering import cluster, stability
from segmentation.customers import Customers
from segmentation.distances import leading_components, nearest
from training.exchange import Candidate, Evaluation, Plan, Progress

STABLE = 0.85
STARTS = 10  # k-means keeps the best of this many random starts
DRAWS = {"fast": 10, "best": 50}
DRAWS_TO_REPORT = 5  # fast, where the number of segments is given and stability decides nothing
ROWS_PER_SEGMENT = 5  # the data may only decide for segments of at least this many on average


@dataclass(frozen=True)
class Trial:
    """One number of segments, tried."""

    segments: int
    centres: np.ndarray
    silhouette: float
    stability: float
    smallest_share: float
    seconds: float

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
            progress(done / len(counts), f"Trying {count} segments")
            trials.append(_try(count, points, between, plan))
    best = choose(trials)
    baseline_label, bands = _baseline(customers, points, best.segments)
    baseline = {"silhouette": _silhouette(between, bands), "smallest_share": _smallest_share(bands)}
    progress(1.0, f"{best.segments} segments chosen")
    return Evaluation(
        model="kmeans",
        metrics=best.metrics,
        baseline=baseline,
        baseline_label=baseline_label,
        candidates=[
            *(
                Candidate("kmeans", f"{t.segments} segments", t.metrics, t.seconds, chosen=t is best)
                for t in trials
            ),
            Candidate("bands", baseline_label, baseline, baseline=True),
        ],
        learned={"centres": best.centres.tolist()},
    )


def choose(trials: list[Trial]) -> Trial:
    """The clearest of the stable trials; where none is stable, the most stable.

    The silhouette alone misleads: it can be high for segments that the next sample would not show.
    """
    stable = [trial for trial in trials if trial.stability >= STABLE]
    if stable:
        return max(stable, key=lambda trial: trial.silhouette)
    return max(trials, key=lambda trial: trial.stability)


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
    return Trial(
        segments=count,
        centres=centres,
        silhouette=_silhouette(between, labels),
        stability=stability(points, labels, draws=_draws(plan), seed=plan.seed),
        smallest_share=_smallest_share(labels),
        seconds=time.perf_counter() - started,
    )


def _draws(plan: Plan) -> int:
    return DRAWS_TO_REPORT if plan.effort == "fast" and plan.settings.segments else DRAWS[plan.effort]


def _baseline(customers: Customers, points: np.ndarray, segments: int) -> tuple[str, np.ndarray]:
    """Bands of equal size, cut by the value of the customers, or else by their leading component."""
    values = customers.values()
    if values is None:
        by, label = leading_components(points)[0][:, 0], "equal bands of the main difference"
    else:
        by, label = values[customers.sample], f"equal bands of {customers.value}"
    places = by.argsort(kind="stable").argsort(kind="stable")
    return label, places * segments // len(places)


def _silhouette(between: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette width (Rousseeuw 1987), from -1 to 1, given all pairwise distances.

    It is 0 by definition where there are not at least two groups and fewer groups than points.
    """
    if not 1 < len(np.unique(labels)) < len(labels):
        return 0.0
    return float(silhouette_score(between, labels, metric="precomputed"))


def _smallest_share(labels: np.ndarray) -> float:
    return float(np.bincount(labels).min() / len(labels))
