"""The report page and the "try it" answer as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from contract.asking import Answer
from contract.blocks import Bar, Block, Cards, Fan, Note, Table
from contract.training import Evaluation
from forecasting.judging.backtest import Tested
from forecasting.models.forecaster import Forecaster
from forecasting.options import REPORT_LEVELS, Request
from forecasting.panel import PreparedPanel
from forecasting.report.backtest import backtest_table, errors_by_step, tuning_blocks, worst_items
from forecasting.report.dates import dates_ahead_in_words
from forecasting.report.items import MOST_ITEMS, ItemReports, plain_numbers
from forecasting.report.periods import periods_table
from forecasting.report.words import (
    Pattern,
    against_baseline,
    amount_label,
    pattern,
    pattern_in_words,
    summary,
)
from forecasting.sheet.drivers import with_future
from forecasting.step_words import steps_in_words
from language.sentences import Sentence, joined, say, say_count

MOST_ITEMS_EMBEDDED = 8
MOST_ANSWERS_DRAWN = 50
MOST_ROWS_SHOWN = 500
WIDEST_MISS_OF_COVERAGE = 0.05
USUAL = {
    "hour": say("A typical day"),
    "weekday": say("A typical week"),
    "month": say("A typical year"),
    "quarter": say("A typical year"),
    "period": say("A typical year"),
}


def report_blocks(
    model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    reports = ItemReports(prepared, evaluation, results)
    found = pattern(prepared.panel)
    text = summary(prepared, evaluation, results)
    answer = [
        Note(say("In short"), text),
        _fan(prepared, reports),
        *periods_table(prepared, evaluation, results),
    ]
    why = [] if found is None else [_usual(prepared, found)]
    good = [
        _cards(prepared, evaluation),
        backtest_table(prepared, evaluation),
        *tuning_blocks(evaluation),
        *errors_by_step(prepared, evaluation),
        *worst_items(prepared, reports),
    ]
    return [
        *answer,
        *(replace(block, under="why") for block in why),
        *(replace(block, under="good") for block in good),
    ]


def answer_blocks(request: Request, answer: Answer) -> list[Block]:
    """The fan of each item (the first 50) and the rows of the answer (the first 500)."""
    table = answer.table
    groups = list(table.groupby("item", sort=False))[:MOST_ANSWERS_DRAWN]
    items = [
        {
            "item": item,
            "history": {"at": [], "value": []},
            "backtest": None,
            "forecast": {
                "at": rows["date"].tolist(),
                **{key: plain_numbers(rows[key].to_numpy()) for key in table.columns[2:]},
            },
            "total": None,
        }
        for item, rows in groups
    ]
    fan = Fan(
        say("Forecast"),
        levels=list(request.levels),
        items=items,
        item_label=say("Item"),
        y_label=say("Amount"),
        summary=say(
            "{drawn:integer} of {all:integer} items are drawn.", drawn=len(items), all=table["item"].nunique()
        ),
    )
    return [fan, _rows_of(table)]


def _rows_of(table: pd.DataFrame) -> Table:
    columns = [
        {"key": "item", "label": say("Item"), "format": "text"},
        {"key": "date", "label": say("Date"), "format": "date"},
        {"key": "value", "label": say("Forecast"), "format": "number"},
        *(_bound_column(key) for key in table.columns[3:]),
    ]
    rows = table.head(MOST_ROWS_SHOWN).to_dict("records")
    said = say(
        "{shown:integer} of {all:integer} rows are shown; the download holds all.",
        shown=len(rows),
        all=len(table),
    )
    return Table(say("Forecast rows"), columns, rows, summary=said)


# --- Blocks of the report -------------------------------------------------------------------------


def _cards(prepared: PreparedPanel, evaluation: Evaluation) -> Cards:
    metrics, compared = evaluation.metrics, against_baseline(prepared, evaluation)
    cards: list[dict[str, Any]] = [
        {
            "label": say("Error (WAPE)"),
            "value": metrics["wape"],
            "format": "percent",
            "note": compared,
            "tone": "good" if metrics["wape"] < evaluation.baseline["wape"] else "warn",
        },
    ]
    if "mase" in metrics:
        cards.append(_mase_card(metrics["mase"]))
    cards += [_coverage_card(level, metrics) for level in REPORT_LEVELS if f"coverage_{level}" in metrics]
    return Cards(say("How good it is"), cards, summary=say("{sentence}.", sentence=compared))


def _mase_card(mase: float) -> dict[str, Any]:
    below = say("below 1: closer than one season usually is to the next")
    above = say("not below 1: one season is usually as close to the next")
    return {
        "label": say("MASE"),
        "value": mase,
        "format": "number",
        "note": below if mase < 1 else above,
        "tone": "good" if mase < 1 else "warn",
    }


def _coverage_card(level: int, metrics: Mapping[str, float]) -> dict[str, Any]:
    found = metrics[f"coverage_{level}"]
    return {
        "label": say("Inside the {level} % interval", level=level),
        "value": found,
        "format": "percent",
        "note": say("of the held-out values; intervals learned from other windows"),
        "tone": "good" if found >= level / 100 - WIDEST_MISS_OF_COVERAGE else "warn",
    }


def _fan(prepared: PreparedPanel, reports: ItemReports) -> Fan:
    return Fan(
        say("Forecast"),
        levels=REPORT_LEVELS,
        items=list(reports.entries(MOST_ITEMS_EMBEDDED)),
        item_label=prepared.item_column or say("Series"),
        y_label=amount_label(prepared),
        step=prepared.panel.frequency.name,
        count=reports.count,
        summary=_fan_in_words(prepared, reports.tested),
    )


def _fan_in_words(prepared: PreparedPanel, tested: Tested) -> Sentence:
    panel, horizon = prepared.panel, prepared.horizon
    said = say(
        "{amount:capital}, {dates}, with 80 % and 95 % intervals. Dashed: what the chosen model would have "
        "forecast for the last {tested}.",
        amount=prepared.target,
        dates=dates_ahead_in_words(panel, horizon),
        tested=steps_in_words(tested.windows.horizon, panel.frequency.name),
    )
    items: Sentence | str = ""
    if len(panel.items) > MOST_ITEMS:
        items = say(
            "The {most:integer} largest of {all:integer} items can be viewed here; the results hold all.",
            most=MOST_ITEMS,
            all=len(panel.items),
        )
    elif not panel.end_together:
        items = say_count(
            "{count:integer} item to view, with its own dates.",
            "{count:integer} items to view, the largest first, each with its own dates.",
            len(panel.items),
        )
    elif len(panel.items) > 1:
        items = say_count(
            "{count:integer} item and the sum of all to view.",
            "{count:integer} items and the sum of all to view, the largest first.",
            len(panel.items),
        )
        if panel.averaged:
            items = say(
                "{count:integer} items and the mean of all to view, the largest first.",
                count=len(panel.items),
            )
    _, assumed = with_future(panel, np.arange(len(panel.items)), horizon, None)
    return joined([said, items, *(flag.message for flag in assumed)])


def _usual(prepared: PreparedPanel, found: Pattern) -> Bar:
    name = say("Mean of {amount}", amount=amount_label(prepared))
    return Bar(
        USUAL[found.unit],
        labels=list(found.labels),
        series=[{"name": name, "values": plain_numbers(found.means)}],
        y_label=name,
        summary=pattern_in_words(found),
    )


def _bound_column(key: str) -> dict[str, Any]:
    side, _, level = key.partition("_")
    lower, upper = say("Lower {level} %", level=level), say("Upper {level} %", level=level)
    return {"key": key, "label": lower if side == "lower" else upper, "format": "number"}
