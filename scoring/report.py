"""The report page and the headline. Each group of blocks has a file of its own."""

from __future__ import annotations

import pandas as pd

from language.sentences import Sentence, joined, say
from scoring.customers import Customers
from scoring.evaluation import has_signal
from scoring.model import ScoringModel
from scoring.report_rows import HeldOut
from training.exchange import Block, Evaluation


def blocks(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    from scoring import report_cards, report_curves, report_drivers, report_groups, report_money

    held_out = HeldOut.of(model, customers, evaluation)
    found = [*report_cards.blocks(model, customers, evaluation, held_out)]
    found += report_drivers.blocks(model, customers)
    if not customers.numeric:
        found += [*report_money.blocks(model, customers, held_out), *report_curves.blocks(held_out)]
    found += report_groups.blocks(customers, evaluation, held_out)
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
