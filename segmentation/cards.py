"""The segments as cards: who they are, how many, what they are worth, and which rows belong to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from contract.blocks import Cards
from language.sentences import Sentence, say
from segmentation.actions import actions
from segmentation.customers import Customers
from segmentation.kmeans import KMeansModel
from segmentation.profiles import readable


def segments(model: KMeansModel, customers: Customers, results: pd.DataFrame) -> Cards:
    money = _money(model, customers, results)
    names = [column.name for column in model.encoder_.columns]
    todo = actions(names, model.segments_, model.strengths_, customers.value)
    cards = [
        {
            "label": say("Segment {number}", number=str(segment["segment"])),
            "value": segment["name"],
            "format": "text",
            "text": segment["description"],
            "do": do,
            "share": segment["share"],
            "facts": [
                {"label": say("Customers"), "value": segment["size"], "format": "integer"},
                {"label": say("Share of customers"), "value": segment["share"], "format": "percent"},
                *facts,
            ],
            "rows": rows_of(segment),
            "profile": dict(zip(names, strengths, strict=True)),
        }
        for segment, facts, do, strengths in zip(model.segments_, money, todo, model.strengths_, strict=True)
    ]
    if customers.value is None:
        summary = say("{segments:integer} segments, the largest first.", segments=len(cards))
    else:
        summary = say(
            "{segments:integer} segments, the highest {column} first.",
            segments=len(cards),
            column=readable(customers.value),
        )
    return Cards(say("The segments"), cards, summary=summary)


def _money(model: KMeansModel, customers: Customers, results: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """What each segment is worth; no facts where the sheet has no value column."""
    values = customers.values()
    if values is None:
        return [[] for _ in model.segments_]
    totals = np.bincount(
        results["segment"] - 1, weights=np.nan_to_num(values), minlength=len(model.segments_)
    )
    lacking = np.bincount(results["segment"] - 1, weights=np.isnan(values), minlength=len(model.segments_))
    name = readable(str(customers.value))
    money = []
    for segment, total, without in zip(model.segments_, totals, lacking, strict=True):
        facts = [
            {"label": say("{column}, mean", column=name), "value": segment["profile"][customers.value]},
            {"label": say("{column}, total", column=name), "value": float(total), "format": "amount"},
        ]
        if np.nanmin(values) >= 0:  # a share of a sum that amounts take from says nothing
            share = float(total / totals.sum())
            facts.append(
                {"label": say("Share of all {column}", column=name), "value": share, "format": "percent"}
            )
        if without:
            facts.append(
                {"label": say("Without {column}", column=name), "value": int(without), "format": "integer"}
            )
        money.append(facts)
    return money


def rows_of(segment: dict[str, Any]) -> dict[str, int]:
    """Which rows of the results are those of ``segment``."""
    return {"segment": segment["segment"]}


def numbered(number: int, name: str) -> Sentence:
    return say("{number}. {name}", number=str(number), name=name)
