"""What has happened stays as it was, whoever asks and however."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.forms.models import model_to_dict
from django.test import Client

from audit.models import AuditEvent
from datasets.models import Expectation
from tests.admin.conftest import READ_ONLY, make_rows
from tests.admin.test_lists import address
from training.models import Draft, ModelVersion, TrainingRun

LABELS = [model._meta.label for model in READ_ONLY]
DELETABLE = {model._meta.label for model in (TrainingRun, ModelVersion, Expectation, Draft)}


def state(model: Any) -> list[dict[str, Any]]:
    return [model_to_dict(row) for row in model._base_manager.order_by("pk")]


@pytest.mark.parametrize("label", LABELS)
def test_nothing_is_added_or_changed(label: str, office: Client) -> None:
    model = apps.get_model(label)
    make_rows(1)
    row = model._base_manager.order_by("pk").last()
    before = state(model)
    # The look of the admin keeps a field of the name "dataset" for itself.
    posted = {name: "9" for name in model_to_dict(row) if name != "dataset"}
    assert office.get(address(model, "add")).status_code == 403
    assert office.post(address(model, "add"), posted).status_code == 403
    assert office.post(address(model, "change", row.pk), posted).status_code == 403
    assert state(model) == before


@pytest.mark.parametrize("label", [label for label in LABELS if label not in DELETABLE])
def test_nothing_is_deleted(label: str, office: Client) -> None:
    model = apps.get_model(label)
    make_rows(1)
    row = model._base_manager.order_by("pk").last()
    before = state(model)
    assert office.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    office.post(address(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert state(model) == before


@pytest.mark.parametrize("name", ["Success", "Failure", "Schedule", "OrmQ"])
def test_the_queue_is_only_looked_at(name: str, office: Client) -> None:
    """A message edited by hand would stop the workers; of a schedule only the times can be changed."""
    model = apps.get_model("django_q", name)
    assert office.get(address(model)).status_code == 200
    assert office.get(address(model, "add")).status_code == 403
    model_admin = admin.site.get_model_admin(model)
    request = office.get(address(model)).wsgi_request
    assert model_admin.has_change_permission(request) == (name == "Schedule")
    assert not model_admin.has_delete_permission(request)


def test_history_of_a_record_is_shown(office: Client) -> None:
    make_rows(1)
    run = TrainingRun.objects.get()
    assert office.get(address(TrainingRun, "history", run.pk)).status_code == 200


def test_large_json_is_cut(office: Client) -> None:
    event = AuditEvent.objects.create(
        verb="made",
        object_type="run",
        object_name="run 1",
        data={"text": "<b>" * 10_000, "end": "last words"},
    )
    page = office.get(address(AuditEvent, "change", event.pk)).content.decode()
    assert "more characters not shown" in page
    assert "&lt;b&gt;" in page
    assert "last words" not in page
    assert "<b><b>" not in page
