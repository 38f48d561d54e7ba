"""The page of a run: live while it lasts, truthful when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Preferences
from language.sentences import say
from training.models import ModelVersion, RunTable, TrainingRun, Worker
from training.runs.models import ENDED, STALE_AFTER, Status

MakeRun = Callable[..., TrainingRun]
HTMX = {"HX-Request": "true"}
NO_WORKER = "No worker is running"
EVIL = "<script>alert(1)</script>"


def shown(page: Client, run: TrainingRun, live: bool = False) -> str:
    response = page.get(run.get_absolute_url(), headers=HTMX if live else {})
    return str(response.content.decode())


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker.objects.create(cluster="training", host="here", pid=1)


def test_a_running_run_is_polled(page: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, progress=42, message="Fitting", log="12:00:00 Fitting")
    content = shown(page, run)
    assert f'hx-get="{run.get_absolute_url()}" hx-trigger="every 1s"' in content
    assert 'data-status="running"' in content
    assert "42" in content
    assert "12:00:00 Fitting" in content
    assert f'action="/runs/{run.pk}/cancel"' in content


def test_the_live_part_is_only_that(page: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, message="Fitting")
    response = page.get(run.get_absolute_url(), headers=HTMX)
    content = response.content.decode()
    assert response.status_code == 200
    assert "HX-Refresh" not in response
    assert "Fitting" in content
    assert "<html" not in content
    assert "What was asked" not in content


@pytest.mark.parametrize("status", ENDED)
def test_polling_stops_when_the_run_has_ended(status: Status, page: Client, make_run: MakeRun) -> None:
    run = make_run(status=status)
    response = page.get(run.get_absolute_url(), headers=HTMX)
    assert response.status_code == 286
    assert response["HX-Refresh"] == "true"
    whole = shown(page, run)
    assert "hx-trigger" not in whole
    assert f'action="/runs/{run.pk}/cancel"' not in whole
    assert f'action="/runs/{run.pk}/delete"' in whole


def test_who_waited_is_led_to_the_answer(page: Client, trained: ModelVersion) -> None:
    assert trained.run is not None
    response = page.get(trained.run.get_absolute_url(), headers=HTMX)
    assert response.status_code == 286
    assert response["HX-Redirect"] == trained.get_absolute_url()
    assert page.get(trained.run.get_absolute_url()).status_code == 200, "later the run itself can be read"


def test_a_cancelling_run_says_so_and_asks_no_more(page: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1, cancel_requested_at=timezone.now())
    content = shown(page, run)
    assert 'data-status="cancelling"' in content
    assert f'action="/runs/{run.pk}/cancel"' not in content


def test_who_may_only_look_is_offered_nothing(client: Client, viewer: User, make_run: MakeRun) -> None:
    client.force_login(viewer)
    for status in (Status.RUNNING, Status.FAILED):
        content = shown(client, make_run(status=status, attempt=1))
        assert "/cancel" not in content
        assert "/delete" not in content


@pytest.mark.parametrize("live", [True, False])
def test_a_run_without_a_worker_waits_in_vain(live: bool, page: Client, make_run: MakeRun) -> None:
    assert NO_WORKER in shown(page, make_run(), live)


def test_a_run_beside_a_worker_does_not(page: Client, make_run: MakeRun, worker: Worker) -> None:
    assert NO_WORKER not in shown(page, make_run())


@pytest.mark.parametrize(
    "changes", [{"seen_at": timezone.now() - timedelta(minutes=5)}, {"cluster": "default"}]
)
def test_a_worker_long_gone_or_of_other_work_does_not_count(
    changes: dict[str, Any], page: Client, make_run: MakeRun, worker: Worker
) -> None:
    Worker.objects.update(**changes)
    assert NO_WORKER in shown(page, make_run())


@pytest.mark.parametrize("status", [Status.RUNNING, *ENDED])
def test_only_a_queued_run_asks_for_a_worker(status: Status, page: Client, make_run: MakeRun) -> None:
    assert NO_WORKER not in shown(page, make_run(status=status, attempt=1))


def test_a_worker_that_does_not_answer(page: Client, make_run: MakeRun) -> None:
    silent = timezone.now() - STALE_AFTER - timedelta(seconds=5)
    assert "does not answer" in shown(page, make_run(status=Status.RUNNING, attempt=1, heartbeat_at=silent))
    assert "does not answer" not in shown(
        page, make_run(status=Status.RUNNING, attempt=1, heartbeat_at=timezone.now())
    )


@pytest.mark.parametrize("live", [True, False])
def test_a_run_that_the_data_stopped_names_each_problem_with_its_remedy(
    live: bool, page: Client, make_run: MakeRun
) -> None:
    problems = [
        {"message": "only 2 rows", "remedy": "Add rows.", "fatal": True},
        {"message": "no date", "remedy": "Choose a date.", "fatal": True},
        {"message": "a gap", "remedy": "Fill it.", "fatal": False},
    ]
    content = shown(
        page, make_run(status=Status.FAILED, error="only 2 rows no date", problems=problems), live
    )
    assert "The data cannot answer the question" in content
    for text in ("only 2 rows", "Add rows.", "no date", "Choose a date."):
        assert content.count(text) == 1
    assert ("a gap" in content) is not live


@pytest.mark.parametrize("live", [True, False])
def test_a_run_that_failed_says_why_and_what_to_do(live: bool, page: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.FAILED, error="It broke.", remedy="Mend it.", log="Traceback")
    content = shown(page, run, live)
    assert "The run failed" in content
    assert "It broke." in content
    assert "Mend it." in content
    assert f'action="/runs/{run.pk}/again"' in content
    log = content[content.index("<details") : content.index("</details>")]
    assert "Traceback" in log
    assert "open" not in log.partition(">")[0]


def test_what_happened_is_told_as_the_reader_writes_numbers(
    page: Client, make_run: MakeRun, analyst: User
) -> None:
    Preferences.objects.create(user=analyst, numbers="de")
    too_few = say("Only {rows:integer} rows.", rows=1234)
    content = shown(page, make_run(status=Status.FAILED, error=too_few, message=too_few))
    assert "Only 1.234 rows." in content


def test_who_was_logged_out_meanwhile_is_led_to_the_login(client: Client, make_run: MakeRun) -> None:
    run = make_run(status=Status.RUNNING, attempt=1)
    page = f"http://testserver{run.get_absolute_url()}"
    response = client.get(run.get_absolute_url(), headers={**HTMX, "HX-Current-URL": page})
    assert (response["HX-Redirect"], response.content) == (f"/login?next=/runs/{run.pk}", b"")
    assert client.get(run.get_absolute_url())["Location"] == f"/login?next=/runs/{run.pk}"


def test_a_run_that_was_tried_again_says_so(page: Client, make_run: MakeRun) -> None:
    assert "because a worker was lost" in shown(page, make_run(status=Status.RUNNING, attempt=2))


def test_a_succeeded_run_leads_to_its_model(page: Client, trained: ModelVersion) -> None:
    assert trained.run is not None
    content = shown(page, trained.run)
    assert f'href="{trained.get_absolute_url()}"' in content
    assert escape(trained.headline) in content
    assert "Leaderboard" in content
    assert escape(str(trained.run.reason)) in content
    assert "style=" not in content


def test_the_page_asks_no_more_with_more_to_show(
    page: Client, make_run: MakeRun, django_assert_num_queries: Any
) -> None:
    def run_with(many: int) -> TrainingRun:
        tried = {"label": "one", "metrics": {"silhouette": 0.5}, "seconds": 1, "note": ""}
        candidates = [{**tried, "chosen": False, "baseline": False}] * many
        problems = [{"message": "a gap", "remedy": "", "fatal": False}] * many
        run = make_run(status=Status.FAILED, candidates=candidates, problems=problems)
        for number in range(many):
            RunTable.objects.create(run=run, table=f"side{number}", dataset_name="x@1", sha256="")
        return run

    one, thirty = run_with(1), run_with(30)
    shown(page, one)
    with CaptureQueriesContext(connection) as asked:
        shown(page, one)
    with django_assert_num_queries(len(asked)):
        shown(page, thirty)


@pytest.mark.parametrize("field", ["error", "log", "message", "name"])
@pytest.mark.parametrize("status", [Status.RUNNING, Status.FAILED])
def test_nothing_in_a_run_becomes_markup(field: str, status: Status, page: Client, make_run: MakeRun) -> None:
    run = make_run(status=status, attempt=1, **{field: EVIL})
    assert EVIL not in shown(page, run)
    assert EVIL not in shown(page, run, live=True)


def test_nothing_in_its_problems_becomes_markup(page: Client, make_run: MakeRun) -> None:
    problem = {"message": EVIL, "remedy": EVIL, "fatal": True}
    columns = {"time": EVIL, "features": [EVIL]}
    assert EVIL not in shown(page, make_run(status=Status.FAILED, problems=[problem], columns=columns))


def test_over_http(api: Any, make_run: MakeRun) -> None:
    run = make_run(status=Status.FAILED, error="It broke.", log="\n".join(map(str, range(100))))
    answer = api("GET", f"/runs/{run.pk}").json()
    assert (answer["status"], answer["error"]) == ("failed", "It broke.")
    assert answer["log_tail"] == [str(number) for number in range(80, 100)]
    assert (answer["metrics"], answer["baseline"], answer["version"]) == ({}, {}, None)
    assert api("GET", "/runs/0").status_code == 404


def test_over_http_with_its_model(api: Any, trained: ModelVersion) -> None:
    answer = api("GET", f"/runs/{trained.run_id}").json()
    assert (answer["trained_model"], answer["version"], answer["model"]) == ("customers", 1, "kmeans")
    assert answer["metrics"] == trained.metrics
    assert answer["baseline"] == trained.baseline
    assert answer["duration_seconds"] >= 0
    assert answer["tables"] == {"main": "customers@1"}
