"""What the backtest showed, as blocks: every model, every step ahead, the worst items."""

from __future__ import annotations

from typing import Any

import numpy as np

from contract.blocks import Block, Line, Note, Table
from contract.training import Candidate, Evaluation
from forecasting.judging.backtest import Tested
from forecasting.judging.evaluation import WAPE_ASSUMED, WAPE_KNOWN
from forecasting.judging.tuning import Outcome
from forecasting.members import BASELINE, MODELS
from forecasting.models.direct import FEATURE_SHARE, LEARNING_RATE, TREES
from forecasting.panel import PreparedPanel
from forecasting.params import DirectParams
from forecasting.report.items import ItemReports, plain_numbers
from forecasting.step_words import steps_in_words, windows_in_words
from language.sentences import Sentence, joined, say

MOST_WORST = 20
METRICS = {
    "wape": (say("WAPE"), "percent"),
    "wape_known": (say("WAPE, plan known"), "percent"),
    "wape_assumed": (say("WAPE, no plan"), "percent"),
    "mase": (say("MASE"), "number"),
    "mape": (say("MAPE"), "percent"),
    "mae": (say("Mean error"), "number"),
    "bias": (say("Bias"), "percent"),
    "coverage_80": (say("Inside 80 %"), "percent"),
    "coverage_95": (say("Inside 95 %"), "percent"),
}


def backtest_table(prepared: PreparedPanel, evaluation: Evaluation) -> Table:
    columns = [
        {"key": "label", "label": say("Model"), "format": "text"},
        *(
            {"key": key, "label": label, "format": form}
            for key, (label, form) in METRICS.items()
            if key in evaluation.metrics or key not in (WAPE_KNOWN, WAPE_ASSUMED)
        ),
        {"key": "seconds", "label": say("Seconds"), "format": "number"},
    ]
    windows = evaluation.learned["tested"].windows
    said = say(
        "Each model forecast {windows} of the past, {steps} each, knowing only what came before.",
        windows=windows_in_words(len(windows.origins)),
        steps=steps_in_words(windows.horizon, prepared.panel.frequency.name),
    )
    sentences = joined([said, evaluation.reason, evaluation.learned["left_out"]])
    rows = [_row(candidate) for candidate in evaluation.candidates]
    return Table(say("Tested on the past"), columns, rows, summary=sentences)


def _row(candidate: Candidate) -> dict[str, Any]:
    label = candidate.label
    if candidate.chosen:
        label = say("{model} (chosen)", model=label)
    elif candidate.baseline:
        label = say("{model} (baseline)", model=label)
    return {
        "label": label,
        **{key: candidate.metrics.get(key) for key in METRICS},
        "seconds": round(candidate.seconds, 2),
        "_tone": "good" if candidate.chosen else "neutral",
    }


# --- By step ahead --------------------------------------------------------------------------------


def errors_by_step(prepared: PreparedPanel, evaluation: Evaluation) -> list[Block]:
    """WAPE of each step ahead compared with the baseline's, and bias; nothing if one step was tested."""
    tested = evaluation.learned["tested"]
    if tested.windows.horizon < 2:
        return []
    wape, bias = _rates(tested, evaluation.learned["forecast"])
    naive, _ = _rates(tested, tested.forecasts[BASELINE])
    lines = [(say("Chosen model"), wape, False), (say("Bias of the chosen model"), bias, False)]
    if evaluation.model != BASELINE:
        lines.insert(1, (say("{baseline:capital}", baseline=prepared.panel.baseline_label), naive, True))
    said = say(
        "{first:percent} off one step ahead, {last:percent} off {steps} ahead. "
        "A bias above 0 means that the forecast was too high.",
        first=round(wape[0], 4),
        last=round(wape[-1], 4),
        steps=steps_in_words(len(wape), prepared.panel.frequency.name),
    )
    line = Line(
        say("Error by step ahead"),
        x=list(range(1, len(wape) + 1)),
        series=[
            {"name": name, "values": plain_numbers(values * 100), "dashed": dashed}
            for name, values, dashed in lines
        ],
        x_label=say("Steps ahead"),
        y_label=say("Error in % of the amount"),
        summary=said,
    )
    return [line]


