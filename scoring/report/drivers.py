"""What drives the scores: the strength of each column, and the score along the strongest ones."""

from __future__ import annotations

import numpy as np

from contract.blocks import Bar, Block, Line
from language.sentences import say
from scoring.features.columns import CategoryColumn, Column, NumberColumn
from scoring.features.schema import Matrix
from scoring.models.model import ScoringModel
from scoring.sheet.customers import Customers

EXPLAINED = 500  # rows whose reasons are averaged
VARIED = 100  # rows whose column is set to each value in turn
STEPS = 10
SHOWN, CURVES = 15, 5


def importance(model: ScoringModel, matrix: Matrix) -> np.ndarray:
    """Mean size of each column's effect on the score, in points."""
    return np.asarray(np.abs(model.effects(matrix).parts).mean(axis=0) * model.scale_.points)


def blocks(model: ScoringModel, customers: Customers) -> list[Block]:
    random = np.random.default_rng(customers.seed)
    rows = random.permutation(len(customers.matrix))
    found = importance(model, customers.matrix.take(rows[:EXPLAINED]))
    order = np.argsort(-found, kind="stable")
    shown = [place for place in order[:SHOWN] if found[place] > 0]
    names = [customers.schema.columns[place].name for place in shown]
    bar = Bar(
        say("What drives the scores"),
        labels=names,
        series=[{"name": say("points"), "values": found[shown].round(2).tolist()}],
        y_label=say("points up or down, on average"),
        horizontal=True,
        summary=say("How many points each column moves a score up or down on average."),
    )
    sample = customers.matrix.take(rows[:VARIED])
    curves = [_curve(model, place, sample, customers) for place in shown[:CURVES]]
    return [bar, *(curve for curve in curves if curve is not None)]


def _curve(model: ScoringModel, place: int, sample: Matrix, customers: Customers) -> Block | None:
    """Partial dependence (Friedman 2001): the mean score if all had this value."""
    column = customers.schema.columns[place]
    feature = int(np.flatnonzero(customers.schema.owners == place)[0])
    grid, labels = _grid(column, customers.matrix.values[:, feature])
    if len(grid) < 2:
        return None
    values = np.tile(sample.values, (len(grid), 1))
    values[:, feature] = np.repeat(grid, len(sample))
    varied = Matrix(values, sample.categorical, sample.levels)
    scores = model.predicted(model.scorer_.margin(varied)).reshape(len(grid), -1).mean(axis=1)
    scores = (scores * model.scale_.points).round(2)
    name = column.name
    summary = say(
        "From {low:number} to {high:number} points on average, all else equal.",
        low=float(scores.min()),
        high=float(scores.max()),
    )
    label = say("mean score")
    title, series = say("Score by '{column}'", column=name), [{"name": label, "values": scores.tolist()}]
    if isinstance(column, NumberColumn) and not column.flag:
        return Line(title, labels, series, x_label=name, y_label=label, summary=summary)
    if isinstance(column, CategoryColumn):
        highest = np.argsort(-scores, kind="stable")
        labels, series = [labels[at] for at in highest], [{"name": label, "values": scores[highest].tolist()}]
    return Bar(title, labels, series, y_label=label, horizontal=True, summary=summary)


def _grid(column: Column, values: np.ndarray) -> tuple[np.ndarray, list]:
    if isinstance(column, CategoryColumn):
        count = min(len(column.levels), STEPS)
        return np.arange(count, dtype=float), column.levels[:count]
    if not isinstance(column, NumberColumn):
        return np.array([]), []
    if column.flag:
        return np.array([0.0, 1.0]), [say("no"), say("yes")]
    known = values[~np.isnan(values)]
    if not len(known):
        return np.array([]), []
    grid = np.unique(np.quantile(known, np.linspace(0.02, 0.98, STEPS)))
    return grid, [float(f"{value:.4g}") for value in grid]
