"""How long a training is going to take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contract import registry
from datasets.models import DatasetVersion
from training.models import RunTable, TrainingRun
from training.runs.expected import estimates, expected_seconds, in_words
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


def test_a_few_runs_count_in_part(sales: DatasetVersion) -> None:
    pace = expected_seconds(FAMILY, "fast", sales.rows, {})
    seen = [pace]
    for _ in range(3):
        run_of(sales, 60)
        seen.append(expected_seconds(FAMILY, "fast", sales.rows, {}))
    assert seen == sorted(set(seen))
    assert seen[-1] == 60


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


@pytest.mark.parametrize("other", [{"family": "segmentation"}, {"status": Status.FAILED}])
def test_other_runs_do_not_count(other: dict[str, str], sales: DatasetVersion) -> None:
    for _ in range(3):
        run_of(sales, 60, **other)
    assert expected_seconds(FAMILY, "fast", 120, {}) < 5


def test_a_machine_slow_at_one_effort_is_slow_at_both(sales: DatasetVersion) -> None:
    pace = expected_seconds(FAMILY, "best", sales.rows, {})
    for _ in range(3):
        run_of(sales, 30, effort="fast")
    found = estimates(FAMILY, sales.rows, {})
    assert found["fast"].seconds == 30
    assert found["best"].seconds > 5 * pace
    assert (found["fast"].runs, found["best"].runs) == (3, 0)


@pytest.mark.parametrize(("fast", "best", "said"), [(3, 4, 15), (4, 3, 30), (4, 4, 30)])
def test_fast_is_never_above_best(fast: int, best: int, said: float, sales: DatasetVersion) -> None:
    """The one that more runs speak for counts for both."""
    for _ in range(fast):
        run_of(sales, 30)
    for _ in range(best):
        run_of(sales, 15, effort="best")
    found = estimates(FAMILY, sales.rows, {})
    assert [one.seconds for one in found.values()] == [said, said]


def test_it_says_where_it_comes_from(sales: DatasetVersion) -> None:
    assert estimates(FAMILY, 120, {})["fast"].source == "a first guess: this machine has not done it yet"
    run_of(sales, 30)
    assert estimates(FAMILY, 120, {})["fast"].source == "from 1 similar run on this machine"
    for _ in range(9):
        run_of(sales, 30)
    assert estimates(FAMILY, 120, {})["fast"].source == "from 5 similar runs on this machine"


def test_the_wait_in_the_queue_says_nothing_about_the_machine(sales: DatasetVersion) -> None:
    for _ in range(3):
        run_of(sales, 20, queued_at=timezone.now() - timedelta(hours=1))
    assert expected_seconds(FAMILY, "fast", sales.rows, {}) == 20


def test_minutes_of_tuning_are_added(sales: DatasetVersion) -> None:
    tuned = {"tuning_minutes": 10}
    plain = expected_seconds(FAMILY, "best", 120, {})
    assert expected_seconds(FAMILY, "best", 120, tuned) == plain + 600
    assert expected_seconds(FAMILY, "fast", 120, tuned) == expected_seconds(FAMILY, "fast", 120, {})


def test_minutes_of_tuning_do_not_make_a_machine_slow(sales: DatasetVersion) -> None:
    for _ in range(3):
        run_of(sales, 630, effort="best", settings={"tuning_minutes": 10})
    assert expected_seconds(FAMILY, "best", sales.rows, {}) == 30


def test_it_is_two_queries(sales: DatasetVersion, django_assert_num_queries: Any) -> None:
    for _ in range(9):
        run_of(sales, 3)
    with django_assert_num_queries(2):
        expected_seconds(FAMILY, "fast", 120, {})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 second"),
        (3.4, "about 3 seconds"),
        (42, "about 40 seconds"),
        (57, "about 1 minute"),
        (90, "1 to 2 minutes"),
        (125, "about 2 minutes"),
        (150, "2 to 3 minutes"),
        (310, "about 5 minutes"),
        (1900, "about 30 minutes"),
        (3500, "about 1 hour"),
        (7000, "about 2 hours"),
    ],
)
def test_it_is_said_as_precisely_as_it_is_known(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
