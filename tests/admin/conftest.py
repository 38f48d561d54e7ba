"""Rows of every kind, written straight into the database: the admin shows what is there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import ApiToken, Preferences
from api.models import IdempotentCall
from audit.models import AuditEvent, record
from datasets.models import Dataset, DatasetVersion, Derivation, Expectation, Import, SourceMemory
from predictions.contacts.models import Contact
from predictions.models import Prediction, PredictionJob, PredictionLog, Session, SessionStep
from training.models import (
    Alias,
    Draft,
    DraftTable,
    FamilySource,
    Metric,
    ModelVersion,
    RunTable,
    TrainedModel,
    TrainingRun,
    Worker,
)

REGISTERED = [
    AuditEvent,
    User,
    Group,
    Preferences,
    ApiToken,
    IdempotentCall,
    Dataset,
    DatasetVersion,
    SourceMemory,
    Expectation,
    Import,
    Derivation,
    TrainingRun,
    Draft,
    Metric,
    TrainedModel,
    ModelVersion,
    Alias,
    FamilySource,
    Worker,
    PredictionLog,
    Prediction,
    PredictionJob,
    Contact,
    Session,
    SessionStep,
]
EDITED = (User, Group, ApiToken, Dataset, TrainedModel, Preferences)
READ_ONLY = [model for model in REGISTERED if model not in EDITED]


def make_dataset(owner: User, number: int = 1) -> DatasetVersion:
    dataset = Dataset.objects.create(name=f"Sales {number}", slug=f"sales-{number}", owner=owner)
    version = DatasetVersion(
        dataset=dataset,
        number=1,
        original_name="sales.csv",
        sha256="a" * 64,
        fingerprint=f"{number:064}",
        size=2048,
        rows=30,
        columns=[{"name": "amount", "kind": "number"}],
        created_by=owner,
    )
    version.original.save("sales.csv", ContentFile(b"date,amount\n2025-01-01,5\n"), save=False)
    version.table.save("table.parquet", ContentFile(b"table"), save=False)
    version.save()
    return version


def make_run(owner: User, version: DatasetVersion, **fields: Any) -> TrainingRun:
    run = TrainingRun.objects.create(
        **{"name": "Sales", "family": "forecasting", "requested_by": owner, "log": "Reading", **fields}
    )
    RunTable.objects.create(run=run, version=version, dataset_name=version.reference, sha256=version.sha256)
    Metric.objects.create(run=run, name="wape", split="evaluation", value=0.1)
    return run


def make_version(model: TrainedModel, number: int = 1, run: TrainingRun | None = None) -> ModelVersion:
    version = ModelVersion(
        model=model,
        number=number,
        label=f"1.{number - 1}.0",
        run=run,
        algorithm="auto",
        sha256=f"{model.pk:032}{number:032}",
        size=5_000_000,
        manifest={"family": "forecasting"},
        headline="31 % better than repeating last week",
        report=[{"kind": "note", "text": "Rising"}],
        metrics={"wape": 0.1},
        baseline={"wape": 0.2},
        baseline_label="repeating last week",
    )
    version.artifact.save("model", ContentFile(b"model"), save=False)
    version.results.save("results", ContentFile(b"results"), save=False)
    version.save()
    return version


def make_model(owner: User, number: int = 1, run: TrainingRun | None = None) -> ModelVersion:
    model = TrainedModel.objects.create(
        slug=f"model-{number}", family="forecasting", name=f"Model {number}", owner=owner
    )
    return make_version(model, run=run)


def make_rows(number: int) -> None:
    """One row of every kind, with all that hangs on it, and an owner of its own."""
    owner = User.objects.create_user(f"owner-{number}", email=f"{number}@example.com")
    group = Group.objects.create(name=f"group-{number}")
    owner.groups.add(group)
    version = make_dataset(owner, number)
    Import.objects.create(requested_by=owner, file_name="sales.csv", size=5, fingerprint=f"{number:064}")
    Derivation.objects.create(requested_by=owner, key="rfm", name="Customers", fingerprint=f"{number:064}")
    Expectation.objects.create(dataset=version.dataset, kind="rows", params={"least": 5}, created_by=owner)
    SourceMemory.objects.create(owner=owner, fingerprint=f"{number:064}", options={"decimal": ","})
    run = make_run(owner, version, status="succeeded")
    model_version = make_model(owner, number, run)
    Alias.objects.create(model=model_version.model, name="production", version=model_version, set_by=owner)
    log = PredictionLog.objects.create(version=model_version, requested_by=owner, rows=1, seconds=0.1)
    Prediction.objects.create(log=log, key=f"item-{number}", value=7.0)
    PredictionJob.objects.create(
        version=model_version, requested_by=owner, rows=1, file_name="rows.csv", log=log
    )
    Contact.objects.create(version=model_version, customer=f"C{number}", state="reached", marked_by=owner)
    session = Session.objects.create(version=model_version, owner=owner, settings={}, state={}, seed=number)
    SessionStep.objects.create(session=session, number=1, seed=number, proposal={"price": 9.5}, why="Untried")
    Worker.objects.create(cluster="training", host="here", pid=number)
    ApiToken.issue(owner, f"shop {number}")
    Preferences.objects.create(user=owner, language="fr")
    draft = Draft.objects.create(owner=owner, version=version, family="forecasting")
    DraftTable.objects.create(draft=draft, table="promotions", version=version, columns={"start": "date"})
    FamilySource.objects.create(family=f"family-{number}", dataset=version.reference, set_by=owner)
    IdempotentCall.objects.create(user=owner, key=f"key-{number}", fingerprint="f" * 64)
    record(owner, "uploaded", version, rows=30)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A real hash takes most of a second, for every user of every test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("root", password="a long password")


@pytest.fixture
def office(superuser: User, client: Client) -> Client:
    """A browser in which the superuser is logged in."""
    client.force_login(superuser)
    return client


@pytest.fixture
def desk(administrator: User) -> Client:
    """A browser in which the administrator is logged in."""
    client = Client()
    client.force_login(administrator)
    return client
