"""What needs attention is at the top of the home page, and disappears once it is fixed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from training.models import ModelVersion, TrainingRun, Worker


@pytest.fixture
def worker(db: None) -> Worker:
    return Worker.objects.create(cluster="training", host="here", pid=1)


@pytest.fixture
def better(trained: ModelVersion) -> ModelVersion:
    """The two groups are so clear that the naive bands find them too; here they do not."""
    ModelVersion.objects.update(baseline={"silhouette": 0.1})
    return trained


def a_run(user: User, name: str, status: str, minutes_ago: int = 0) -> TrainingRun:
    then = timezone.now() - timedelta(minutes=minutes_ago)
    return TrainingRun.objects.create(
        name=name, family="forecasting", status=status, error="It broke.", requested_by=user,
        queued_at=then, started_at=then, finished_at=then,
    )  # fmt: skip


def home(page: Client) -> str:
    return page.get("/").content.decode()


def test_nothing_needs_anybody(page: Client, worker: Worker, better: ModelVersion) -> None:
    assert "Needs your attention" not in home(page)


def test_no_worker(page: Client) -> None:
    assert "No worker is running" in home(page)


def test_a_failed_run(page: Client, worker: Worker, analyst: User) -> None:
    run = a_run(analyst, "store sales", "failed")
    text = home(page)
    assert "“store sales” failed: It broke." in text
    assert run.get_absolute_url() in text


def test_a_failure_made_good_later_needs_nobody(page: Client, worker: Worker, analyst: User) -> None:
    a_run(analyst, "store sales", "failed", minutes_ago=10)
    a_run(analyst, "store sales", "succeeded", minutes_ago=5)
    assert "Needs your attention" not in home(page)


def test_of_repeated_failures_the_newest_is_named(page: Client, worker: Worker, analyst: User) -> None:
    for minutes in (30, 20, 10):
        a_run(analyst, "store sales", "failed", minutes)
    assert home(page).count("“store sales” failed") == 1


def test_an_old_model(page: Client, worker: Worker, better: ModelVersion) -> None:
    ModelVersion.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert "“customers”: old." in home(page)


def test_a_model_no_better_than_guessing(page: Client, worker: Worker, trained: ModelVersion) -> None:
    ModelVersion.objects.update(baseline={"silhouette": 0.99})
    assert "“customers”: no better than guessing." in home(page)


def test_what_runs_is_drawn_live(page: Client, worker: Worker, analyst: User) -> None:
    run = a_run(analyst, "store sales", "running")
    part = page.get("/", headers={"HX-Request": "true"})
    assert "store sales" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part
    TrainingRun.objects.filter(pk=run.pk).update(status="succeeded")
    assert page.get("/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_queries_do_not_grow(
    page: Client, worker: Worker, analyst: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        a_run(analyst, f"run {number}", "failed", number)
        a_run(analyst, f"other {number}", "running", number)
    with django_assert_max_num_queries(14):
        page.get("/")
