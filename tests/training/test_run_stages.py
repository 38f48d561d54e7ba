"""The stages of a run, and its time beside the time that was expected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from training.models import TrainingRun
from training.runs.expected import stages
from training.runs.models import Status

MakeRun = Callable[..., TrainingRun]


def live_part(page: Client, run: TrainingRun) -> str:
    return str(page.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode())


def states(run: TrainingRun) -> list[str]:
    return [stage.state for stage in stages(run)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": Status.QUEUED}, "now coming coming coming coming coming"),
        ({"status": Status.RUNNING, "progress": 0}, "done now coming coming coming coming"),
        ({"status": Status.RUNNING, "progress": 2}, "done done now coming coming coming"),
        ({"status": Status.RUNNING, "progress": 69}, "done done done now coming coming"),
        ({"status": Status.RUNNING, "progress": 70}, "done done done done now coming"),
        ({"status": Status.RUNNING, "progress": 99}, "done done done done done now"),
        ({"status": Status.SUCCEEDED, "progress": 100}, "done done done done done done"),
        ({"status": Status.FAILED, "progress": 0}, "done failed never never never never"),
        ({"status": Status.FAILED, "progress": 50}, "done done done failed never never"),
        ({"status": Status.CANCELLED, "progress": 50}, "done done done cancelled never never"),
        ({"status": Status.CANCELLED, "started_at": None}, "cancelled never never never never never"),
    ],
)
def test_the_stages(fields: dict[str, Any], expected: str, make_run: MakeRun) -> None:
    assert states(make_run(**{"started_at": timezone.now(), **fields})) == expected.split()


def test_the_stages_on_the_page_are_more_than_colours(page: Client, make_run: MakeRun) -> None:
    content = live_part(page, make_run(status=Status.RUNNING, started_at=timezone.now(), progress=10))
    assert content.count('aria-current="step"') == 1
    listed = content[content.index('<ol class="stages"') : content.index("</ol>")]
    assert listed.count("<svg") == 6
    assert [listed.count(f">{word}<") for word in ("done", "now", "to come")] == [3, 1, 2]


def test_a_run_that_is_queued_again_has_not_started(make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, started_at=timezone.now(), progress=80)
    assert run.requeue()
    assert states(TrainingRun.objects.get(pk=run.pk))[:2] == ["now", "coming"]


def running(make_run: MakeRun, seconds: float, **fields: Any) -> TrainingRun:
    started = timezone.now() - timedelta(seconds=seconds)
    return make_run(**{"status": Status.RUNNING, "attempt": 1, "started_at": started, **fields})


@pytest.mark.parametrize(
    ("expected_seconds", "words"),
    [
        (30, "</time> of about 30 seconds"),
        (10, "</time> of about 10 seconds"),
        (5, "longer than expected (about 5 seconds)"),
        (None, "</time> ·"),
    ],
)
def test_the_expected_time(
    expected_seconds: float | None, words: str, page: Client, make_run: MakeRun
) -> None:
    content = live_part(page, running(make_run, 12, expected_seconds=expected_seconds))
    assert words in content
    assert re.search("data-elapsed>1[2-9] s</time>", content)


@pytest.mark.parametrize(
    ("expected_seconds", "words"), [(4, "It took 3 s (expected: about 4 seconds)."), (None, "It took 3 s.")]
)
def test_the_time_of_a_run_that_has_ended(
    expected_seconds: float | None, words: str, page: Client, make_run: MakeRun
) -> None:
    now = timezone.now()
    times = {"started_at": now - timedelta(seconds=3), "finished_at": now}
    run = make_run(status=Status.SUCCEEDED, expected_seconds=expected_seconds, **times)
    assert words in page.get(run.get_absolute_url()).content.decode()
