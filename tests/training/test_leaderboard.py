"""The models a run has tried, best first."""

from __future__ import annotations

from typing import Any

from contract import registry
from language.reader import Reader, reading
from training.runs.leaderboard import Whisker, leaderboard


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
    assert board.primary_label == "WAPE (error in % of sales)"
    assert board.labels == ["MASE (below 1: better than repeating last season)", "Inside the 80 % interval"]
    assert board.rows[0].primary == "12.3 %"
    assert board.rows[0].values == ["0.5123", "–"]


def test_the_figures_are_written_as_the_reader_does() -> None:
    with reading(Reader(numbers="fr")):
        board = leaderboard(
            registry.get("forecasting"),
            [candidate("one", metrics={"wape": 0.123, "mae": 1234.5}, error=0.0123)],
        )
    assert board.rows[0].primary == "12,3 % ± 1,2 %"
    assert board.rows[0].values == ["1\u202f235"]


def test_a_standard_error_stands_beside_the_primary_metric() -> None:
    tried = [
        candidate("low", metrics={"silhouette": 0.2}, error=0.1),
        candidate("high", metrics={"silhouette": 0.5}, error=0.1),
        candidate("naive", metrics={"silhouette": 0.35}, baseline=True),
    ]
    board = leaderboard(registry.get("segmentation"), tried)
    assert [row.primary for row in board.rows] == ["0.5 ± 0.1", "0.35", "0.2 ± 0.1"]
    high, naive, low = (row.whisker for row in board.rows)
    # From 0.1 to 0.6, on 4 to 96.
    assert high == Whisker(at="77.6", low="59.2", high="96.0", baseline="50.0")
    assert naive == Whisker(at="50.0", low="50.0", high="50.0", baseline="50.0")
    assert low is not None
    assert low.low == "4.0"


def test_equal_candidates_stand_in_the_middle() -> None:
    (row,) = leaderboard(registry.get("segmentation"), [candidate("one", metrics={"silhouette": 0.2})]).rows
    assert row.whisker == Whisker(at="50.0", low="50.0", high="50.0", baseline=None)


def test_sizes_and_notes_have_columns_where_there_are_any() -> None:
    family = registry.get("segmentation")
    bare = leaderboard(family, [candidate("one")])
    assert (bare.has_sizes, bare.has_notes) == (False, False)
    full = leaderboard(family, [candidate("one"), candidate("two", size=2048, note="slow")])
    assert (full.has_sizes, full.has_notes) == (True, True)
    assert [row.size for row in full.rows] == [None, 2048]


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
    assert (board.rows[1].primary, board.rows[1].whisker) == ("–", None)


def test_no_candidates() -> None:
    board = leaderboard(registry.get("forecasting"), [])
    assert (board.labels, board.rows) == ([], [])
