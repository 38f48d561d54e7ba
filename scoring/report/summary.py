"""What the first screen says of scores: how many are to be contacted, and how far to trust it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from contract.summary import Ground, Summary, Tone
from contract.training import Evaluation
from language.sentences import say
from scoring.judging.evaluation import has_signal
from scoring.report.contacts import still_open
from scoring.sheet.customers import Customers

# Below these the interval of an AUC is wider than most differences that matter (Hanley & McNeil 1982).
FEWEST_HITS, FEW_HITS = 20, 100
FEWEST_GAINED = 0.02  # AUC above the baseline's
CALIBRATED, ROUGH = 0.05, 0.1


def summary(customers: Customers, evaluation: Evaluation, results: pd.DataFrame) -> Summary:
    to_contact = still_open(results)
    listed = to_contact if len(to_contact) else results
    qualities = customers.question.qualities
    counts = [int((listed["quality"] == quality).sum()) for quality in qualities]
    if len(to_contact):
        label = say("to contact first, of {rows:integer} whose outcome is open", rows=len(listed))
        do = say("Start at the top of the list below: it says whom to contact, why, and what to do.")
    else:
        label = say("rated '{quality}' in a test on {rows:integer}", quality=qualities[0], rows=len(listed))
        do = say(
            "Every row has its outcome already, so nobody here is to be contacted. Give today's customers "
            "under 'Use it' to get a list."
        )
    return Summary(
        label=label,
        value=float(counts[0]),
        format="integer",
        do=do,
        picture=[float(count) for count in counts],
        data_until=_newest(customers),
        grounds=_grounds(customers, evaluation),
    )


def _newest(customers: Customers) -> date | None:
    found = customers.assembled
    if not found.time_column:
        return None
    return None if np.isnat(found.reference) else pd.Timestamp(found.reference).date()


def _grounds(customers: Customers, evaluation: Evaluation) -> list[Ground]:
    test = evaluation.learned["test"]
    rows = len(customers.y)
    tone: Tone
    found = []
    if customers.numeric:
        few = rows < FEW_HITS
        text = say("{rows:integer} rows have a known outcome.", rows=rows)
        found.append(Ground("data", "warn" if few else "good", text))
    else:
        hits = int(min(customers.y.sum(), rows - customers.y.sum()))
        tone = "bad" if hits < FEWEST_HITS else "warn" if hits < FEW_HITS else "good"
        text = say(
            "{rows:integer} rows have a known outcome, {hits:integer} of them the rarer one.",
            rows=rows,
            hits=hits,
        )
        found.append(Ground("data", tone, text))
    signal = has_signal(customers.y[test], evaluation.learned["margin"][test])
    own, naive = evaluation.metrics.get("auc"), evaluation.baseline.get("auc")
    if not signal:
        found.append(Ground("error", "bad", say("No signal: the scores rank no better than chance.")))
    elif own is not None and naive is not None:
        tone = "good" if own - naive >= FEWEST_GAINED else "warn"
        text = say(
            "On customers no model had seen, the scores put the right one of two first {own:integer} times "
            "in 100; {baseline} {naive:integer} times.",
            own=round(own * 100),
            naive=round(naive * 100),
            baseline=evaluation.baseline_label,
        )
        found.append(Ground("error", tone, text))
    if (off := evaluation.metrics.get("calibration_error")) is not None and not np.isnan(off):
        tone = "good" if off <= CALIBRATED else "warn" if off <= ROUGH else "bad"
        text = say("Stated chances were off by {off:percent} on average.", off=round(off, 3))
        found.append(Ground("coverage", tone, text))
    if customers.suspects:
        text = say(
            "{count:integer} columns are suspected of giving the outcome away.", count=len(customers.suspects)
        )
        found.append(Ground("structure", "bad", text))
    return found
