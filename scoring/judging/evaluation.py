"""Tries the contenders, measures them on held-out rows, and chooses one."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from columns.ranking import bins, out_of_fold, rates
from contract.training import Candidate, Evaluation, Plan, Progress
from language.sentences import Sentence, joined, say
from scoring.judging import learning_curve, metrics
from scoring.judging.contenders import Contender, Trial, member_label, single
from scoring.judging.metrics import auc
from scoring.judging.stacking import blend, ensemble
from scoring.models.scorer import SECOND
from scoring.sheet.customers import Customers

FEW_ROWS = 200  # under which the logistic regression answers instead of trees
SURE = 1.96


def evaluate(customers: Customers, plan: Plan, progress: Progress) -> Evaluation:
    trial = Trial.of(customers)
    tried = _tried(trial, plan, progress)
    rule = best_rule(trial)
    chosen, reason = _choose(tried, trial, plan)
    base = np.full(len(trial.y_test), trial.y.mean())
    progress(0.97, say("Measuring on held-out rows"))
    evaluation = Evaluation(
        model=chosen.key,
        metrics=chosen.measured(trial),
        baseline=metrics.measure(trial.y_test, rule.predicted, customers.numeric),
        baseline_label=say("one rule on '{column}'", column=rule.column),
        candidates=[*_candidates(tried, chosen, trial), *_baselines(trial, rule, base)],
        learned=_learned(chosen, trial),
        reason=joined([reason, _signal(chosen, trial)]),
    )
    progress(1.0, say("{model} chosen", model=chosen.label))
    return evaluation


def _tried(trial: Trial, plan: Plan, progress: Progress) -> list[Contender]:
    few = len(trial.customers.y) < FEW_ROWS
    fast = "logistic" if few else "fast"
    keys = list(dict.fromkeys([plan.model if plan.model != "auto" else fast, fast, "logistic"]))
    if plan.effort == "best" and plan.model == "auto":
        keys.append("ensemble")
    slow = 0.75 if "ensemble" in keys else 0.0
    quick = [key for key in keys if key != "ensemble"]
    found = []
    for number, key in enumerate(quick):
        part = progress.part(
            (1 - slow) * 0.9 * number / len(quick), (1 - slow) * 0.9 * (number + 1) / len(quick)
        )
        found.append(_quick(trial, key, part))
    if slow:
        found.append(ensemble(trial, progress.part(0.9 * (1 - slow), 0.9)))
    return found


def _quick(trial: Trial, key: str, progress: Progress) -> Contender:
    count = len(trial.folds) * (2 if key == "fast" else 1)
    folds = iter(range(1, count + 1))

    def done() -> None:
        number = next(folds)
        progress(
            number / (count + 1),
            say("Fold {number:integer} of {count:integer} scored", number=number, count=count),
        )

    if key == "fast":
        return blend(trial, done)
    return single(trial, key, "logistic", say("Logistic regression"), 1, done)


def _choose(tried: list[Contender], trial: Trial, plan: Plan) -> tuple[Contender, Sentence]:
    """What was asked for; else the fast model, unless the ensemble is better by more than noise."""
    if plan.model != "auto":
        asked = next(contender for contender in tried if contender.key == plan.model)
        return asked, say("{model} was selected by name.", model=asked.label)
    fast, best = tried[0], tried[-1]
    if best.key != "ensemble":
        text = say("{model} is the fast model for sheets of this size.", model=fast.label)
        return fast, text
    y, p, q = _out_of_sample(trial, best, fast)
    gain = metrics.auc(y, p) - metrics.auc(y, q)
    error = metrics.auc_difference_error(y, p, q)
    words = {"gain": round(100 * gain, 2), "error": round(100 * error, 2), "rows": len(y)}
    if gain > error:
        return best, say(
            "On {rows:integer} customers neither has seen, the ensemble ranks better than the fast model by "
            "{gain:number} points of AUC: more than the error of the difference ({error:number}).",
            **words,
        )
    return fast, say(
        "The ensemble does not beat the fast model by more than noise ({gain:number} points of AUC on "
        "{rows:integer} customers, error {error:number}): the fast model is recommended and was kept.",
        **words,
    )


def _out_of_sample(
    trial: Trial, first: Contender, second: Contender
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome and both scores of every row that neither has seen."""
    scored = ~np.isnan(first.margin) & ~np.isnan(second.margin)
    scores = [
        np.concatenate([c.predicted(c.margin[scored]), c.predicted(c.margin_test)]) for c in (first, second)
    ]
    return np.concatenate([trial.y[scored], trial.y_test]), scores[0], scores[1]


