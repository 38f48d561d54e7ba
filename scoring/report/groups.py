"""Whether the scores hold for every group and over time, and what more outcomes would bring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contract.blocks import Block, Line, Table
from contract.training import Evaluation
from language.sentences import Sentence, say
from scoring.judging import metrics
from scoring.judging.learning_curve import LearningCurve
from scoring.report.money import HeldOut
from scoring.sheet.customers import Customers

FEWEST = 20  # rows of a group; smaller groups are not reported
MOST_GROUPS = 12
PERIODS = 6


def blocks(customers: Customers, evaluation: Evaluation, held_out: HeldOut) -> list[Block]:
    found: list[Block] = [_curve(evaluation.learned["learning_curve"])]
    for name, values in customers.protected.items():
        found.append(
            _table(say("By '{column}'", column=name), name, values.iloc[held_out.rows].astype(str), held_out)
        )
    if evaluation.learned["how"] == "time":
        moments = customers.assembled.moments[held_out.rows]
        found.append(_table(say("By time"), say("from"), _periods(moments), held_out))
    return found


def _curve(curve: LearningCurve) -> Line:
    if curve.more:
        summary = say(
            "The ranking is known to ±{half:number} points; ±3 points would take about {more:integer} more "
            "outcomes.",
            half=round(100 * curve.half, 1),
            more=curve.more,
        )
    else:
        summary = say("The ranking is known to ±{half:number} points.", half=round(100 * curve.half, 1))
    return Line(
        say("What more outcomes would bring"),
        x=curve.rows,
        series=[{"name": say("on held-out rows"), "values": [round(value, 4) for value in curve.auc]}],
        x_label=say("training customers"),
        y_label=say("ranking (AUC)"),
        summary=summary,
    )


def _periods(moments: np.ndarray) -> pd.Series:
    order = np.argsort(moments, kind="stable")
    names = np.empty(len(moments), dtype=object)
    for part in np.array_split(order, PERIODS):
        if len(part):
            names[part] = str(moments[part].min().astype("datetime64[D]"))
    return pd.Series(names)


def _table(title: Sentence, label: str, groups: pd.Series, held_out: HeldOut) -> Table:
    values = groups.to_numpy()
    names: Sequence[str] = sorted(groups.value_counts().index[:MOST_GROUPS])
    rows = []
    for name in names:
        rows_of_group = values == name
        y, p = held_out.y[rows_of_group], held_out.p[rows_of_group]
        enough = len(y) >= FEWEST and len(np.unique(y)) > 1
        rows.append(
            {
                "group": name,
                "rows": len(y),
                "observed": round(float(y.mean()), 4),
                "said": round(float(p.mean()), 4),
                "auc": round(metrics.auc(y, p), 3) if enough else None,
            }
        )
    columns = [
        {"key": "group", "label": label, "format": "text"},
        {"key": "rows", "label": say("Customers"), "format": "integer"},
        {"key": "observed", "label": say("Observed"), "format": "number"},
        {"key": "said", "label": say("Predicted"), "format": "number"},
        {"key": "auc", "label": say("Ranking (AUC)"), "format": "number"},
    ]
    summary = say(
        "On held-out rows: observed and predicted, for each of {groups:integer} groups.",
        groups=len(rows),
    )
    return Table(title, columns, rows, summary=summary)
