"""The bin: what is deleted appears nowhere else, and comes back whole until it is purged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from audit.bin import move_to_bin
from audit.models import AuditEvent
from datasets.models import Dataset, DatasetVersion
from datasets.services import bin_dataset, restore_dataset
from predictions.models import PredictionJob, PredictionLog, Session
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import OTHER_SHEET, SHEET
from training.housekeeping import sweep
from training.models import ModelVersion, RunTable, TrainedModel, TrainingRun
from training.runs.services import bin_run, restore_run
from training.versions.deletion import bin_model, restore_model
from training.versions.services import set_alias

KEY = {"datasets": "customers", "models": "customers"}


def record_of(what: str) -> Any:
    return {"datasets": Dataset, "models": TrainedModel, "runs": TrainingRun}[what].everything.get()


def key_of(what: str) -> str:
    return KEY.get(what) or str(TrainingRun.everything.get().pk)


def delete(what: str, page: Client) -> Any:
    return page.post(f"/{what}/{key_of(what)}/delete", {"typed_name": "customers"}, follow=True)


KINDS = pytest.mark.parametrize("what", ["datasets", "models", "runs"])


@KINDS
def test_a_deletion_can_be_undone_at_once(what: str, page: Client, trained: ModelVersion) -> None:
    text = delete(what, page).content.decode()
    path = f"/bin/{what}/{record_of(what).pk}/restore"
    assert f'action="{path}"' in text
    assert "Undo" in text
    back = page.post(path, follow=True)
    assert "Restored: “customers” is back." in back.content.decode()
    assert back.status_code == 200
    record = record_of(what)
    assert (record.binned_at, record.binned_by, record.binned_links) == (None, None, {})
    verbs = list(AuditEvent.objects.values_list("verb", flat=True)[:2])
    assert verbs == ["restored", "binned"]


@KINDS
def test_in_the_bin_and_nowhere_else(
    what: str, page: Client, api: Api, trained: ModelVersion, analyst: User
) -> None:
    delete(what, page)
    page.get("/")  # shows the message
    listed = api("GET", f"/{what}").json()
    assert listed["count"] == 0
    page_of_it = page.get(f"/{what}/{key_of(what)}" + ("" if what == "runs" else "/"))
    assert page_of_it.status_code == 410
    assert "is in the bin" in page_of_it.content.decode()
    shown = page.get("/bin/").content.decode()
    assert f"/bin/{what}/{record_of(what).pk}/restore" in shown
    assert f"/bin/{what}/{record_of(what).pk}/delete" in shown


@KINDS
def test_the_api_says_where_it_is_and_brings_it_back(what: str, api: Api, trained: ModelVersion) -> None:
    path = f"/{what}/{key_of(what)}"
    before = api("GET", path).json()
    gone = api("DELETE", path + ("?force=true" if what == "datasets" else ""))
    assert gone.status_code == 204
    assert gone["Link"] == f'</api/v1{path}/restore>; rel="restore"'
    problem = assert_problem(api("GET", path), 404)
    assert "is in the bin since" in problem["detail"]
    assert (problem["binned_by"], problem["restore"]) == ("ann", f"/api/v1{path}/restore")
    assert problem["binned_at"]
    assert api("POST", f"{path}/restore").status_code == 200
    assert api("GET", path).json() == before
    assert_problem(api("POST", f"{path}/restore"), 404)


def test_a_model_in_the_bin_answers_nothing(api: Api, page: Client, trained: ModelVersion) -> None:
    log = PredictionLog.objects.create(version=trained, rows=3, seconds=0.1)
    job = PredictionJob.objects.create(version=trained, rows=1, requested_by=trained.model.owner)
    owner = trained.model.owner
    session = Session.objects.create(version=trained, settings={}, state={}, seed=1, owner=owner)
    set_alias(None, trained, "production")
    delete("models", page)
    rows = {"rows": [{"city": "Durban", "total_sales": 30000}]}
    for path in ("/models/customers/predict", "/models/customers/versions/1/predict"):
        assert_problem(api("POST", path, rows), 404)
    assert_problem(api("GET", "/models/customers/aliases"), 404)
    assert_problem(api("GET", f"/prediction-jobs/{job.pk}"), 404)
    assert page.get(f"/sessions/{session.pk}").status_code == 404
    run = api("GET", f"/runs/{TrainingRun.objects.get().pk}").json()
    assert (run["trained_model"], run["version"]) == (None, None)
    assert restore_model(None, record_of("models"))
    assert api("POST", "/models/customers/predict", rows).status_code == 200
    assert api("GET", f"/runs/{TrainingRun.objects.get().pk}").json()["trained_model"] == "customers"
    assert PredictionLog.objects.filter(pk=log.pk).exists()
    assert api("GET", f"/prediction-jobs/{job.pk}").status_code == 200


def test_a_job_under_way_is_not_lost_with_its_model(trained: ModelVersion) -> None:
    job = PredictionJob.objects.create(version=trained, rows=1)
    bin_model(None, trained.model)
    assert job.claim(), "the transition looks at the row alone"
    assert not PredictionJob.objects.exists()


def test_a_data_set_in_the_bin_is_no_choice(
    page: Client, api: Api, trained: ModelVersion, analyst: User
) -> None:
    delete("datasets", page)
    order = {"family": "segmentation", "dataset": "customers", "settings": {"segments": 2}}
    assert "There is no data set 'customers'." in assert_problem(api("POST", "/runs", order), 422)["detail"]
    page.get("/datasets")  # shows the message
    assert "/datasets/customers/" not in page.get("/datasets").content.decode()
    assert (RunTable.objects.get().version, RunTable.objects.get().dataset_name) == (None, "customers@1")
    assert "since deleted" in page.get("/models/customers/1/data").content.decode()
    assert restore_dataset(analyst, record_of("datasets"))
    assert RunTable.objects.get().version == DatasetVersion.objects.get()
    assert "since deleted" not in page.get("/models/customers/1/data").content.decode()


def test_a_run_and_its_model_come_back_in_either_order(trained: ModelVersion, analyst: User) -> None:
    run, model = TrainingRun.objects.get(), trained.model
    for first in ("run", "model"):
        assert bin_run(analyst, run)
        assert bin_model(analyst, model)
        backs: list[Callable[[], bool]] = [
            lambda: restore_run(analyst, TrainingRun.everything.get()),
            lambda: restore_model(analyst, TrainedModel.everything.get()),
        ]
        one, other = backs if first == "run" else reversed(backs)
        assert one()
        assert ModelVersion.everything.get().run is None, "half of the pair is in the bin"
        assert other()
        assert ModelVersion.objects.get().run == run


def test_a_reference_made_meanwhile_stays(trained: ModelVersion, analyst: User, sales: Any) -> None:
    dataset = Dataset.objects.get(slug="customers")
    bin_dataset(analyst, dataset)
    RunTable.objects.update(version=sales)
    restore_dataset(analyst, dataset)
    assert RunTable.objects.get().version == sales


def test_the_name_is_free_and_whoever_took_it_is_named(page: Client, api: Api, analyst: User) -> None:
    first = upload(analyst, SHEET).dataset
    bin_dataset(analyst, first)
    second = upload(analyst, OTHER_SHEET)
    assert second.reference == "sales@1"
    shown = page.get("/bin/").content.decode()
    assert "Its name is taken by" in shown
    assert 'name="name"' in shown
    refused = page.post(f"/bin/datasets/{first.pk}/restore", follow=True).content.decode()
    assert "Nothing was restored: “sales” has this name now." in refused
    problem = assert_problem(api("POST", "/datasets/sales/restore"), 409)
    assert problem["errors"][0]["location"] == "name"
    answer = api("POST", "/datasets/sales/restore", {"name": "Sales of spring"})
    assert answer.status_code == 200
    assert {row.slug for row in Dataset.objects.all()} == {"sales", "sales-of-spring"}
    assert api("GET", "/datasets/sales-of-spring").json()["name"] == "Sales of spring"


def test_a_model_may_not_take_a_name_either(trained: ModelVersion, api: Api, analyst: User) -> None:
    bin_model(analyst, trained.model)
    TrainedModel.objects.create(slug="customers", name="customers", family="segmentation", owner=analyst)
    assert_problem(api("POST", "/models/customers/restore"), 409)
    assert_problem(api("POST", "/models/customers/restore", {"name": "Customers"}), 409)
    assert api("POST", "/models/customers/restore", {"name": "before"}).json()["slug"] == "before"


def test_two_clicks_do_one_thing(page: Client, trained: ModelVersion, analyst: User) -> None:
    model = trained.model
    assert bin_model(analyst, model)
    assert not bin_model(analyst, model)
    assert restore_model(analyst, model)
    assert not restore_model(analyst, model)
    again = page.post(f"/bin/models/{model.pk}/restore", follow=True).content.decode()
    assert "It was not in the bin any more." in again
    page.post(f"/bin/models/{model.pk}/delete")
    assert TrainedModel.objects.exists(), "what is back is not purged by an old page"
    assert AuditEvent.objects.filter(verb__in=["binned", "restored"]).count() == 2


def test_a_run_that_has_not_ended_does_not_go(trained: ModelVersion) -> None:
    run = TrainingRun.objects.get()
    TrainingRun.objects.update(status="running")
    assert not move_to_bin(None, run)


@KINDS
def test_delete_now(
    what: str,
    page: Client,
    trained: ModelVersion,
    own_media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = len([path for path in own_media.rglob("*") if path.is_file()])
    delete(what, page)
    with django_capture_on_commit_callbacks(execute=True):
        response = page.post(f"/bin/{what}/{record_of(what).pk}/delete", follow=True)
    assert "“customers” is gone for good." in response.content.decode()
    assert not {"datasets": Dataset, "models": TrainedModel, "runs": TrainingRun}[what].everything.exists()
    left = len([path for path in own_media.rglob("*") if path.is_file()])
    assert left == before - (0 if what == "runs" else 2)
    assert AuditEvent.objects.filter(verb="deleted", actor_name="ann").exists()


def test_the_bin_is_emptied_after_its_days(
    page: Client,
    trained: ModelVersion,
    own_media: Path,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.BIN_DAYS = 3
    for what in ("models", "datasets", "runs"):
        delete(what, page)
    for kind in (Dataset, TrainedModel):
        kind.everything.update(binned_at=timezone.now() - timedelta(days=3, minutes=1))
    assert TrainingRun.everything.get().purged_at > timezone.now() + timedelta(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep()["binned"] == 2
    assert not Dataset.everything.exists()
    assert not TrainedModel.everything.exists()
    assert TrainingRun.everything.get().binned
    assert not [path for path in own_media.rglob("*") if path.is_file()]
    assert sweep()["binned"] == 0


@KINDS
def test_not_ours_stays_where_it_is(
    what: str, page: Client, client: Client, trained: ModelVersion, colleague: User, viewer: User, api_as: Any
) -> None:
    delete(what, page)
    record = record_of(what)
    for person in (colleague, viewer):
        client.force_login(person)
        shown = client.get("/bin/")
        assert shown.status_code == 200
        assert "/restore" not in shown.content.decode()
        assert client.post(f"/bin/{what}/{record.pk}/restore").status_code == 403
        assert client.post(f"/bin/{what}/{record.pk}/delete").status_code == 403
        assert api_as(person)("POST", f"/{what}/{key_of(what)}/restore").status_code == 403
    assert record_of(what).binned
    assert client.get(f"/bin/{what}/{record.pk}/restore").status_code == 405


def test_a_stranger_is_not_told_what_is_in_the_bin(
    page: Client, client: Client, trained: ModelVersion, stranger: User
) -> None:
    delete("models", page)
    client.force_login(stranger)
    assert client.get("/bin/").status_code == 403
    assert client.get("/models/customers/").status_code == 403
    assert client.get("/models/customers/nothing/here").status_code == 404


def test_an_unknown_kind_or_number(page: Client) -> None:
    assert page.post("/bin/things/1/restore").status_code == 404
    assert page.post("/bin/models/77/restore").status_code == 404


def test_before_a_deletion_it_is_said_what_goes(page: Client, trained: ModelVersion) -> None:
    PredictionLog.objects.create(version=trained, rows=3, seconds=0.1)
    set_alias(None, trained, "production")
    text = page.get("/models/customers/1/about").content.decode()
    for line in ("model versions: 1", "aliases: 1", "prediction logs: 1", "files: 2", "customers 1.0.0"):
        assert line in text
    assert "You can restore it for 30 days." in text
    assert "data set versions: 1" in page.get("/datasets/customers/1").content.decode()


def test_the_queries_of_the_page_do_not_grow(
    page: Client, analyst: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        version = upload(analyst, SHEET, f"s{number}.csv")
        bin_dataset(analyst, version.dataset)
        upload(analyst, SHEET, f"s{number}.csv")
    with django_assert_max_num_queries(16):
        page.get("/bin/")
