"""The report page, the headline, and an answer as blocks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from segmentation.customers import Customers, sample_rows
from segmentation.distances import leading_components
from segmentation.encoding import shown
from segmentation.kmeans import KMeansModel
from segmentation.profiles import readable
from training.exchange import Answer, Block, Evaluation

DRAWN = 2_000  # points of the scatter
# How clear a structure is by its silhouette (Kaufman & Rousseeuw 1990, table 2.4), with a tone.
STRUCTURES = (
    (0.7, "strong structure", "good"),
    (0.5, "reasonable structure", "good"),
    (0.25, "weak structure", "warn"),
    (-1.0, "hardly any structure", "bad"),
)


def blocks(
    model: KMeansModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    return [
        _cards(model, evaluation, results),
        _segments(model, customers, results),
        _profiles(model),
        _map(customers, results),
        _sizes(model),
        _how(model, customers, evaluation),
    ]


def headline(results: pd.DataFrame) -> str:
    counts = results["name"].value_counts()
    share = 100 * counts.iloc[0] / len(results)
    return f"{len(counts)} segments; the largest is '{counts.index[0]}' with {share:.0f} % of customers"


def present(answer: Answer) -> list[Block]:
    """The answer to a request, one row per customer."""
    flagged = {flag.row for flag in answer.flags}
    rows = [
        {**row, "_tone": "warn" if {number, None} & flagged else "neutral"}
        for number, row in enumerate(answer.table.to_dict("records"))
    ]
    columns = [
        {"key": "id", "label": "Customer", "format": "text"},
        {"key": "segment", "label": "Segment", "format": "integer"},
        {"key": "name", "label": "Name", "format": "text"},
        {"key": "distance", "label": "Distance to the centre", "format": "number"},
    ]
    counts = answer.table["name"].value_counts()
    summary = f"{len(rows)} customers, most of them ({counts.iloc[0]}) in '{counts.index[0]}'."
    if len(rows) == 1:
        summary = f"Segment {rows[0]['segment']}: {rows[0]['name']}."
    return [Block("table", "Segments", {"columns": columns, "rows": rows}, summary)]


def _structure(silhouette: float) -> tuple[str, str]:
    return next((text, tone) for least, text, tone in STRUCTURES if silhouette >= least)


def _cards(model: KMeansModel, evaluation: Evaluation, results: pd.DataFrame) -> Block:
    metrics, tried = evaluation.metrics, len(evaluation.candidates) - 1  # the last is the baseline
    structure, tone = _structure(metrics["silhouette"])
    baseline = f"{evaluation.baseline_label} reach {evaluation.baseline['silhouette']:.2f}"
    stable = metrics["stability"]
    cards = [
        {
            "label": "Segments",
            "value": len(model.segments_),
            "format": "integer",
            "note": f"best of {tried} numbers tried" if tried > 1 else "the only number tried",
        },
        {"label": "Customers", "value": len(results), "format": "integer", "note": "one row each"},
        {
            "label": "Separation (silhouette)",
            "value": round(metrics["silhouette"], 3),
            "note": f"{structure}; {baseline}",
            "tone": tone,
        },
        {
            "label": "Stability",
            "value": round(stable, 3),
            "note": "1: other customers of the same kind would show the same segments",
            "tone": "good" if stable >= 0.85 else "warn" if stable >= 0.6 else "bad",
        },
    ]
    better = metrics["silhouette"] > evaluation.baseline["silhouette"]
    summary = (
        f"The segments show {structure} and are {'more' if better else 'not more'} clearly separated "
        f"than {evaluation.baseline_label}."
    )
    return Block("cards", "Result", {"cards": cards}, summary)


def _segments(model: KMeansModel, customers: Customers, results: pd.DataFrame) -> Block:
    columns = [
        {"key": "segment", "label": "Segment", "format": "integer"},
        {"key": "name", "label": "Name", "format": "text"},
        {"key": "description", "label": "What sets it apart", "format": "text"},
        {"key": "size", "label": "Customers", "format": "integer"},
        {"key": "share", "label": "Share", "format": "percent"},
    ]
    rows = [{key["key"]: segment[key["key"]] for key in columns} for segment in model.segments_]
    values = customers.values()
    if values is not None:
        name = readable(str(customers.value))
        columns += [
            {"key": "mean", "label": f"{name}, mean", "format": "number"},
            {"key": "total", "label": f"{name}, total", "format": "number"},
        ]
        totals = np.bincount(results["segment"] - 1, weights=np.nan_to_num(values))
        for row, segment, total in zip(rows, model.segments_, totals, strict=True):
            row |= {"mean": segment["profile"][customers.value], "total": float(total)}
    by = f"the highest {readable(str(customers.value))} first" if values is not None else "the largest first"
    return Block("table", "Segments", {"columns": columns, "rows": rows}, f"{len(rows)} segments, {by}.")


def _profiles(model: KMeansModel) -> Block:
    columns = [column.name for column in model.encoder_.columns]
    display = [
        [text if isinstance(text := segment["profile"][column], str) else shown(text) for column in columns]
        for segment in model.segments_
    ]
    data = {
        "x": [readable(column) for column in columns],
        "y": [f"{segment['segment']}. {segment['name']}" for segment in model.segments_],
        "values": np.clip(model.strengths_, -1, 1).tolist(),
        "display": display,
        "low": "below all customers",
        "high": "above all customers",
    }
    summary = (
        "The mean or most common word of each segment; full colour is one standard deviation or more "
        "from all customers."
    )
    return Block("heatmap", "What sets the segments apart", data, summary)


def _map(customers: Customers, results: pd.DataFrame) -> Block:
    drawn = sample_rows(len(results), DRAWN, seed=0)
    projected, shares = leading_components(customers.points[drawn])
    shown_rows = results.iloc[drawn]
    series = []
    for (number, name), rows in shown_rows.assign(place=range(len(drawn))).groupby(["segment", "name"]):
        points = [
            {"x": float(projected[place, 0]), "y": float(projected[place, 1]), "label": str(identity)}
            for place, identity in zip(rows["place"], rows["id"], strict=True)
        ]
        series.append({"name": f"{number}. {name}", "points": points})
    data = {"x_label": "main difference", "y_label": "second difference", "series": series}
    summary = (
        f"{len(drawn):,} customers on the two leading principal components, which show "
        f"{100 * shares.sum():.0f} % of their differences: near means alike."
    )
    return Block("scatter", "Map of the customers", data, summary)


def _sizes(model: KMeansModel) -> Block:
    data = {
        "labels": [f"{segment['segment']}. {segment['name']}" for segment in model.segments_],
        "y_label": "customers",
        "horizontal": True,
        "format": "integer",
        "series": [{"name": "customers", "values": [segment["size"] for segment in model.segments_]}],
    }
    sizes = [segment["size"] for segment in model.segments_]
    return Block("bar", "Sizes", data, f"From {min(sizes):,} to {max(sizes):,} customers per segment.")


def _how(model: KMeansModel, customers: Customers, evaluation: Evaluation) -> Block:
    columns = model.encoder_.columns
    text = (
        f"k-means on {len(columns)} columns: {', '.join(readable(column.name) for column in columns)}. "
        f"Numbers count by their standard deviation, skewed ones on a logarithmic scale; words by 0 or 1. "
        f"Separation and stability were measured on {len(customers.sample):,} customers."
    )
    weak = evaluation.metrics["silhouette"] < 0.25 or evaluation.metrics["stability"] < 0.85
    if weak:
        text += " The segments shade into each other: use them as a rough guide."
    return Block("note", "How the segments were made", {"text": text, "tone": "warn" if weak else "neutral"})
