"""What the first screen says of segments: how large the most valuable one is, and how clear they all are."""

from __future__ import annotations

import pandas as pd

from contract.summary import Ground, Summary, Tone
from contract.training import Evaluation
from language.sentences import say
from segmentation.choosing import STABLE
from segmentation.customers import Customers
from segmentation.kmeans import KMeansModel
from segmentation.profiles import readable
from segmentation.report import ROUGH, structure_of

FEW_ROWS = 100
FEWEST_PER_SEGMENT = 20


def summary(
    model: KMeansModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> Summary:
    first = model.segments_[0]
    if customers.value is None:
        label = say("customers in the largest segment, '{name}'", name=first["name"])
        do = say(
            "Plan one action for each of the {segments:integer} segments; the cards below say what sets "
            "them apart, and what to do.",
            segments=len(model.segments_),
        )
    else:
        label = say(
            "customers with the highest {column}: '{name}'",
            column=readable(str(customers.value)),
            name=first["name"],
        )
        do = say(
            "Look after these {count:integer} customers first; the cards below say what to do with each "
            "segment.",
            count=first["size"],
        )
    return Summary(
        label=label,
        value=float(first["size"]),
        format="integer",
        do=do,
        picture=[float(segment["size"]) for segment in model.segments_],
        grounds=_grounds(model, evaluation, results),
    )


def _grounds(model: KMeansModel, evaluation: Evaluation, results: pd.DataFrame) -> list[Ground]:
    words, tone = structure_of(evaluation.metrics["silhouette"])
    found = [Ground("structure", tone, say("{words:capital} between the segments.", words=words))]
    rows, least = len(results), min(segment["size"] for segment in model.segments_)
    few = rows < FEW_ROWS or least < FEWEST_PER_SEGMENT
    found.append(
        Ground(
            "data",
            "warn" if few else "good",
            say(
                "{rows:integer} customers; the smallest segment has {least:integer}.", rows=rows, least=least
            ),
        )
    )
    stability = evaluation.metrics.get("stability")
    if stability is not None:
        steady: Tone = "good" if stability >= STABLE else "warn" if stability >= ROUGH else "bad"
        found.append(
            Ground(
                "error",
                steady,
                say("On repeated samples, the segments agree to {share:percent}.", share=round(stability, 2)),
            )
        )
    return found
