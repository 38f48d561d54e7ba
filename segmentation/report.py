"""The report page, the headline, and an answer as blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from contract.asking import Answer
from contract.blocks import Bar, Block, Cards, Heatmap, Note, Scatter, Table
from contract.summary import Tone
from contract.training import Evaluation
from language.sentences import Sentence, joined, say, say_count
from segmentation import cards
from segmentation.cards import numbered, rows_of
from segmentation.checking import without_value
from segmentation.choosing import STABLE
from segmentation.clustering import leading_components
from segmentation.customers import Customers, sample_rows
from segmentation.kmeans import KMeansModel
from segmentation.profiles import readable

DRAWN = 2_000  # points of the scatter
ROUGH = 0.6  # stability under which the segments are hardly to be trusted
# How clear a structure is by its silhouette (Kaufman & Rousseeuw 1990, table 2.4), with a tone.
STRUCTURES: tuple[tuple[float, Sentence, Tone], ...] = (
    (0.7, say("strong structure"), "good"),
    (0.5, say("reasonable structure"), "good"),
    (0.25, say("weak structure"), "warn"),
    (-1.0, say("hardly any structure"), "bad"),
)


def blocks(
    model: KMeansModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    good = [_quality(model, evaluation, results), _how(model, customers, evaluation)]
    return [
        cards.segments(model, customers, results),
        *(
            replace(block, under="why")
            for block in (_profiles(model), _map(customers, results), _sizes(model))
        ),
        *(replace(block, under="good") for block in good),
    ]


def headline(customers: Customers, results: pd.DataFrame) -> Sentence:
    counts = results["segment"].value_counts()
    largest = int(counts.index[0])
    found = say(
        "{segments:integer} segments; the largest is '{name}' with {share:percent} of customers",
        segments=len(counts),
        name=_name_of(results, largest),
        share=round(counts.iloc[0] / len(results), 2),
    )
    if not (without := customers.without_value()):
        return found
    return say(
        "{found}; {count:integer} of {rows:integer} customers have no {column}",
        found=found,
        count=without,
        rows=len(results),
        column=readable(str(customers.value)),
    )


def present(answer: Answer) -> list[Block]:
    """The answer to a request, one row per customer."""
    flagged = {flag.row for flag in answer.flags}
    rows = [
        {**row, "_tone": "warn" if {number, None} & flagged else "neutral"}
        for number, row in enumerate(answer.table.to_dict("records"))
    ]
    columns = [
        {"key": "id", "label": say("Customer"), "format": "text"},
        {"key": "segment", "label": say("Segment"), "format": "integer"},
        {"key": "name", "label": say("Name"), "format": "text"},
        {"key": "distance", "label": say("Distance to the centre"), "format": "number"},
    ]
    counts = answer.table["segment"].value_counts()
    name = _name_of(answer.table, int(counts.index[0]))
    if len(rows) == 1:
        summary = say("Segment {number}: {name}.", number=str(rows[0]["segment"]), name=name)
    else:
        summary = say(
            "{rows:integer} customers, most of them ({most:integer}) in '{name}'.",
            rows=len(rows),
            most=int(counts.iloc[0]),
            name=name,
        )
    return [Table(say("Segments"), columns, rows, summary=summary)]


def _name_of(results: pd.DataFrame, segment: int) -> str:
    name: str = results.loc[results["segment"] == segment, "name"].iloc[0]
    return name


# --- What sets them apart ------------------------------------------------------------------------


def _profiles(model: KMeansModel) -> Block:
    columns = [column.name for column in model.encoder_.columns]
    display = [
        [
            value
            if isinstance(value := segment["profile"][column], str)
            else say("{mean:number}", mean=value)
            for column in columns
        ]
        for segment in model.segments_
    ]
    return Heatmap(
        say("What sets the segments apart"),
        x=[readable(column) for column in columns],
        y=[numbered(segment["segment"], segment["name"]) for segment in model.segments_],
        values=np.clip(model.strengths_, -1, 1).tolist(),
        display=display,
        low=say("below all customers"),
        high=say("above all customers"),
        rows=[rows_of(segment) for segment in model.segments_],
        summary=say(
            "The mean or most common word of each segment; full colour means one standard deviation or "
            "more from all customers."
        ),
    )


def _map(customers: Customers, results: pd.DataFrame) -> Block:
    drawn = sample_rows(len(results), DRAWN, seed=0)
    projected, shares = leading_components(customers.points[drawn])
    shown_rows = results.iloc[drawn].assign(place=range(len(drawn)))
    series = []
    for number, rows in shown_rows.groupby("segment"):
        points = [
            {"x": float(projected[place, 0]), "y": float(projected[place, 1]), "label": str(identity)}
            for place, identity in zip(rows["place"], rows["id"], strict=True)
        ]
        name = numbered(number, rows["name"].iloc[0])
        series.append({"name": name, "points": points, "rows": {"segment": int(number)}})
    summary = say(
        "{drawn:integer} customers on the two leading principal components, which show {share:percent} of "
        "their differences: close together means similar.",
        drawn=len(drawn),
        share=round(float(shares.sum()), 2),
    )
    return Scatter(
        say("Map of the customers"),
        series,
        x_label=say("main difference"),
        y_label=say("second difference"),
        rows_by="id",
        summary=summary,
    )


def _sizes(model: KMeansModel) -> Block:
    sizes = [segment["size"] for segment in model.segments_]
    summary = say(
        "From {fewest:integer} to {most:integer} customers per segment.", fewest=min(sizes), most=max(sizes)
    )
    largest = sorted(model.segments_, key=lambda segment: -segment["size"])
    return Bar(
        say("Sizes"),
        labels=[numbered(segment["segment"], segment["name"]) for segment in largest],
        series=[{"name": say("customers"), "values": [segment["size"] for segment in largest]}],
        y_label=say("customers"),
        horizontal=True,
        format="integer",
        rows=[rows_of(segment) for segment in largest],
        summary=summary,
    )


# --- How good and how made ----------------------------------------------------------------------


def structure_of(silhouette: float) -> tuple[Sentence, Tone]:
    return next((words, tone) for least, words, tone in STRUCTURES if silhouette >= least)


def _quality(model: KMeansModel, evaluation: Evaluation, results: pd.DataFrame) -> Block:
    metrics, tried = evaluation.metrics, len(evaluation.candidates) - 1  # the last is the baseline
    naive = evaluation.baseline["silhouette"]
    structure, tone = structure_of(metrics["silhouette"])
    stable = metrics["stability"]
    shown = [
        {
            "label": say("Segments"),
            "value": len(model.segments_),
            "format": "integer",
            "note": say_count("the only number tried", "best of {count:integer} numbers tried", tried),
        },
        {
            "label": say("Customers"),
            "value": len(results),
            "format": "integer",
            "note": say("one row each"),
        },
        {
            "label": say("Separation (silhouette)"),
            "value": round(metrics["silhouette"], 3),
            "note": say(
                "{structure}; {baseline} reach {naive:number}",
                structure=structure,
                baseline=evaluation.baseline_label,
                naive=round(naive, 2),
            ),
            "tone": tone,
        },
        {
            "label": say("Stability"),
            "value": round(stable, 3),
            "note": say("1: similar customers would form the same segments"),
            "tone": "good" if stable >= STABLE else "warn" if stable >= ROUGH else "bad",
        },
    ]
    return Cards(say("How clear they are"), shown, summary=_clearly(evaluation, structure))


def _clearly(evaluation: Evaluation, structure: Sentence) -> Sentence:
    if evaluation.metrics["silhouette"] > evaluation.baseline["silhouette"]:
        return say(
            "The segments show {structure} and are more clearly separated than {baseline}.",
            structure=structure,
            baseline=evaluation.baseline_label,
        )
    return say(
        "The segments show {structure} and are not more clearly separated than {baseline}.",
        structure=structure,
        baseline=evaluation.baseline_label,
    )


def _how(model: KMeansModel, customers: Customers, evaluation: Evaluation) -> Block:
    columns = [readable(column.name) for column in model.encoder_.columns]
    weak = evaluation.metrics["silhouette"] < 0.25 or evaluation.metrics["stability"] < STABLE
    text = [
        say_count(
            "k-means on {count:integer} column: {columns}.",
            "k-means on {count:integer} columns: {columns}.",
            len(columns),
            columns=", ".join(columns),
        ),
        say(
            "Numbers are scaled by their standard deviation, skewed ones on a logarithmic scale; words "
            "count as 0 or 1."
        ),
        say(
            "Separation and stability were measured on {count:integer} customers.",
            count=len(customers.sample),
        ),
        *(without_value(name, int(rows.sum()), len(rows)) for name, rows in customers.missing.items()),
        evaluation.reason,
    ]
    if weak:
        text.append(say("The segments shade into each other: use them as a rough guide."))
    return Note(say("How the segments were made"), joined(text), "warn" if weak else "neutral")
