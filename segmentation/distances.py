"""Geometry of points and centres, with numpy alone: predictions need nothing else."""

from __future__ import annotations

import numpy as np

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
