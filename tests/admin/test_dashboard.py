"""The dashboard on the front page of the admin: its figures, what it costs, and who sees which of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from redis.exceptions import ConnectionError as RedisConnectionError

from datasets.models import DatasetVersion
from home import admin_dashboard
from home.admin_navigation import GROUPS
from predictions.models import PredictionLog
from tests.admin.conftest import make_dataset, make_model, make_rows, make_run, make_version
from training.models import Worker
from training.runs import services as run_services


def ago(**span: float) -> Any:
    return timezone.now() - timedelta(**span)


def staff(*permissions: str) -> Client:
    """A browser of somebody who may enter the admin, and see what is named."""
    user = User.objects.create(username="sam", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(user)
    return client


def day_before(days: int) -> str:
    return date_format(timezone.localdate() - timedelta(days=days), "j M")


def shown(client: Client) -> dict[str, Any]:
    return client.get("/admin/").context["dashboard"]


def test_counts(office: Client) -> None:
    make_rows(1)
    make_rows(2)
    found = {count["label"]: count["number"] for count in shown(office)["counts"]}
    assert found == {"Data sets": 2, "Trained models": 2, "Training runs": 2, "Users": 3}


def test_queue(superuser: User) -> None:
    data = make_dataset(superuser)
    oldest = make_run(superuser, data, status="queued", queued_at=ago(minutes=5))
    make_run(superuser, data, status="queued", queued_at=ago(minutes=2))
    first = make_run(superuser, data, status="running", started_at=ago(minutes=9))
    second = make_run(superuser, data, status="running", started_at=ago(minutes=4))
    make_run(superuser, data, status="succeeded", queued_at=ago(days=1))
    run_services.enqueue_run(oldest.pk)
    found = admin_dashboard.queue()
    assert (found["running"], found["waiting"], found["messages"]) == (2, 2, 1)
    assert found["oldest_seconds"] == pytest.approx(300, abs=10)
    assert admin_dashboard.running() == [first, second]


def test_a_broker_that_does_not_answer(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise RedisConnectionError("Connection refused")

    monkeypatch.setattr(admin_dashboard, "messages_waiting", refuse)
    response = office.get("/admin/")
    assert response.status_code == 200
    assert "No answer from Redis" in response.content.decode()


def test_workers_of_each_cluster(office: Client) -> None:
    for pid, seconds in ((1, 1), (2, 3), (3, 3600)):
        Worker.objects.create(cluster="training", host="here", pid=pid, seen_at=ago(seconds=seconds))
    assert {cluster["name"]: cluster["alive"] for cluster in admin_dashboard.clusters()} == {
        "default": 0,
        "training": 2,
    }
    text = office.get("/admin/").content.decode()
    assert "2 running" in text
    assert "Q_CLUSTER_NAME=default python manage.py qcluster" in text


def test_failures_of_seven_days(superuser: User) -> None:
    data = make_dataset(superuser)
    make_run(superuser, data, status="failed", finished_at=ago(days=8))
    make_run(superuser, data, status="succeeded", finished_at=ago(days=1))
    older = make_run(superuser, data, status="failed", finished_at=ago(days=6))
    newer = make_run(superuser, data, status="failed", finished_at=ago(hours=1))
    assert admin_dashboard.failures() == {"number": 2, "runs": [newer, older]}


def test_slowest_runs(superuser: User) -> None:
    data = make_dataset(superuser)
    end = ago(days=2)
    quick, slow, middle = (
        make_run(superuser, data, status=status, started_at=end - timedelta(minutes=minutes), finished_at=end)
        for minutes, status in ((1, "succeeded"), (50, "failed"), (7, "cancelled"))
    )
    make_run(superuser, data, status="succeeded", started_at=ago(days=32), finished_at=ago(days=31))
    make_run(superuser, data, status="running", started_at=ago(hours=5))
    assert admin_dashboard.slowest_runs() == [slow, middle, quick]


def test_disk(superuser: User) -> None:
    """Everything that lies there is counted: model, results and reports of items; the file and its table."""
    small, large = make_model(superuser, 1), make_model(superuser, 2)
    second = make_version(large.model, 2)
    second.items.save("items", ContentFile(b"x" * 100), save=True)
    one = len(b"model") + len(b"results")
    found = admin_dashboard.model_disk()
    assert found["total"] == 3 * one + 100
    assert [(row["record"], row["files"], row["bytes"]) for row in found["rows"]] == [
        (large.model, 5, 2 * one + 100),
        (small.model, 2, one),
    ]
    assert sum(row["percent"] for row in found["rows"]) == pytest.approx(100)
    for number in range(10):
        version = make_dataset(superuser, number)
    found = admin_dashboard.dataset_disk()
    assert (found["total"], len(found["rows"])) == (10 * (version.original.size + version.table.size), 8)


def test_files_that_are_gone_take_no_room(superuser: User) -> None:
    version = make_model(superuser)
    version.artifact.storage.delete(version.artifact.name)
    version.results.storage.delete(version.results.name)
    assert admin_dashboard.model_disk() == {"total": 0, "rows": []}


def test_runs_per_day(superuser: User) -> None:
    data = make_dataset(superuser)
    for status, days in (("succeeded", 0), ("succeeded", 0), ("failed", 0), ("cancelled", 3), ("failed", 31)):
        make_run(superuser, data, status=status, finished_at=ago(days=days))
    chart = admin_dashboard.runs_chart()
    assert chart.rows == [(day_before(0), [2, 1, 0]), (day_before(3), [0, 0, 1])]
    assert chart.sentence == "Runs that ended in the last 30 days: 2 done, 1 failed, 1 cancelled."
    drawn = json.loads(chart.data)
    assert len(drawn["labels"]) == 30
    assert [(series["label"], series["data"][-1]) for series in drawn["datasets"]] == [
        ("Done", 2),
        ("Failed", 1),
        ("Cancelled", 0),
    ]


def test_predictions_and_uploads_per_day(superuser: User) -> None:
    version = make_model(superuser)
    for rows, days in ((1_000, 0), (200, 0), (34, 29), (9, 30)):
        log = PredictionLog.objects.create(version=version, rows=rows, seconds=0.1)
        PredictionLog.objects.filter(pk=log.pk).update(at=ago(days=days))
    make_dataset(superuser, 1)
    DatasetVersion.objects.update(created_at=ago(days=40))
    chart = admin_dashboard.predictions_chart()
    assert chart.rows == [(day_before(0), [1_200]), (day_before(29), [34])]
    assert chart.sentence == "Values predicted in the last 30 days: 1,234."
    assert admin_dashboard.uploads_chart().sentence == "Files uploaded in the last 30 days: none."
    make_dataset(superuser, 2)
    assert admin_dashboard.uploads_chart().rows == [(day_before(0), [1])]


def test_queries_do_not_grow_with_rows(office: Client, superuser: User) -> None:
    def more(number: int) -> None:
        make_rows(number)
        data = make_dataset(superuser, 1000 + number)
        times = {"started_at": ago(minutes=3), "finished_at": ago(minutes=2)}
        for status in ("queued", "running", "failed"):
            make_run(superuser, data, status=status, **times)

    more(1)
    office.get("/admin/")  # Content types are read once and kept.
    with CaptureQueriesContext(connection) as one:
        office.get("/admin/")
    for number in range(2, 31):
        more(number)
    with CaptureQueriesContext(connection) as thirty:
        figures = shown(office)
    assert len(figures["failures"]["runs"]) == len(figures["running"]) == 8
    assert len(thirty) == len(one), "\n".join(query["sql"] for query in thirty)


def test_an_empty_install(office: Client) -> None:
    text = office.get("/admin/").content.decode()
    for sentence in (
        "Nothing is being trained right now.",
        "No run has failed in the last 7 days.",
        "Runs that ended in the last 30 days: none.",
        "No model has been trained yet.",
        "No data set has been uploaded yet.",
        "No run has ended in the last 30 days.",
    ):
        assert sentence in text
    assert "hx-trigger" not in text.split('id="dashboard-now"')[1].split(">")[0]


def test_the_page_asks_again_while_something_runs(office: Client, superuser: User) -> None:
    make_run(superuser, make_dataset(superuser), status="running", started_at=ago(minutes=1))
    text = office.get("/admin/").content.decode()
    assert 'hx-trigger="every 5s"' in text.split('id="dashboard-now"')[1].split(">")[0]


def test_asking_again_brings_only_what_moves(office: Client, superuser: User) -> None:
    run = make_run(superuser, make_dataset(superuser), status="running", started_at=ago(minutes=1))
    with CaptureQueriesContext(connection) as queries:
        response = office.get("/admin/", headers={"HX-Request": "true"})
    assert set(response.context["dashboard"]) == {"running", "queue", "clusters"}
    assert f'href="{run.get_absolute_url()}"' in response.content.decode()
    assert not any("predictions_predictionlog" in query["sql"] for query in queries)


def test_days_begin_at_midnight_where_the_reader_is(superuser: User) -> None:
    with timezone.override("Africa/Johannesburg"):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        data = make_dataset(superuser)
        make_run(superuser, data, status="failed", finished_at=midnight)
        make_run(superuser, data, status="succeeded", finished_at=midnight - timedelta(seconds=1))
        assert admin_dashboard.runs_chart().rows == [
            (day_before(0), [0, 1, 0]),
            (day_before(1), [1, 0, 0]),
        ]


def test_nothing_that_the_content_policy_forbids(office: Client) -> None:
    make_rows(1)
    text = office.get("/admin/").content.decode()
    assert all("src=" in script for script in re.findall(r"<script\b[^>]*>", text))
    assert not re.search(r"\son\w+=", text.split('id="content"')[1])


def test_who_may_not_see_runs_sees_the_plain_index(db: None) -> None:
    response = staff("datasets.view_dataset").get("/admin/")
    assert response.status_code == 200
    assert "dashboard" not in response.context
    assert "dashboard-now" not in response.content.decode()
    assert "Data sets" in response.content.decode()


def test_each_figure_needs_its_permission(desk: Client) -> None:
    everything = {"counts", *admin_dashboard.FIGURES}
    assert set(shown(desk)) == everything
    figures = shown(staff("training.view_trainingrun"))
    assert [count["label"] for count in figures["counts"]] == ["Training runs"]
    hidden = {"clusters", "model_disk", "dataset_disk", "predictions_chart", "uploads_chart"}
    assert set(figures) == everything - hidden


def test_navigation_leads_to_every_list_once(office: Client) -> None:
    labels = [label for models in GROUPS.values() for label in models]
    assert len(labels) == len(set(labels))
    assert {model._meta.label for model in admin.site._registry} <= set(labels)


def test_navigation_shows_what_one_may_see(db: None) -> None:
    response = staff("training.view_trainingrun").get("/admin/")
    groups = response.context["sidebar_navigation"]
    assert [[item["title"] for item in group["items"]] for group in groups] == [
        ["Dashboard"],
        ["Training runs"],
    ]
