"""k-means, and how good its answer is. The one module that needs scikit-learn."""

from __future__ import annotations

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.metrics import adjusted_rand_score

from segmentation.distances import nearest

MINI_BATCH_ROWS = 100_000
BATCH = 8_192
STARTS_PER_DRAW = 3  # fewer, and a draw differs by an unlucky start


def cluster(points: np.ndarray, count: int, *, seed: int, starts: int) -> np.ndarray:
    """The centres of ``count`` clusters, the best of several random starts."""
    return KMeans(count, n_init=starts, random_state=seed).fit(points).cluster_centers_


def refine(points: np.ndarray, centres: np.ndarray, *, seed: int) -> np.ndarray:
    """The centres moved to fit all points, by mini-batches where there are very many (Sculley 2010)."""
    options = {"n_clusters": len(centres), "init": centres, "n_init": 1, "random_state": seed}
    if len(points) < MINI_BATCH_ROWS:
        algorithm = KMeans(**options)
    else:
        algorithm = MiniBatchKMeans(**options, batch_size=BATCH, reassignment_ratio=0.0)
    return algorithm.fit(points).cluster_centers_


def stability(points: np.ndarray, labels: np.ndarray, *, draws: int, seed: int) -> float:
    """How well the labels come back from customers drawn again with replacement: 1 is always.

    The mean, over the draws, of the adjusted Rand index (Hubert & Arabie 1985) between ``labels``
    and the labels that the centres of the draw give to all points.
    """
    random = np.random.default_rng(seed)
    count = int(labels.max()) + 1
    indices = []
    for draw in range(draws):
        drawn = points[random.integers(len(points), size=len(points))]
        if len(np.unique(drawn, axis=0)) < count:
            indices.append(0.0)  # the draw lost whole kinds of customers: nothing comes back
            continue
        centres = cluster(drawn, count, seed=seed + draw, starts=STARTS_PER_DRAW)
        indices.append(adjusted_rand_score(labels, nearest(points, centres)[0]))
    return float(np.mean(indices))
