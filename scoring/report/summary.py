"""What the first screen says of scores: how many to contact, or what was tested, and how far to trust it."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from contract.summary import Ground, Summary
from contract.training import Evaluation
from language.sentences import say, say_count, written_apart
from scoring.judging import metrics
from scoring.judging.evaluation import SURE, has_signal
from scoring.models.model import ScoringModel
from scoring.report.money import HeldOut
from scoring.sheet.customers import Customers

Tone = Literal["good", "warn", "bad"]
ENOUGH_ROWS, ENOUGH_OF_EACH = 500, 100
FEWEST_ROWS, FEWEST_OF_EACH = 100, 20
CLOSE, ROUGH = 0.03, 0.08  # mean difference of predicted and observed shares
MOSTLY_OPEN = 0.5


def summary(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, results: pd.DataFrame
) -> Summary:
    waiting = results[results["known_outcome"] == ""]
    listed = waiting if len(waiting) else results
    counts = [int((listed["quality"] == quality).sum()) for quality in customers.question.qualities]
    if len(waiting):
        label, value = customers.question.waiting, counts[0]
        do = say_count(
            "Contact {count:integer} first: the list below starts with the highest score.",
            "Contact these {count:integer} first: the list below starts with the highest score.",
            counts[0],
        )
        if not counts[0]:
            do = say("Nobody stands out. Start at the top of the list below.")
    else:
        label, value = say("customers scored as a test: their outcome is known"), len(results)
        do = say("Score today's customers: nobody in this sheet is left to contact.")
    return Summary(
        label=label,
        value=float(value),
        format="integer",
        do=do,
        picture=[float(count) for count in counts],
        data_until=_until(customers),
        grounds=_grounds(model, customers, evaluation, len(waiting) / max(len(results), 1)),
    )


def _until(customers: Customers) -> date | None:
    until = customers.assembled.until
    return None if np.isnat(until) else until.astype("datetime64[D]").astype(date)


def _grounds(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, share_open: float
) -> list[Ground]:
    held_out = HeldOut.of(model, customers, evaluation)
    found = [_data(customers), _error(customers, evaluation, held_out)]
    if not customers.numeric:
        found.append(_calibration(held_out))
    found.append(_coverage(share_open))
    if customers.suspects:
        columns = ", ".join(str(problem.column) for problem in customers.suspects)
        text = say("Suspected of giving the outcome away, and allowed: {columns}.", columns=columns)
        found.append(Ground("drivers", "bad", text))
    return found


def _data(customers: Customers) -> Ground:
    """As many rows as the rarer outcome has are what a ranking rests on."""
    rows = len(customers.y)
    if customers.numeric:
        tone = _graded(rows, ENOUGH_ROWS, FEWEST_ROWS)
        return Ground("data", tone, say("{rows:integer} customers with a known score.", rows=rows))
    hits = int(customers.y.sum())
    of_each = _graded(min(hits, rows - hits), ENOUGH_OF_EACH, FEWEST_OF_EACH)
    tone = max(_graded(rows, ENOUGH_ROWS, FEWEST_ROWS), of_each, key=("good", "warn", "bad").index)
    text = say(
        "{rows:integer} customers with a known outcome, {hits:integer} of them '{outcome}'.",
        rows=rows,
        hits=hits,
        outcome=customers.outcome["outcome"],
    )
    return Ground("data", tone, text)


def _graded(count: int, enough: int, fewest: int) -> Tone:
    return "good" if count >= enough else "warn" if count >= fewest else "bad"


def _error(customers: Customers, evaluation: Evaluation, held_out: HeldOut) -> Ground:
    rows = len(held_out.y)
    if not has_signal(held_out.y, held_out.p):
        text = say("No signal: on {rows:integer} customers, it ranks no better than chance.", rows=rows)
        return Ground("error", "bad", text)
    ours, naive = evaluation.metrics["auc"], evaluation.baseline["auc"]
    half = SURE * metrics.auc_error(held_out.y, held_out.p)
    tone: Tone = "good" if ours - half > naive else "warn" if ours > naive else "bad"
    ends = (ours, max(ours - half, 0.0), min(ours + half, 1.0))
    times, low, high = written_apart([100 * end for end in ends], "integer")
    text = say(
        "It ranks two customers rightly {ours} times in 100 (95 % interval {low} to {high}); {baseline}: "
        "{naive:integer}. Measured on {rows:integer} customers.",
        ours=times,
        low=low,
        high=high,
        baseline=evaluation.baseline_label,
        naive=round(100 * naive),
        rows=rows,
    )
    return Ground("error", tone, text)


def _calibration(held_out: HeldOut) -> Ground:
    error = metrics.calibration_error(held_out.y, held_out.p)
    tone: Tone = "good" if error <= CLOSE else "warn" if error <= ROUGH else "bad"
    text = say("Predicted and observed shares differ by {error:percent} on average.", error=round(error, 3))
    return Ground("error", tone, text)


def _coverage(share: float) -> Ground:
    if not share:
        return Ground("coverage", "good", say("Every outcome of this sheet is known."))
    text = say("{share:percent} of the outcomes are open.", share=round(share, 3))
    return Ground("coverage", "warn" if share > MOSTLY_OPEN else "good", text)
