"""The models a run has tried, best first."""

from __future__ import annotations

from typing import Any

from training import registry
from training.leaderboard import leaderboard


def candidate(label: str, **fields: Any) -> dict[str, Any]:
    standard = {"metrics": {}, "seconds": 1.5, "chosen": False, "baseline": False, "note": ""}
    return {"model": label, "label": label, **standard, **fields}


def test_the_best_stands_first() -> None:
    board = leaderboard(
        registry.get("forecasting"),
        [
            candidate("baseline", metrics={"wape": 0.3, "mase": 1.0}, baseline=True),
            candidate("worse", metrics={"wape": 0.4, "mase": 1.25}),
            candidate("failed", note="too few rows"),
            candidate("best", metrics={"mase": 0.5, "wape": 0.123}, chosen=True),
        ],
    )
    assert [row.label for row in board.rows] == ["best", "baseline", "worse", "failed"]
    assert [row.chosen for row in board.rows] == [True, False, False, False]
    assert [row.baseline for row in board.rows] == [False, True, False, False]


def test_the_figures_are_written_as_the_family_says() -> None:
    metrics = {"mase": 0.51234, "wape": 0.123, "coverage_80": None}
    board = leaderboard(registry.get("forecasting"), [candidate("one", metrics=metrics)])
    assert board.labels == [
        "WAPE (error in % of sales)",
        "MASE (below 1: better than last season)",
        "Inside the 80 % interval",
    ]
    assert board.rows[0].values == ["12.3%", "0.5123", "–"]


def test_more_may_be_better() -> None:
    board = leaderboard(
        registry.get("segmentation"),
        [candidate("low", metrics={"silhouette": 0.2}), candidate("high", metrics={"silhouette": 0.6})],
    )
    assert [row.label for row in board.rows] == ["high", "low"]


def test_a_metric_that_is_no_number_stands_last() -> None:
    board = leaderboard(
        registry.get("segmentation"),
        [candidate("none", metrics={"silhouette": None}), candidate("low", metrics={"silhouette": -0.2})],
    )
    assert [row.label for row in board.rows] == ["low", "none"]
    assert board.rows[1].values == ["–"]


def test_no_candidates() -> None:
    board = leaderboard(registry.get("forecasting"), [])
    assert (board.labels, board.rows) == ([], [])
