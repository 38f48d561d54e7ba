"""The place of a waiting run and when it is expected to start: on the pages and over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jobs import queue
from training.models import TrainingRun, Worker
from training.runs.line import Line, Place
from training.runs.models import Status

MakeRun = Callable[..., TrainingRun]


@pytest.fixture(autouse=True)
def worker(db: None) -> Worker:
    return Worker.objects.create(cluster=queue.TRAINING, host="here", pid=1)


@pytest.fixture
def training(make_run: MakeRun) -> Callable[..., TrainingRun]:
    """A run that trains, began ``ago`` seconds ago and is expected to take ``seconds``."""

    def make(seconds: float | None, ago: float = 0, **fields: Any) -> TrainingRun:
        started = timezone.now() - timedelta(seconds=ago)
        states = {"status": Status.RUNNING, "attempt": 1, "started_at": started}
        return make_run(**{**states, "heartbeat_at": timezone.now(), "expected_seconds": seconds, **fields})

    return make


def place_of(run: TrainingRun) -> Place:
    place = Line().place_of(run)
    assert place is not None
    return place


def test_a_free_worker_takes_it_in_a_moment(make_run: MakeRun) -> None:
    place = place_of(make_run(expected_seconds=5))
    assert (place.position, place.in_front, place.seconds) == (1, (), 0)
    assert place.words == "Next in the queue. It starts in a moment."


def test_the_start_is_what_is_left_of_those_in_front(make_run: MakeRun, training: MakeRun) -> None:
    trains = training(100, ago=40)
    first, second = make_run(expected_seconds=30), make_run(expected_seconds=50)
    assert place_of(first).seconds == pytest.approx(60, abs=1)
    assert place_of(first).words == "Next in the queue. Expected to start in about 1 minute."
    place = place_of(second)
    assert place.seconds == pytest.approx(90, abs=1)
    assert (place.position, [run.pk for run in place.in_front]) == (2, [trains.pk, first.pk])
    assert place.words == "Number 2 in the queue. Expected to start in 1 to 2 minutes."


def test_more_workers_start_it_earlier(make_run: MakeRun, training: MakeRun, worker: Worker) -> None:
    Worker.objects.create(cluster=queue.TRAINING, host="here", pid=2)
    training(40)
    runs = [make_run(expected_seconds=seconds) for seconds in (10, 20, 30)]
    starts = [place_of(run).seconds for run in runs]
    assert starts == [0, 10, pytest.approx(30, abs=1)]


def test_a_long_one_waits_for_the_worker_that_takes_long_ones(make_run: MakeRun, training: MakeRun) -> None:
    Worker.objects.create(cluster=queue.TRAINING, host="here", pid=2)
    training(200)
    long, short = make_run(expected_seconds=100), make_run(expected_seconds=10)
    assert (place_of(short).position, place_of(short).seconds) == (1, 0)
    assert (place_of(long).position, place_of(long).seconds) == (2, pytest.approx(200, abs=1))
    assert place_of(long).may_be_overtaken


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "Next in the queue. A run in front of it is taking longer than expected."),
        (None, "Next in the queue."),
    ],
)
def test_no_start_is_said_where_nobody_knows(
    seconds: float | None, words: str, make_run: MakeRun, training: MakeRun
) -> None:
    training(seconds, ago=60)
    place = place_of(make_run(expected_seconds=5))
    assert (place.seconds, place.expected_start) == (None, None)
    assert place.words == words


def test_what_takes_a_bit_longer_is_not_done_in_a_moment(make_run: MakeRun, training: MakeRun) -> None:
    training(100, ago=110)
    assert place_of(make_run(expected_seconds=5)).words.endswith("Expected to start in about 10 seconds.")


def test_one_that_is_being_cancelled_is_gone_soon(make_run: MakeRun, training: MakeRun) -> None:
    training(600, cancel_requested_at=timezone.now())
    assert place_of(make_run(expected_seconds=5)).seconds == 1


def test_without_workers_nothing_starts(make_run: MakeRun, worker: Worker) -> None:
    worker.delete()
    place = place_of(make_run(expected_seconds=5))
    assert (place.seconds, place.words) == (None, "Next in the queue.")


def test_a_run_that_does_not_wait_has_no_place(training: MakeRun, django_assert_num_queries: Any) -> None:
    run = training(5)
    with django_assert_num_queries(0):
        assert Line().place_of(run) is None


def test_it_is_two_queries(make_run: MakeRun, django_assert_num_queries: Any) -> None:
    runs = [make_run(expected_seconds=5) for _ in range(9)]
    line = Line()
    with django_assert_num_queries(2):
        assert [getattr(line.place_of(run), "position", 0) for run in runs] == list(range(1, 10))


def test_the_pages_say_it(page: Client, make_run: MakeRun, training: MakeRun) -> None:
    trains = training(100, name="autumn", ago=40)
    run = make_run(expected_seconds=30)
    words = "Next in the queue. Expected to start in about 1 minute."
    for path in (run.get_absolute_url(), "/runs", "/"):
        assert words in page.get(path).content.decode(), path
    live = page.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert f"{words} Then it takes about 30 seconds." in live
    assert f'<a href="{trains.get_absolute_url()}">autumn</a>' in live
    assert "in the queue" not in page.get(trains.get_absolute_url()).content.decode()


def test_the_api_says_it(page: Client, make_run: MakeRun, training: MakeRun) -> None:
    trains = training(100, ago=40)
    run = make_run(expected_seconds=30)
    answer = page.get(f"/api/v1/runs/{run.pk}").json()["queue"]
    start = datetime.fromisoformat(answer.pop("expected_start"))
    assert start - timezone.now() == pytest.approx(timedelta(seconds=60), abs=timedelta(seconds=2))
    assert answer == {"position": 1, "waiting_for": [trains.pk], "delayed": False}
    assert page.get(f"/api/v1/runs/{trains.pk}").json()["queue"] is None
    listed = {one["id"]: one["queue"] for one in page.get("/api/v1/runs").json()["results"]}
    assert listed[run.pk]["waiting_for"] == [trains.pk]
    assert listed[trains.pk] is None


def test_a_delay_is_said_over_the_api(page: Client, make_run: MakeRun, training: MakeRun) -> None:
    training(10, ago=60)
    run = make_run(expected_seconds=30)
    answer = page.get(f"/api/v1/runs/{run.pk}").json()["queue"]
    assert (answer["expected_start"], answer["delayed"]) == (None, True)
