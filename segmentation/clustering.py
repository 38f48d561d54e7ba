"""k-means, and how good its answer is. The one module that needs scikit-learn."""

from __future__ import annotations

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.metrics import adjusted_rand_score

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


# --- Geometry of points and centres, with numpy alone: predictions need nothing else ---

CHUNK = 100_000  # rows at a time, so that a million customers need little memory


def nearest(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place of the nearest centre of each point, and the Euclidean distance to it."""
    centres = centres.astype(np.float32)
    labels = np.empty(len(points), dtype=np.int64)
    distances = np.empty(len(points), dtype=np.float64)
    half_squares = (centres**2).sum(axis=1) / 2
    for start in range(0, len(points), CHUNK):
        part = points[start : start + CHUNK]
        closest = (half_squares - part @ centres.T).argmin(axis=1)
        labels[start : start + CHUNK] = closest
        distances[start : start + CHUNK] = np.sqrt(((part - centres[closest]) ** 2).sum(axis=1))
    return labels, distances


def leading_components(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points on their two leading principal components, and the share of the variance of each.

    A single coordinate is its own first component; the second is then 0.
    """
    centred = (points - points.mean(axis=0)).astype(float)
    variances, directions = np.linalg.eigh(centred.T @ centred)
    leading = directions[:, ::-1][:, :2]
    signs = np.sign(leading[np.abs(leading).argmax(axis=0), range(leading.shape[1])])
    projected = centred @ (leading * signs)
    shares = variances[::-1][:2] / variances.sum()
    if len(shares) == 1:
        return np.column_stack([projected, np.zeros(len(points))]), np.append(shares, 0.0)
    return projected, shares
