"""The report page and the headline. Each group of blocks has a file of its own."""

from __future__ import annotations

import pandas as pd

from contract.blocks import Block
from contract.training import Evaluation
from language.sentences import Sentence, joined, say
from scoring.judging.evaluation import has_signal
from scoring.models.model import ScoringModel
from scoring.report.money import HeldOut
from scoring.sheet.customers import Customers


def blocks(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    from scoring.report import cards, curves, drivers, groups, money

    held_out = HeldOut.of(model, customers, evaluation)
    found = [*cards.blocks(model, customers, evaluation, held_out)]
    found += drivers.blocks(model, customers)
    if not customers.numeric:
        found += [*money.blocks(model, customers, held_out), *curves.blocks(held_out)]
    found += groups.blocks(customers, evaluation, held_out)
    return found


def headline(customers: Customers, evaluation: Evaluation, results: pd.DataFrame) -> Sentence:
    test = evaluation.learned["test"]
    y = customers.y[test]
    predicted = evaluation.learned["margin"][test]
    if not has_signal(y, predicted):
        return say(
            "No signal: on {rows:integer} held-out customers, the scores rank no better than chance.",
            rows=len(y),
        )
    if customers.numeric:
        return say(
            "Scores are off by {mae:number} on average and explain {r2:percent} of the differences.",
            mae=round(evaluation.metrics["mae"], 2),
            r2=round(evaluation.metrics["r2"], 2),
        )
    return joined([*_ranking(customers, evaluation), _top(customers, results)])


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
    upper = customers.question.qualities[0]
    return customers.question.upper.filled(count=int((results["quality"] == upper).sum()), rows=len(results))
