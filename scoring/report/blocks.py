"""The report page and the headline. Each group of blocks has a file of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from contract.blocks import Block
from contract.training import Evaluation
from language.sentences import Sentence, joined, say, say_count
from scoring.judging.evaluation import has_signal
from scoring.models.model import ScoringModel
from scoring.report.money import HeldOut
from scoring.sheet.customers import Customers


def blocks(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    from scoring.report import calls, cards, curves, drivers, groups, money

    held_out = HeldOut.of(model, customers, evaluation)
    quality: list[Block] = [*cards.blocks(model, customers, evaluation, held_out)]
    if not customers.numeric:
        quality += [*money.blocks(model, customers, held_out), *curves.blocks(held_out)]
    quality += groups.blocks(customers, evaluation, held_out)
    return [
        *calls.blocks(model, customers, results),
        *(replace(block, under="why") for block in drivers.blocks(model, customers)),
        *(replace(block, under="good") for block in quality),
    ]


def headline(customers: Customers, evaluation: Evaluation, results: pd.DataFrame) -> Sentence:
    test = evaluation.learned["test"]
    y = customers.y[test]
    predicted = evaluation.learned["margin"][test]
    if not has_signal(y, predicted):
        nothing = say(
            "No signal: on {rows:integer} held-out customers, the scores rank no better than chance.",
            rows=len(y),
        )
        return joined([nothing, *_scored(customers)])
    if customers.numeric:
        return say(
            "Scores are off by {mae:number} on average and explain {r2:percent} of the differences.",
            mae=round(evaluation.metrics["mae"], 2),
            r2=round(evaluation.metrics["r2"], 2),
        )
    return joined([*_ranking(customers, evaluation), _top(customers, results), *_scored(customers)])


def _scored(customers: Customers) -> list[Sentence]:
    """Which outcome the scores are for, and how often it came."""
    if customers.numeric:
        return []
    outcome = customers.outcome
    undecided = int(np.isnan(customers.assembled.labels.values).sum())
    left_open = say_count("{count:integer} is undecided.", "{count:integer} are undecided.", undecided)
    return [
        say(
            "The scores say how likely '{column}' is '{outcome}', as in {rate:percent} of {rows:integer} "
            "rows.",
            column=outcome["column"],
            outcome=outcome["outcome"],
            rate=round(outcome["rate"], 2 if outcome["rate"] >= 0.1 else 3),
            rows=outcome["rows"],
        ),
        *([left_open] if undecided else []),
    ]


def _ranking(customers: Customers, evaluation: Evaluation) -> list[Sentence]:
    return [
        customers.question.ranked.filled(times=round(evaluation.metrics["auc"] * 100)),
        say(
            "{baseline:capital} manages {rule:integer}.",
            baseline=evaluation.baseline_label,
            rule=round(evaluation.baseline["auc"] * 100),
        ),
    ]


def _top(customers: Customers, results: pd.DataFrame) -> Sentence:
    """Of the customers whose outcome is not known, where there are any."""
    undecided = results[results["known_outcome"] == ""]
    listed = undecided if len(undecided) else results
    count = int((listed["quality"] == customers.question.qualities[0]).sum())
    return customers.question.upper.filled(count=count, rows=len(listed))