def has_signal(y: np.ndarray, p: np.ndarray) -> bool:
    """Whether the ranking is better than chance by more than its 95 % interval."""
    return metrics.auc(y, p) - SURE * metrics.auc_error(y, p) > 0.5


def _signal(chosen: Contender, trial: Trial) -> Sentence | str:
    if has_signal(trial.y_test, chosen.predicted(chosen.margin_test)):
        return ""
    return say("On held-out rows it ranks no better than chance: these columns carry no signal.")


# --- What is kept ---------------------------------------------------------------------------------


def _candidates(tried: list[Contender], chosen: Contender, trial: Trial) -> list[Candidate]:
    found = [
        Candidate(
            model=contender.key,
            label=contender.label,
            metrics=contender.measured(trial),
            seconds=contender.seconds,
            chosen=contender is chosen,
            error=metrics.auc_error(trial.y_test, contender.predicted(contender.margin_test)),
            size=_size(contender),
        )
        for contender in tried
    ]
    for contender in tried:
        if len(contender.recipe.rounds) > 1:
            found += [_member(name, margin, contender, trial) for name, margin in contender.tested.items()]
    return sorted(found, key=lambda candidate: -candidate.metrics["auc"])


def _member(name: str, margin: np.ndarray, contender: Contender, trial: Trial) -> Candidate:
    weight = contender.recipe.weights.get(name, 0.0)
    predicted = contender.predicted(margin)
    layer = say("in the second layer's input") if not name.startswith(SECOND) else say("second layer")
    return Candidate(
        model=contender.key,
        label=say("{model}, in {whole}", model=member_label(name), whole=contender.label),
        metrics=metrics.measure(trial.y_test, predicted, trial.customers.numeric),
        note=say("weight {weight:percent}", weight=round(weight, 2)) if weight else layer,
        error=metrics.auc_error(trial.y_test, predicted),
    )


def _baselines(trial: Trial, rule: Rule, base: np.ndarray) -> list[Candidate]:
    numeric = trial.customers.numeric
    rate = say("the mean") if numeric else say("the base rate")
    return [
        Candidate(
            model="one_rule",
            label=say("one rule on '{column}'", column=rule.column),
            metrics=metrics.measure(trial.y_test, rule.predicted, numeric),
            baseline=True,
            error=metrics.auc_error(trial.y_test, rule.predicted),
        ),
        Candidate(
            model="base_rate",
            label=rate,
            metrics=metrics.measure(trial.y_test, base, numeric),
            baseline=True,
        ),
    ]


def _size(contender: Contender) -> int:
    """Bytes of the model's files, packed."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "model"
        files.mkdir()
        contender.scorer.save(files)
        return Path(shutil.make_archive(str(files), "zip", files)).stat().st_size


def _learned(chosen: Contender, trial: Trial) -> dict[str, Any]:
    """What the final fit and the report need; margins are in the order of the rows with an outcome."""
    margin = np.empty(len(trial.customers.y))
    margin[trial.learn], margin[trial.test] = chosen.margin, chosen.margin_test
    first = {}
    for name, values in chosen.out_of_fold.items():
        first[name] = np.empty(len(margin))
        first[name][trial.learn], first[name][trial.test] = values, chosen.tested[name]
    return {
        "recipe": chosen.recipe,
        "calibration": chosen.calibration,
        "margin": margin,
        "first": first,
        "test": trial.test,
        "how": trial.customers.layout.how,
        "learning_curve": learning_curve.measure(trial, chosen),
    }


# --- The baselines: the base rate, and one rule on the most informative column ---


@dataclass(frozen=True)
class Rule:
    """``column`` alone decides; ``predicted`` are the scores of the rows held out."""

    column: str
    predicted: np.ndarray


def best_rule(trial: Trial) -> Rule:
    """The column is chosen out of fold on the rows learned from (1R, Holte 1993)."""
    found = trial.customers.assembled
    known = trial.customers.known
    ranked: dict[str, float] = {}
    binned = {}
    for name in found.frame:
        binned[name] = bins(found.frame[name].iloc[known], found.kinds[str(name)])
        codes = type(binned[name])(binned[name].codes[trial.learn], binned[name].count)
        ranked[str(name)] = auc(trial.y, out_of_fold(codes, trial.y, seed=0))
    column = max(ranked, key=lambda name: ranked[name])
    codes = binned[column]
    rate = rates(codes.codes[trial.learn], codes.count, trial.y)
    return Rule(column, rate[codes.codes[trial.test]])
