"""ROC, precision and recall, and calibration, on held-out rows."""

from __future__ import annotations

import numpy as np

from contract.blocks import Block, Line
from language.sentences import say
from scoring.judging import metrics
from scoring.report.money import HeldOut

POINTS = 41


def blocks(held_out: HeldOut) -> list[Block]:
    if not 0 < held_out.y.sum() < len(held_out.y):
        return []
    return [calibration(held_out), roc(held_out), precision_recall(held_out)]


def roc(held_out: HeldOut) -> Line:
    order = np.argsort(-held_out.p, kind="stable")
    hits = np.append(0, held_out.y[order].cumsum()) / held_out.y.sum()
    others = np.append(0, (1 - held_out.y[order]).cumsum()) / (1 - held_out.y).sum()
    grid = np.linspace(0, 1, POINTS)
    last = np.searchsorted(others, grid, side="right") - 1
    area = round(metrics.auc(held_out.y, held_out.p), 3)
    return Line(
        say("ROC curve"),
        x=grid.round(3).tolist(),
        series=[
            {"name": say("scores"), "values": hits[last].round(4).tolist()},
            {"name": say("at random"), "values": grid.round(3).tolist(), "dashed": True},
        ],
        x_label=say("share of the others contacted in vain"),
        x_format="percent",
        y_label=say("share of the hits found"),
        y_format="percent",
        summary=say("The area under the curve is {auc:number}; chance is 0.5.", auc=area),
    )


def precision_recall(held_out: HeldOut) -> Line:
    order = np.argsort(-held_out.p, kind="stable")
    hits = held_out.y[order].cumsum()
    precision, recall = hits / np.arange(1, len(hits) + 1), hits / hits[-1]
    grid = np.linspace(0, 1, POINTS)[1:]
    place = np.searchsorted(recall, grid - 1e-12)
    rate = float(held_out.y.mean())
    mean = round(metrics.average_precision(held_out.y, held_out.p), 3)
    summary = say("Average precision {mean:number}; at random {rate:number}.", mean=mean, rate=round(rate, 3))
    return Line(
        say("Precision and recall"),
        x=grid.round(3).tolist(),
        series=[
            {"name": say("scores"), "values": precision[place].round(4).tolist()},
            {"name": say("at random"), "values": [round(rate, 4)] * len(grid), "dashed": True},
        ],
        x_label=say("share of the hits found (recall)"),
        x_format="percent",
        y_label=say("share of contacts that are hits (precision)"),
        y_format="percent",
        summary=summary,
    )


def calibration(held_out: HeldOut) -> Line:
    order = np.argsort(held_out.p, kind="stable")
    parts = [part for part in np.array_split(order, metrics.BINS) if len(part)]
    said = [float(held_out.p[part].mean()) for part in parts]
    seen = [float(held_out.y[part].mean()) for part in parts]
    error = metrics.calibration_error(held_out.y, held_out.p)
    summary = say(
        "In {bins:integer} equal-sized groups by score, predicted and observed differ by {error:percent} on "
        "average.",
        bins=len(parts),
        error=round(error, 3),
    )
    return Line(
        say("Do the probabilities hold?"),
        x=[round(value, 3) for value in said],
        series=[
            {"name": say("observed"), "values": [round(value, 4) for value in seen]},
            {"name": say("as predicted"), "values": [round(value, 4) for value in said], "dashed": True},
        ],
        x_label=say("predicted probability"),
        x_format="percent",
        y_label=say("observed share"),
        y_format="percent",
        summary=summary,
    )
