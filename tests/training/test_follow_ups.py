"""Fast first, best later: the search is queued once, and takes the place only where it is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from audit.models import AuditEvent
from contract import registry
from contract.family import Trained
from datasets.models import DatasetVersion
from tests.conftest import Api
from tests.training.asking import EFFORT, at, draft_of
from training import tasks
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.runs import execution
from training.runs.follow_ups import follow_up, start_follow_ups
from training.runs.models import Status
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.deletion import delete_version
from training.versions.services import keep, set_alias

METRIC = registry.get("segmentation").primary_metric
FAST, ERROR = 0.60, 0.05


def measured(trained: Trained, value: float, error: float | None = ERROR) -> Trained:
    """The same answer, said to be this good."""
    candidates = [
        replace(one, error=error, chosen=number == 0)
        for number, one in enumerate(trained.evaluation.candidates)
    ]
    metrics = {**trained.evaluation.metrics, METRIC: value}
    return replace(trained, evaluation=replace(trained.evaluation, metrics=metrics, candidates=candidates))


@pytest.fixture
def finish(segments_of_customers: Trained) -> Callable[..., ModelVersion]:
    """Ends a queued run with an answer that is this good."""

    def end(run: TrainingRun, value: float = FAST, **how: Any) -> ModelVersion:
        assert run.claim()
        plan = plan_for(run.get_family(), run.settings, run.params)
        return keep(run, plan, measured(segments_of_customers, value, **how))

    return end


@pytest.fixture
def fast(
    analyst: User, order: RunOrder, sent: list[int], finish: Callable[..., ModelVersion]
) -> ModelVersion:
    """A fast version that a search is to follow."""
    return finish(start_run(analyst, order.model_copy(update={"then_best": True})))


@pytest.fixture
def search(fast: ModelVersion) -> TrainingRun:
    assert fast.run and follow_up(fast.run)
    return TrainingRun.objects.get(follows=fast.run)


# --- Queued once --------------------------------------------------------------------------------


def test_a_search_of_the_same_follows(
    fast: ModelVersion, sent: list[int], analyst: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert start_follow_ups() == 1
    run, search = TrainingRun.objects.order_by("pk")
    assert (search.effort, search.trigger, search.follows, search.status) == (
        "best",
        "follow_up",
        run,
        "queued",
    )
    same = ("name", "family", "model", "columns", "settings", "params", "seed", "requested_by")
    assert [getattr(search, name) for name in same] == [getattr(run, name) for name in same]
    assert search.run_tables.get().version == run.run_tables.get().version
    assert not search.then_best
    assert sent[-1] == search.pk
    assert AuditEvent.objects.filter(verb="started", data__follows=run.pk).count() == 1


def test_twice_is_once(fast: ModelVersion) -> None:
    assert fast.run is not None
    one, other = (TrainingRun.objects.get(pk=fast.run.pk) for _ in range(2))
    assert [follow_up(one), follow_up(other)] == [True, False]
    assert start_follow_ups() == 0
    assert TrainingRun.objects.count() == 2


def test_a_search_that_was_deleted_is_not_started_again(search: TrainingRun) -> None:
    search.delete()
    assert start_follow_ups() == 0


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.FAILED, Status.CANCELLED])
def test_only_a_success_is_followed(status: Status, make_run: Callable[..., TrainingRun]) -> None:
    run = make_run(status=status, then_best=True)
    assert not follow_up(run)
    assert start_follow_ups() == 0


def test_only_who_asked_gets_one(trained: ModelVersion) -> None:
    assert start_follow_ups() == 0


def test_the_training_itself_starts_it(
    analyst: User, order: RunOrder, sent: list[int], segments_of_customers: Trained, train_as: Any
) -> None:
    train_as(lambda progress: segments_of_customers)
    run = start_run(analyst, order.model_copy(update={"then_best": True}))
    assert run.claim()
    execution.train(run.pk, run.attempt)
    assert TrainingRun.objects.get(follows=run).effort == "best"


def test_the_tick_finds_what_was_lost(fast: ModelVersion) -> None:
    assert tasks.tick()["followed_up"] == 1


# --- Whether it takes the place -----------------------------------------------------------------

SIGN = -1 if registry.get("segmentation").lower_is_better else 1


@pytest.mark.parametrize(
    ("gain", "error", "answers"),
    [(0.06, ERROR, 2), (0.04, ERROR, 1), (-0.2, ERROR, 1), (0.001, None, 2), (0.0, None, 1)],
)
def test_it_answers_where_it_is_better_than_chance(
    gain: float, error: float | None, answers: int, search: TrainingRun, finish: Any, fast: ModelVersion
) -> None:
    best = finish(search, FAST + SIGN * gain, error=error)
    assert best.number == 2
    answering = fast.model.version_for()
    assert answering is not None and answering.number == answers
    assert TrainedModel.objects.with_latest().get().latest_number == answers
    search.refresh_from_db()
    word = "replaces it" if answers == 2 else "keeps its place"
    assert word in search.reason
    assert not fast.model.aliases.exists(), "aliases are people's"


def test_a_later_training_answers_as_always(
    search: TrainingRun, finish: Any, fast: ModelVersion, train_again: Callable[..., ModelVersion]
) -> None:
    finish(search, FAST)
    later = train_again()
    assert fast.model.version_for() == later


def test_what_is_in_production_stays(
    search: TrainingRun, finish: Any, fast: ModelVersion, analyst: User
) -> None:
    set_alias(analyst, fast, "production")
    finish(search, FAST + SIGN * 0.3)
    assert fast.model.version_for() == fast


def test_one_that_stands_back_answers_where_it_is_promoted_or_alone(
    search: TrainingRun, finish: Any, fast: ModelVersion, analyst: User
) -> None:
    best = finish(search, FAST)
    set_alias(analyst, best, "production")
    assert fast.model.version_for() == best
    fast.model.aliases.all().delete()
    delete_version(analyst, fast)
    assert best.model.version_for() == best


def test_without_the_fast_version_it_is_a_training_like_others(
    search: TrainingRun, finish: Any, fast: ModelVersion, analyst: User
) -> None:
    delete_version(analyst, fast)
    assert not finish(TrainingRun.objects.get(pk=search.pk), FAST).stands_back


# --- Asked for and shown ------------------------------------------------------------------------


def test_the_api_takes_and_shows_it(api: Api, customers: DatasetVersion, sent: list[int]) -> None:
    body = {"family": "segmentation", "dataset": "customers", "then_best": True}
    answer = api("POST", "/runs", body)
    assert answer.status_code == 202
    assert (answer.json()["then_best"], answer.json()["follows"]) == (True, None)


def test_best_is_not_followed_by_best(api: Api, customers: DatasetVersion) -> None:
    body = {"family": "segmentation", "dataset": "customers", "then_best": True, "effort": "best"}
    answer = api("POST", "/runs", body)
    assert answer.status_code == 422
    assert [error["location"] for error in answer.json()["errors"]] == ["then_best"]
    assert not TrainingRun.objects.exists()


@pytest.mark.parametrize(("effort", "then_best"), [("fast", True), ("best", False)])
def test_the_last_step_has_a_tick(
    effort: str, then_best: bool, page: Client, sales: DatasetVersion, sent: list[int]
) -> None:
    draft = draft_of(sales)
    assert 'name="then_best"' in page.get(at(draft, "effort")).content.decode()
    page.post(at(draft, "effort"), {**EFFORT, "effort": effort, "then_best": "on"})
    assert TrainingRun.objects.get().then_best == then_best


def test_the_pages_of_both_runs_lead_to_each_other(page: Client, search: TrainingRun) -> None:
    assert search.follows is not None
    assert f'href="/runs/{search.pk}"' in page.get(search.follows.get_absolute_url()).content.decode()
    assert f'href="/runs/{search.follows.pk}"' in page.get(search.get_absolute_url()).content.decode()


def test_the_page_of_the_later_version_shows_what_changed(
    page: Client, search: TrainingRun, finish: Any
) -> None:
    best = finish(search, FAST)
    content = page.get(best.get_absolute_url()).content.decode()
    assert "What changed since version 1.0.0" in content
    assert "another version is in use" in content


def test_other_versions_show_no_changes(
    trained: ModelVersion, train_again: Callable[..., ModelVersion]
) -> None:
    assert all("What changed" not in str(block["title"]) for block in train_again().report)


def test_a_queue_that_fails_does_not_fail_the_run(
    analyst: User,
    order: RunOrder,
    sent: list[int],
    segments_of_customers: Trained,
    train_as: Any,
    monkeypatch: Any,
) -> None:
    def broken(run: TrainingRun) -> bool:
        raise OSError("no queue")

    monkeypatch.setattr(execution, "follow_up", broken)
    train_as(lambda progress: segments_of_customers)
    run = start_run(analyst, order.model_copy(update={"then_best": True}))
    assert run.claim()
    execution.train(run.pk, run.attempt)
    run.refresh_from_db()
    assert run.status == Status.SUCCEEDED
    assert start_follow_ups() == 1
