"""How long a training is going to take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contract import registry
from datasets.models import DatasetVersion
from training.models import RunTable, TrainingRun
from training.runs.expected import expected_seconds, in_words
from training.runs.models import Status

FAMILY = registry.get("forecasting")
LEAST, PER_THOUSAND = FAMILY.pace["fast"]


def run_of(sales: DatasetVersion, seconds: float, **fields: Any) -> None:
    now = timezone.now()
    run = TrainingRun.objects.create(
        **{
            "name": "sales",
            "family": "forecasting",
            "status": Status.SUCCEEDED,
            "started_at": now - timedelta(seconds=seconds),
            "finished_at": now,
            **fields,
        }
    )
    RunTable.objects.create(run=run, version=sales, dataset_name="sales@1", sha256="0" * 64)


@pytest.mark.parametrize("rows", [0, 372, 100_000])
def test_without_runs_the_pace_of_the_family_counts(rows: int, db: None) -> None:
    expected = round(LEAST + PER_THOUSAND * rows / 1000, 1)
    assert expected_seconds(FAMILY, "fast", rows, {}) == expected


def test_two_runs_are_too_few(sales: DatasetVersion) -> None:
    for _ in range(2):
        run_of(sales, 60)
    assert expected_seconds(FAMILY, "fast", 120, {}) < 5


def test_three_runs_say_how_fast_the_machine_is(sales: DatasetVersion) -> None:
    for seconds in (19, 20, 21):
        run_of(sales, seconds)
    assert expected_seconds(FAMILY, "fast", sales.rows, {}) == 20
    assert expected_seconds(FAMILY, "fast", 1_000_000, {}) > 20, "more rows take longer"


def test_one_run_that_was_slow_changes_nothing(sales: DatasetVersion) -> None:
    for seconds in (10, 10, 3000):
        run_of(sales, seconds)
    assert expected_seconds(FAMILY, "fast", sales.rows, {}) == 10


def test_runs_closest_in_size_count(sales: DatasetVersion) -> None:
    """Six small ones that were slow say little of a large one, if there are five of its size."""
    large = DatasetVersion.objects.create(
        dataset=sales.dataset, number=2, size=1, rows=100_000, columns=[], fingerprint="large"
    )
    for _ in range(6):
        run_of(sales, 60)
    for _ in range(5):
        run_of(large, 30)
    assert expected_seconds(FAMILY, "fast", 100_000, {}) == 30


@pytest.mark.parametrize("other", [{"effort": "best"}, {"family": "segmentation"}, {"status": Status.FAILED}])
def test_other_runs_do_not_count(other: dict[str, str], sales: DatasetVersion) -> None:
    for _ in range(3):
        run_of(sales, 60, **other)
    assert expected_seconds(FAMILY, "fast", 120, {}) < 5


def test_minutes_of_tuning_are_added(sales: DatasetVersion) -> None:
    tuned = {"tuning_minutes": 10}
    plain = expected_seconds(FAMILY, "best", 120, {})
    assert expected_seconds(FAMILY, "best", 120, tuned) == plain + 600
    assert expected_seconds(FAMILY, "fast", 120, tuned) == expected_seconds(FAMILY, "fast", 120, {})


def test_minutes_of_tuning_do_not_make_a_machine_slow(sales: DatasetVersion) -> None:
    for _ in range(3):
        run_of(sales, 630, effort="best", settings={"tuning_minutes": 10})
    assert expected_seconds(FAMILY, "best", sales.rows, {}) == 30


def test_it_is_one_query(sales: DatasetVersion, django_assert_num_queries: Any) -> None:
    for _ in range(9):
        run_of(sales, 3)
    with django_assert_num_queries(1):
        expected_seconds(FAMILY, "fast", 120, {})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 s"),
        (3.4, "about 3 s"),
        (42, "about 40 s"),
        (57, "about 1 min"),
        (310, "about 5 min"),
        (3500, "about 1 hour"),
        (7000, "about 2 hours"),
    ],
)
def test_it_is_said_as_precisely_as_it_is_known(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
