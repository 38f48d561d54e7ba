"""A product in use, written into the current database: what every screen shows something of.

Only for empty databases; the sample questions are trained here, in this process.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.base import File
from django.test import Client
from django.utils import timezone
from django_q.models import Task

from accounts.models import ApiToken, Preferences
from api.models import IdempotentCall
from contract.asking import PREDICT
from contract.data import Problem
from contract.plain import plain
from datasets.checking.expectations import Expectation as Promise
from datasets.expectations import expect
from datasets.ingest.imports import start_import
from datasets.models import DatasetVersion, Derivation, SourceMemory
from datasets.sample_sheets import add_sample
from datasets.services import bin_dataset, upload_version
from home.management.commands.setup import add_samples
from language.sentences import say
from predictions.contacts.models import Contact
from predictions.job_execution import execute as answer_job
from predictions.jobs import start_job
from predictions.models import Session, SessionStep
from predictions.services import Asked, serve
from tests.conftest import make_user
from tests.imported import make_imports
from training.models import Draft, ModelVersion, RunTable, TrainedModel, TrainingRun, Worker
from training.runs import execution
from training.runs.models import Status
from training.runs.orders import RunOrder
from training.runs.services import start_run
from training.versions.deletion import bin_model
from training.versions.models import PRODUCTION
from training.versions.services import set_alias

LONG_NAME = (
    "Sales of every store in the south and west, by week, with promotions and school holidays, 2019 to 2025"
)
LONG_WORD = "Umsatzprognoseverkaufsflächenbereinigungsfaktor"
NOT_SOON = timedelta(days=365)
"""In the future: heartbeats of workers and runs that stand still in a picture."""


def make_people() -> dict[str, User]:
    """One person of each kind, and the workers without which every page would warn."""
    people = {role: make_user(role, role) for role in ("analyst", "viewer", "administrator")}
    people["stranger"] = make_user("stranger")
    root = User.objects.create_superuser("root", email="root@example.com")
    root.groups.add(Group.objects.get(name="administrator"))
    User.objects.filter(username="administrator").update(is_staff=True)
    for pid, cluster in enumerate(("default", "training"), start=4100):
        seen = timezone.now() + NOT_SOON
        Worker.objects.create(cluster=cluster, host="almanac.example", pid=pid, seen_at=seen)
    people["french"] = User.objects.create_superuser("renée")
    Preferences.objects.create(user=people["french"], language="fr", numbers="fr")
    return {**people, "superuser": root}


def _throw_away(owner: User) -> None:
    """A model in the bin, and a data set whose name another one has taken since."""
    thrown = TrainedModel.objects.create(
        slug="thrown-away", name="Thrown away", family="forecasting", owner=owner
    )
    bin_model(owner, thrown)
    for amount in (b"5", b"6"):
        content = File(io.BytesIO(b"date,amount\n2025-01-01," + amount), name="Old till.csv")
        kept, _created = upload_version(owner, content, name="Old till")
        if amount == b"5":
            bin_dataset(owner, kept.dataset)


def make_world(owner: User) -> dict[str, Any]:
    """Sample data, models with versions, and a run of every status. What the paths of screens name."""
    for run in add_samples(owner):
        _train(run)
    forecast, segments = TrainedModel.objects.order_by("pk")
    sales = DatasetVersion.objects.order_by("pk")[0]
    content = File(io.BytesIO(b"date,amount\n2025-01-01,5\n2025-01-02,7\n"), name=f"{LONG_WORD}.csv")
    upload_version(owner, content, name=LONG_NAME)
    stock = _stock_with_gaps(owner)
    SourceMemory.objects.create(
        owner=owner, fingerprint="f" * 64, options={"decimal": ",", "sheet": LONG_NAME}
    )
    start_import(owner, File(io.BytesIO(b"date,amount\n2025-01-03,5\n"), name=f"{LONG_WORD}.csv"))
    imported = make_imports(owner)
    # No recipe comes with the program: what one left behind is still seen.
    Derivation.objects.create(
        requested_by=owner, key="rfm", name=LONG_NAME, fingerprint="f" * 64, status=Status.FAILED
    )
    second = _train(start_run(owner, _forecast_order(sales, horizon=14)))
    newest = forecast.versions.get(run=second)
    set_alias(owner, forecast.versions.get(number=1), PRODUCTION, "The first that was good enough")
    set_alias(owner, newest, PRODUCTION, "Two weeks are enough for the orders")
    serve(owner, newest, {}, alias=PRODUCTION)
    _throw_away(owner)
    token, _ = ApiToken.issue(owner, "Till in the shop")
    emptied = TrainedModel.objects.create(slug="emptied", name="Emptied", family="forecasting", owner=owner)
    IdempotentCall.objects.create(user=owner, key="order-4711", fingerprint="f" * 64)
    Contact.objects.create(version=newest, customer="C1", state="reached", marked_by=owner)
    session = Session.objects.create(version=newest, owner=owner, settings={}, state={"tried": 0}, seed=1)
    SessionStep.objects.create(session=session, number=1, seed=2, proposal={"price": 9.5}, why=LONG_NAME)
    _make_rows_of_libraries()
    draft = Draft.objects.create(
        owner=owner,
        version=sales,
        family="forecasting",
        columns=second.columns,
        name="Sales next month",
        reached="effort",
    )
    scored = _train(start_run(owner, _score_order(add_sample(owner, "leads"))))
    rows = plain(DatasetVersion.objects.order_by("pk")[1].frame(rows=40).to_dict("records"))
    job = start_job(
        owner, Asked.of(segments.versions.get(), PREDICT, {"rows": rows}), file_name="New retailers.csv"
    )
    assert answer_job(job.pk) == Status.SUCCEEDED
    return {
        "forecast": forecast.slug,
        "scores": ModelVersion.objects.get(run=scored).model.slug,
        "job": job.pk,
        "segments": segments.slug,
        "run": second.pk,
        "segments_run": segments.versions.get().run_id,
        "other_run": newest.model.versions.get(number=1).run_id,
        "draft": draft.pk,
        "token": token.pk,
        "emptied": emptied.slug,
        "sales": sales.dataset.slug,
        "stock": stock.dataset.slug,
        "expectation": stock.dataset.expectations.order_by("pk")[1].pk,
        "retailers": DatasetVersion.objects.order_by("pk")[1].dataset.slug,
        **imported,
        **_runs_that_made_nothing(owner, sales),
    }


def _stock_with_gaps(owner: User) -> DatasetVersion:
    """Something to repair, and expectations of which some are broken."""
    lines = [
        f"{'Paarl' if row % 2 else 'paarl'},{'' if row % 10 == 0 else row * 7 % 41}" for row in range(60)
    ]
    content = "\n".join(["city,amount", *lines]).encode()
    stock, _ = upload_version(owner, File(io.BytesIO(content), name="stock.csv"))
    promises = [
        Promise("rows", None, {"least": 50}),
        Promise("range", "amount", {"min": 0, "max": 30}),
        Promise("not_missing", "amount", {"share": 0.095}),
    ]
    expect(owner, stock.dataset, promises)
    return stock


def _forecast_order(sales: DatasetVersion, **settings: Any) -> RunOrder:
    return RunOrder(
        family="forecasting", dataset=sales.reference, name="Sample sales forecast", settings=settings
    )


def _score_order(leads: DatasetVersion) -> RunOrder:
    return RunOrder(family="lead_scoring", dataset=leads.reference, name="Call list")


def _train(run: TrainingRun) -> TrainingRun:
    assert run.claim()
    execution.train(run.pk, run.attempt)
    run.refresh_from_db()
    assert run.status == Status.SUCCEEDED, (run.error, run.log)
    return run


def _runs_that_made_nothing(owner: User, sales: DatasetVersion) -> dict[str, int]:
    """One run of each status but "succeeded": key of the path -> its number."""
    now = timezone.now()
    started = {"attempt": 1, "started_at": now - timedelta(seconds=42)}
    ended = {**started, "finished_at": now}
    kinds: dict[Status, dict[str, Any]] = {
        Status.FAILED: {
            **ended,
            "name": LONG_NAME,
            "error": say("Only {rows:integer} rows are left, which is too few to learn from.", rows=7),
            "problems": [_problem()],
            "log": "12:04:11 Reading the table\n12:04:12 Only 7 rows are left",
        },
        Status.CANCELLED: {**ended, "message": say("Cancelled")},
        Status.QUEUED: {"message": say("Waiting for a worker"), "expected_seconds": 90},
        Status.RUNNING: {
            **started,
            "child_started_at": now - timedelta(seconds=40),
            "heartbeat_at": now + NOT_SOON,
            "progress": 45,
            "expected_seconds": 240,
            "message": say("Testing {model}", model="Gradient boosting"),
            "log": "12:04:11 Reading the table\n12:04:12 Testing Gradient boosting",
        },
    }
    numbers = {}
    for status, fields in kinds.items():
        run = TrainingRun.objects.create(
            **{"name": "Sales", "family": "forecasting", "requested_by": owner, "status": status, **fields}
        )
        RunTable.objects.create(run=run, version=sales, dataset_name=sales.reference, sha256=sales.sha256)
        numbers[f"{status}_run"] = run.pk
    return numbers


def _make_rows_of_libraries() -> None:
    """What the queue and the watch over logins write down themselves."""
    now = timezone.now()
    for name, success in (("tick-9f2", True), ("tick-a07", False)):
        Task.objects.create(
            id=name * 4, name=name, func="training.tasks.tick", started=now, stopped=now, success=success
        )
    login = {"username": "analyst", "ip_address": "192.0.2.7", "user_agent": LONG_NAME, "path_info": "/login"}
    AccessAttempt.objects.create(**login, get_data="", post_data="", failures_since_start=3)
    AccessLog.objects.create(**login)
    AccessFailureLog.objects.create(**login)


def _problem() -> dict[str, Any]:
    problem = Problem(
        code="too_few_rows",
        message=say("Only {rows:integer} rows are left.", rows=7),
        remedy=say("Upload at least {rows:integer} rows.", rows=30),
    )
    return problem.as_dict()


def newest_keys() -> dict[str, str]:
    """``training_trainingrun``: the primary key of the newest record of every list of the admin."""
    newest = {
        f"{model._meta.app_label}_{model._meta.model_name}": model._default_manager.order_by("pk").last()
        for model in admin.site._registry
    }
    return {key: str(record.pk) for key, record in newest.items() if record is not None}


def session_of(user: User) -> str:
    """The session cookie of a browser in which ``user`` is logged in."""
    browser = Client()
    browser.force_login(user)
    return browser.cookies["sessionid"].value