def _rates(tested: Tested, forecast: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """WAPE and bias of each step; a step whose actuals are all 0 is measured by the others' size."""
    error = tested.error(forecast)
    sizes = np.nansum(np.abs(tested.actual), axis=(0, 1))
    judged = (~np.isnan(error)).sum(axis=(0, 1))
    sizes = np.where(sizes > 0, sizes, sizes.mean() or tested.usual_size * judged)
    return np.nansum(np.abs(error), axis=(0, 1)) / sizes, np.nansum(error, axis=(0, 1)) / sizes


# --- By item --------------------------------------------------------------------------------------


def worst_items(prepared: PreparedPanel, reports: ItemReports) -> list[Block]:
    """The items with the largest WAPE; nothing for a single one."""
    judged = np.flatnonzero(np.isfinite(reports.wape))
    if len(reports.names) < 2 or not judged.size:
        return []
    worst = judged[np.argsort(-reports.wape[judged], kind="stable")][:MOST_WORST]
    totals = reports.forecast.sum(axis=1)
    share = totals / totals.sum() if totals.sum() > 0 else np.full(len(totals), np.nan)
    columns: list[dict[str, Any]] = [
        {"key": "item", "label": prepared.item_column, "format": "text"},
        {"key": "wape", "label": say("WAPE"), "format": "percent"},
        {"key": "bias", "label": say("Bias"), "format": "percent"},
        {"key": "share", "label": say("Share of the expected total"), "format": "percent"},
    ]
    numbers = plain_numbers(np.column_stack([reports.wape, reports.bias, share])[worst])
    rows = [
        {"item": reports.names[row], **dict(zip(("wape", "bias", "share"), rates, strict=True))}
        for row, rates in zip(worst, numbers, strict=True)
    ]
    if prepared.panel.averaged:  # a mean has no shares
        columns, share = columns[:-1], np.full(len(totals), np.nan)
    said = _worst_in_words(len(rows), len(reports.names), float(share[worst].sum()))
    return [Table(say("Worst items first"), columns, rows, summary=said)]


def _worst_in_words(worst: int, items: int, share: float) -> Sentence:
    if worst == items:
        return say("Every item by its error in the backtest, the largest first.")
    said = say(
        "The {worst:integer} of {items:integer} items with the largest errors in the backtest.",
        worst=worst,
        items=items,
    )
    if np.isnan(share):
        return said
    part = say("Together they make up {share:percent} of the expected total.", share=round(share, 3))
    return joined([said, part])


# --- What tuning found, as a block of the report ---

TITLE = say("Tuning")
# Where a parameter is left empty; those that depend on the number of rows have no one number.
LEFT_EMPTY = {"trees": TREES["best"], "learning_rate": LEARNING_RATE["best"], "feature_share": FEATURE_SHARE}


def tuning_blocks(evaluation: Evaluation) -> list[Block]:
    """Nothing where no tuning was asked for."""
    outcome = evaluation.learned["tuning"]
    if outcome is None:
        return []
    if not isinstance(outcome, Outcome):
        return [Note(TITLE, outcome)]
    columns = [
        {"key": "setting", "label": say("Parameter"), "format": "text"},
        {"key": "set", "label": say("As set"), "format": "number"},
        {"key": "found", "label": say("Found"), "format": "number"},
    ]
    rows = [_parameter_row(name, outcome) for name in DirectParams.model_fields]
    return [Table(TITLE, columns, rows, summary=_in_words(outcome))]


def _parameter_row(name: str, outcome: Outcome) -> dict[str, Any]:
    as_set, found = (getattr(tried.params, name) for tried in (outcome.found.set, outcome.found.best))
    return {
        "setting": DirectParams.model_fields[name].title,
        "set": LEFT_EMPTY.get(name) if as_set is None else as_set,
        "found": round(found, 4),
    }


def _in_words(outcome: Outcome) -> Sentence:
    found = outcome.found
    searched = say(
        "{trials:integer} trials of {model} in {minutes:number} minutes, on windows before the backtest: "
        "the WAPE there is {set:percent} as set and {best:percent} as found.",
        trials=found.trials,
        model=MODELS[found.key].label,
        minutes=round(found.seconds / 60, 1),
        set=round(found.set.wape, 4),
        best=round(found.best.wape, 4),
    )
    taken = say(
        "In the backtest it fell from {set:percent} to {found:percent}: the parameters found are used.",
        set=outcome.wape_as_set,
        found=outcome.wape_as_found,
    )
    left = say(
        "In the backtest it is {found:percent} instead of {set:percent}, no better: the parameters stay as "
        "set.",
        set=outcome.wape_as_set,
        found=outcome.wape_as_found,
    )
    return joined([searched, taken if outcome.taken else left])
