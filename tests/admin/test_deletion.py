"""Deleting goes through the services: files go too, the audit trail knows, nothing in use goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from predictions.models import Prediction, PredictionLog, Session
from tests.admin.conftest import make_dataset, make_model, make_rows, make_run, make_version
from tests.admin.test_lists import address
from training.models import Alias, ModelVersion, RunTable, TrainedModel, TrainingRun
from training.versions.services import set_alias

CONFIRMED = {"post": "yes"}


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """Files are deleted once the deletion of their rows is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def bulk(client: Client, *rows: Any, confirmed: bool = True) -> Any:
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    return client.post(address(type(rows[0])), {**data, **(CONFIRMED if confirmed else {})})


def test_data_set(desk: Client, analyst: User, own_media: Path, committed: Callable[[], Any]) -> None:
    version = make_dataset(analyst)
    run = make_run(analyst, version, status="succeeded")
    path = address(Dataset, "delete", version.dataset_id)
    asked = desk.get(path).content.decode()
    assert "Versions with their files: 1" in asked
    assert Dataset.objects.exists()
    with committed():
        assert desk.post(path, CONFIRMED).status_code == 302
    assert not DatasetVersion.objects.exists()
    assert len(files(own_media)) == 2, "it waits in the bin"
    assert RunTable.objects.get(run=run).dataset_name == "sales-1@1"
    event = AuditEvent.objects.get(verb="binned")
    assert (event.actor_name, event.object_type, event.data["versions"]) == ("ada", "data set", 1)


def test_several_data_sets(
    desk: Client, analyst: User, own_media: Path, committed: Callable[[], Any]
) -> None:
    datasets = [make_dataset(analyst, number).dataset for number in (1, 2, 3)]
    assert bulk(desk, *datasets[:2], confirmed=False).status_code == 200
    assert Dataset.objects.count() == 3
    with committed():
        bulk(desk, *datasets[:2])
    assert [dataset.slug for dataset in Dataset.objects.all()] == ["sales-3"]
    assert AuditEvent.objects.filter(verb="binned").count() == 2


def test_model(desk: Client, own_media: Path, committed: Callable[[], Any]) -> None:
    make_rows(1)
    model = TrainedModel.objects.get()
    path = address(TrainedModel, "delete", model.pk)
    asked = desk.get(path).content.decode()
    assert "Logged predictions: 1" in asked
    assert "Sessions: 1" in asked
    with committed():
        assert desk.post(path, CONFIRMED).status_code == 302
    for kind in (TrainedModel, ModelVersion, Session):
        assert not kind.objects.exists(), kind
    for listed in (TrainedModel, ModelVersion, Alias, PredictionLog, Prediction, Session):
        assert "model-1" not in desk.get(address(listed)).content.decode(), listed
    assert TrainingRun.objects.exists()
    assert AuditEvent.objects.filter(verb="binned", object_type="trained model", actor_name="ada").exists()


def test_version_in_use_stays(desk: Client, analyst: User) -> None:
    version = make_model(analyst)
    set_alias(analyst, version, "production")
    for response in (
        desk.post(address(ModelVersion, "delete", version.pk), CONFIRMED),
        bulk(desk, version),
    ):
        assert "model-1 1.0.0 answers as production" in response.content.decode()
    assert ModelVersion.objects.exists()


def test_version_not_in_use(
    desk: Client, analyst: User, own_media: Path, committed: Callable[[], Any]
) -> None:
    first = make_model(analyst)
    second = make_version(first.model, 2)
    with committed():
        assert desk.post(address(ModelVersion, "delete", first.pk), CONFIRMED).status_code == 302
    assert ModelVersion.objects.get() == second
    assert len(files(own_media)) == 2
    assert AuditEvent.objects.filter(verb="deleted", object_type="model version").exists()


def test_run_that_has_ended(desk: Client, analyst: User) -> None:
    run = make_run(analyst, make_dataset(analyst), status="failed")
    assert desk.post(address(TrainingRun, "delete", run.pk), CONFIRMED).status_code == 302
    assert not TrainingRun.objects.exists()
    assert AuditEvent.objects.get(verb="binned").data == {"status": "failed"}


@pytest.mark.parametrize("status", ["queued", "running"])
def test_run_that_has_not_ended_stays(status: str, office: Client, analyst: User) -> None:
    version = make_dataset(analyst)
    run, ended = make_run(analyst, version, status=status), make_run(analyst, version, status="failed")
    for response in (
        office.post(address(TrainingRun, "delete", run.pk), CONFIRMED),
        bulk(office, run, ended),
    ):
        assert f"is {status}: cancel it first" in response.content.decode()
    assert TrainingRun.objects.count() == 2
    assert not AuditEvent.objects.filter(verb="binned").exists()


@pytest.mark.parametrize("model", [Dataset, TrainedModel, ModelVersion, TrainingRun])
def test_what_others_own_stays(model: Any, analyst: User) -> None:
    """Being let into the admin makes nobody an administrator."""
    make_rows(1)
    analyst.is_staff = True
    analyst.save()
    analyst.user_permissions.add(Permission.objects.get(codename="delete_modelversion"))
    Alias.objects.all().delete()
    row = model.objects.get()
    client = Client()
    client.force_login(analyst)
    assert client.get(address(model)).status_code == 200
    assert client.post(address(model, "delete", row.pk), CONFIRMED).status_code == 403
    assert bulk(client, row).status_code == 403
    assert model.objects.exists()
