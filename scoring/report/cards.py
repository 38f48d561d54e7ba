"""How good the scores are, in figures with intervals, and how they were made."""

from __future__ import annotations

from typing import Any

import numpy as np

from contract.blocks import Block, Cards, Note
from contract.training import Evaluation
from language.sentences import Sentence, joined, say, written_apart
from scoring.judging import metrics
from scoring.judging.evaluation import has_signal
from scoring.models.model import ScoringModel
from scoring.report.money import HeldOut
from scoring.sheet.customers import Customers

MOST_PLACES = 6
SHOWN = {
    False: {
        "auc": (say("Ranking (ROC-AUC)"), "number"),
        "average_precision": (say("Average precision"), "number"),
        "calibration_error": (say("Calibration error"), "percent"),
        "log_loss": (say("Log loss"), "number"),
    },
    True: {
        "mae": (say("Mean absolute error"), "number"),
        "r2": (say("Explained variance (R²)"), "percent"),
        "rmse": (say("Root mean square error"), "number"),
        "auc": (say("Ranking"), "number"),
    },
}


def blocks(
    model: ScoringModel, customers: Customers, evaluation: Evaluation, held_out: HeldOut
) -> list[Block]:
    return [_quality(customers, evaluation, held_out), _how(model, customers, evaluation, held_out)]


def _quality(customers: Customers, evaluation: Evaluation, held_out: HeldOut) -> Cards:
    found = metrics.intervals(held_out.y, held_out.p, customers.numeric, customers.seed)
    signal = has_signal(held_out.y, held_out.p)
    cards: list[dict[str, Any]] = [_outcome(customers)]
    for name, (label, shown) in SHOWN[customers.numeric].items():
        interval = found.get(name)
        note: Sentence | str = ""
        if interval:
            ends = (evaluation.metrics[name], interval.lower, interval.upper)
            _, lower, upper = written_apart(ends, "number3")
            note = say(
                "95 % interval {lower} to {upper}; {baseline}: {naive:number}",
                lower=lower,
                upper=upper,
                baseline=evaluation.baseline_label,
                naive=round(evaluation.baseline[name], 3),
            )
        cards.append(
            {
                "label": label,
                "value": round(evaluation.metrics[name], 4),
                "format": shown,
                "note": note,
                "tone": ("good" if signal else "bad") if name == "auc" else "neutral",
            }
        )
    summary = say("Measured on {rows:integer} customers no model learned from.", rows=len(held_out.y))
    if not signal:
        summary = joined([say("No signal: the scores rank no better than chance."), summary])
    return Cards(say("How good the scores are"), cards, summary=summary)


def _outcome(customers: Customers) -> dict[str, Any]:
    """What is scored and its base rate, with what is not decided and what was copied."""
    outcome, found = customers.outcome, customers.assembled
    if customers.numeric:
        note = say("known of {rows:integer} customers", rows=outcome["rows"])
    else:
        note = say(
            "{rate:percent} of {rows:integer} in '{column}'",
            rate=round(outcome["rate"], 3),
            rows=outcome["rows"],
            column=outcome["column"],
        )
    notes = [note]
    if undecided := int(np.isnan(found.labels.values).sum()):
        notes.append(say("{count:integer} undecided", count=undecided))
    if found.copies is not None:
        notes.append(
            say(
                "'{value}': {different:integer} different rows, {count:integer} copies",
                value=found.copies.value,
                different=found.copies.different,
                count=found.copies.count,
            )
        )
    return {
        "label": say("Outcome scored"),
        "value": outcome["outcome"],
        "format": "text",
        "note": joined(notes, "; "),
    }


SPLITS = {
    "time": say("The held-out rows are the latest: the model was tested on what came after."),
    "group": say("Rows that belong together, or are identical, were kept on one side of every split."),
    "stratified": say("The held-out rows were picked at random, with the same share of each outcome."),
}
CALIBRATIONS = {
    "none": say("The probabilities needed no correction."),
    "sigmoid": say("The probabilities were corrected by a sigmoid."),
    "isotonic": say("The probabilities were corrected by isotonic steps."),
}


def _how(model: ScoringModel, customers: Customers, evaluation: Evaluation, held_out: HeldOut) -> Note:
    text = [
        evaluation.reason,
        SPLITS[evaluation.learned["how"]],
        CALIBRATIONS[model.calibration_.kind] if model.calibration_ else "",
        _cut_offs(model, customers),
    ]
    tone = "neutral" if has_signal(held_out.y, held_out.p) else "warn"
    return Note(say("How the scores were made"), joined(text), tone)


def _cut_offs(model: ScoringModel, customers: Customers) -> Sentence:
    upper, middle, lower = customers.question.qualities
    words: dict[str, Any] = {"quality": upper, "next": middle, "last": lower}
    scale = model.scale_
    if customers.numeric:
        return say(
            "{quality:capital}: from {high:number}; {next}: {middle:number} to {high:number}; {last}: below.",
            **words,
            high=scale.high,
            middle=scale.middle,
        )
    places = 2 if scale.middle >= 0.1 else 3  # whole percent, unless the outcome is rare
    while round(scale.high, places) == round(scale.middle, places) and places < MOST_PLACES:
        places += 1
    return say(
        "{quality:capital}: from {high:percent}; {next}: {middle:number} to {high:percent}; {last}: below.",
        **words,
        high=round(scale.high, places),
        middle=round(round(scale.middle, places) * 100, 1),
    )
