"""Searches for better parameters for the direct trees within the minutes the user sets.

The search sees only windows that are before the first window of the backtest, so that the backtest stays a
test of what was found: its parameters are taken only where they do better there than those that were set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contract.training import Plan, Progress
from forecasting.judging.backtest import Tested, Windows, choose_windows, run_backtest
from forecasting.judging.tuning_search import Bench, Clock, Found, OutOfTime, TooFewRows, Tried, search
from forecasting.members import COMBINED, DIRECT, MODELS
from forecasting.panel import Panel
from forecasting.params import DirectParams
from language.sentences import Sentence, joined, say, say_count

FEWEST_WINDOWS = 2  # what is good in one alone is so by chance
SHARE_TO_CHOOSE = 0.25  # of the time, in which kinds of direct trees are compared
SEARCHED, TESTED = 0.5, 0.9  # parts of the progress


@dataclass(frozen=True)
class Outcome:
    """What was found, with the WAPE of the backtest as it was set and as it was found."""

    found: Found
    wape_as_set: float
    wape_as_found: float

    @property
    def taken(self) -> bool:
        return self.wape_as_found < self.wape_as_set

    @property
    def params(self) -> dict[str, DirectParams]:
        """By model, what it is to be fitted with instead of what was set."""
        return {self.found.key: self.found.best.params} if self.taken else {}


def tuned_backtest(
    panel: Panel, windows: Windows, candidates: Sequence[str], plan: Plan, progress: Progress
) -> tuple[Tested, Outcome | Sentence | None]:
    """``run_backtest`` with tuning before it, where minutes for it are set; a sentence says why not."""
    if not plan.settings.tuning_minutes or plan.effort != "best":
        return run_backtest(panel, windows, candidates, plan, progress), None
    found = find(panel, windows, plan, progress.part(0.0, SEARCHED))
    tested = run_backtest(panel, windows, candidates, plan, progress.part(SEARCHED, TESTED))
    if not isinstance(found, Found):
        return tested, found
    return _compared(found, tested, panel, plan, progress.part(TESTED, 1.0))


def find(panel: Panel, windows: Windows, plan: Plan, progress: Progress) -> Found | Sentence:
    """The search before the first of ``windows``, or why there was none."""
    minutes = plan.settings.tuning_minutes
    if plan.model in MODELS and plan.model not in (COMBINED, *DIRECT):
        return say(
            "Nothing was tuned: {model} was selected by name and cannot be tuned. Models that can: "
            "{tunable}.",
            model=MODELS[plan.model].label,
            tunable=joined([MODELS[key].label for key in DIRECT], ", "),
        )
    before = panel.until(windows.origins[0])
    inner = choose_windows(before, windows.horizon, "fast")
    if inner.horizon < windows.horizon or len(inner.origins) < FEWEST_WINDOWS:
        return say(
            "Nothing was tuned: the {steps:integer} steps before the backtest are too few for "
            "{windows} windows of {horizon:integer} steps.",
            steps=before.steps,
            windows=FEWEST_WINDOWS,
            horizon=windows.horizon,
        )
    clock = Clock(minutes * 60, progress)
    try:
        bench, as_set = _best_as_set(before, inner, plan, clock)
        return search(bench, as_set, clock)
    except TooFewRows:
        return say("Nothing was tuned: there are too few rows before the backtest to learn from.")
    except OutOfTime:
        return say_count(
            "Nothing was tuned: {count} minute was not enough for the first trial. Allow more minutes.",
            "Nothing was tuned: {count} minutes were not enough for the first trial. Allow more minutes.",
            minutes,
        )


def _best_as_set(panel: Panel, windows: Windows, plan: Plan, clock: Clock) -> tuple[Bench, Tried]:
    """The model asked for, or of the direct trees those that are best without tuning.

    Where the time is short not all of them are looked at.
    """
    params = plan.params if isinstance(plan.params, DirectParams) else DirectParams()
    best: tuple[Bench, Tried] | None = None
    for key in [plan.model] if plan.model in DIRECT else DIRECT:
        bench = Bench(key, panel, windows.origins, windows.horizon, plan)
        tried = Tried(params, bench.wape_as_set(params, clock))
        clock.said(key, 0, tried.wape)
        if best is None or tried.wape < best[1].wape:
            best = bench, tried
        if clock.share > SHARE_TO_CHOOSE:
            break
    assert best is not None  # noqa: S101  (there are direct trees)
    return best


def _compared(
    found: Found, tested: Tested, panel: Panel, plan: Plan, progress: Progress
) -> tuple[Tested, Outcome]:
    """The backtest again with what was found, which takes the place of what was set where it is better."""
    again = run_backtest(
        panel, tested.windows, [found.key], replace(plan, params=found.best.params), progress
    )
    outcome = Outcome(found, *(one.metrics(one.forecasts[found.key])["wape"] for one in (tested, again)))
    if not outcome.taken:
        return tested, outcome
    seconds = found.seconds + again.seconds[found.key]
    other = tested.other
    if other is not None and again.other is not None:
        other = replace(other, forecasts={**other.forecasts, **again.other.forecasts})
    better = replace(
        tested,
        other=other,
        forecasts={**tested.forecasts, **again.forecasts},
        members={**tested.members, **again.members},
        seconds={**tested.seconds, found.key: tested.seconds[found.key] + seconds},
    )
    return better, outcome
