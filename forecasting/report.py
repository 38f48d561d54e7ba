"""The report page and the "try it" answer as blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from forecasting.forecaster import Forecaster
from forecasting.options import REPORT_LEVELS, Request
from forecasting.panel import PreparedPanel
from forecasting.words import (
    against_baseline,
    expected_total,
    pattern,
    repeated,
    steps_in_words,
    summary,
    total_in_words,
)
from training.exchange import Answer, Block, Evaluation

MOST_ITEMS_DRAWN = 50
MOST_POINTS_DRAWN = 400
MOST_ROWS_SHOWN = 500
DIGITS = 6
WIDEST_MISS_OF_COVERAGE = 0.05


def report_blocks(
    model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame
) -> list[Block]:
    blocks = [
        Block("note", "In short", {"text": summary(prepared, evaluation, results), "tone": "neutral"}),
        _cards(prepared, evaluation, results),
        _fan(model, prepared, evaluation, results),
        _backtest_table(prepared, evaluation),
    ]
    found = pattern(prepared.panel)
    if found is not None:
        series = [{"name": prepared.target, "values": compact(found.means)}]
        data = {
            "labels": list(found.labels),
            "y_label": f"Mean {prepared.target}",
            "horizontal": False,
            "format": "number",
            "series": series,
        }
        strongest = found.labels[int(found.means.argmax())]
        title = f"The usual {found.unit}" if found.unit != "weekday" else "The usual week"
        blocks.append(Block("bar", title, data, f"{strongest} is the strongest {found.unit}."))
    return blocks


def answer_blocks(request: Request, answer: Answer) -> list[Block]:
    """The fan of each item (the first 50) and the rows of the answer (the first 500)."""
    table = answer.table
    groups = list(table.groupby("item", sort=False))[:MOST_ITEMS_DRAWN]
    items = [
        {
            "item": item,
            "history": {"at": [], "value": []},
            "backtest": None,
            "forecast": _forecast(rows, request.levels),
            "total": None,
        }
        for item, rows in groups
    ]
    shown = table.head(MOST_ROWS_SHOWN)
    columns = [
        {"key": "item", "label": "Item", "format": "text"},
        {"key": "date", "label": "Date", "format": "date"},
        *({"key": key, "label": _bound_label(key), "format": "number"} for key in table.columns[2:]),
    ]
    data = {"item_label": "Item", "y_label": "Value", "levels": list(request.levels), "items": items}
    said = f"{len(items)} of {table['item'].nunique()} items are drawn."
    rows_said = f"{len(shown)} of {len(table)} rows are shown; the download holds all."
    return [
        Block("fan", "Forecast", data, said),
        Block("table", "Forecast rows", {"columns": columns, "rows": shown.to_dict("records")}, rows_said),
    ]


def compact(values: np.ndarray) -> list[float | None]:
    """Rounded to six significant digits, NaN as None: half the bytes of a report."""
    return [None if np.isnan(value) else float(f"{value:.{DIGITS}g}") for value in np.asarray(values, float)]


# --- Blocks of the report -------------------------------------------------------------------------


def _cards(prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Block:
    metrics, baseline = evaluation.metrics, evaluation.baseline
    total = expected_total(prepared, evaluation, results)
    better = metrics["wape"] < baseline["wape"]
    cards = [
        {
            "label": f"Expected total, next {steps_in_words(prepared.horizon, prepared.panel)}",
            "value": total["value"],
            "format": "number",
            "note": f"{total_in_words(prepared, evaluation, results)} (80 %)",
            "tone": "neutral",
        },
        {
            "label": "Error (WAPE)",
            "value": metrics["wape"],
            "format": "percent",
            "note": against_baseline(evaluation),
            "tone": "good" if better else "warn",
        },
    ]
    if "mase" in metrics:
        cards.append(
            {
                "label": "MASE",
                "value": metrics["mase"],
                "format": "number",
                "note": "below 1: closer than one season to the next usually is"
                if metrics["mase"] < 1
                else "not below 1: one season to the next is usually as close",
                "tone": "good" if metrics["mase"] < 1 else "warn",
            }
        )
    cards += [_coverage_card(level, metrics) for level in REPORT_LEVELS if f"coverage_{level}" in metrics]
    return Block("cards", "How good it is", {"cards": cards}, f"{against_baseline(evaluation)}.")


def _coverage_card(level: int, metrics: Any) -> dict[str, Any]:
    found = metrics[f"coverage_{level}"]
    return {
        "label": f"Inside the {level} % interval",
        "value": found,
        "format": "percent",
        "note": "of the held-out values; intervals learned from other windows",
        "tone": "good" if found >= level / 100 - WIDEST_MISS_OF_COVERAGE else "warn",
    }


def _fan(model: Forecaster, prepared: PreparedPanel, evaluation: Evaluation, results: pd.DataFrame) -> Block:
    panel, horizon = prepared.panel, prepared.horizon
    totals = results["value"].to_numpy().reshape(len(panel.items), horizon).sum(axis=1)
    drawn = np.argsort(-totals, kind="stable")[:MOST_ITEMS_DRAWN]
    windows, last = evaluation.learned["windows"], evaluation.learned["last_window"]
    origin = windows.origins[-1]
    begin = max(panel.steps - MOST_POINTS_DRAWN, 0)
    history_at = panel.frequency.to_text(panel.times(begin))
    backtest_at = panel.frequency.to_text(panel.times(origin, origin + windows.horizon))
    items = []
    for row in drawn:
        known = max(int(panel.first[row]) - begin, 0)
        items.append(
            {
                "item": panel.items[row],
                "history": {"at": history_at[known:], "value": compact(panel.values[row, begin + known :])},
                "backtest": {"at": backtest_at, "value": compact(last[row])},
                "forecast": _forecast(results.iloc[row * horizon : (row + 1) * horizon], REPORT_LEVELS),
                "total": _item_total(model, row, float(totals[row]), horizon),
            }
        )
    data = {
        "item_label": prepared.item_column or "Series",
        "y_label": prepared.target,
        "levels": REPORT_LEVELS,
        "items": items,
    }
    steps = steps_in_words(horizon, panel)
    said = f"The next {steps} of {prepared.target} with 80 % and 95 % intervals."
    if len(panel.items) > MOST_ITEMS_DRAWN:
        said += (
            f" The {MOST_ITEMS_DRAWN} largest of {len(panel.items):,} items are drawn; the results hold all."
        )
    if panel.driver_columns and np.isnan(panel.known_drivers(horizon)[:, :, panel.steps :]).any():
        said += " Drivers the sheet does not tell ahead are taken as they were one season before."
    return Block("fan", "Forecast", data, said)


def _forecast(rows: pd.DataFrame, levels: list[int]) -> dict[str, Any]:
    bounds = [f"{side}_{level}" for level in levels for side in ("lower", "upper")]
    return {
        "at": rows["date"].tolist(),
        **{key: compact(rows[key].to_numpy()) for key in ("value", *bounds)},
    }


def _item_total(model: Forecaster, row: int, value: float, horizon: int) -> dict[str, float]:
    floor = 0.0 if model.nonnegative_[row] else -np.inf
    total = {"value": value}
    for level in REPORT_LEVELS:
        half_width = model.intervals_.item_total.half_width(level, np.array([horizon]))[0]
        width = float(model.scales_[row] * half_width)
        total[f"lower_{level}"], total[f"upper_{level}"] = max(value - width, floor), value + width
    return total


def _backtest_table(prepared: PreparedPanel, evaluation: Evaluation) -> Block:
    shown = {
        "wape": ("WAPE", "percent"),
        "mase": ("MASE", "number"),
        "mae": ("Mean error", "number"),
        "bias": ("Bias", "percent"),
        "coverage_80": ("Inside 80 %", "percent"),
        "coverage_95": ("Inside 95 %", "percent"),
    }
    columns = [
        {"key": "label", "label": "Model", "format": "text"},
        *({"key": key, "label": label, "format": form} for key, (label, form) in shown.items()),
        {"key": "seconds", "label": "Seconds", "format": "number"},
    ]
    rows = []
    for candidate in evaluation.candidates:
        role = "chosen" if candidate.chosen else "baseline" if candidate.baseline else ""
        row: dict[str, Any] = {"label": f"{candidate.label} ({role})" if role else candidate.label}
        row |= {key: candidate.metrics.get(key) for key in shown}
        row |= {"seconds": round(candidate.seconds, 2), "_tone": "good" if candidate.chosen else "neutral"}
        rows.append(row)
    windows = evaluation.learned["windows"]
    said = (
        f"Each model forecast {len(windows.origins)} windows of the past, "
        f"{steps_in_words(windows.horizon, prepared.panel)} each, knowing only what came before; "
        f"{repeated(evaluation)}. {evaluation.learned['left_out']}"
    )
    return Block("table", "Tested on the past", {"columns": columns, "rows": rows}, said.strip())


def _bound_label(key: str) -> str:
    side, _, level = key.partition("_")
    return f"{side.capitalize()} {level} %" if level else key.capitalize()
