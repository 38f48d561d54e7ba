"""Cancelling runs, promoting versions, handing records to another owner."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from audit.models import AuditEvent
from tests.admin.conftest import make_dataset, make_model, make_run, make_version
from tests.admin.test_lists import address
from training.models import ModelVersion, TrainingRun


def act(client: Client, action: str, *rows: Any, **more: str) -> Any:
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(address(type(rows[0])), data)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_cancel_asks_first(desk: Client, analyst: User) -> None:
    run = make_run(analyst, make_dataset(analyst))
    response = act(desk, "cancel_chosen", run)
    assert response.status_code == 200
    assert str(run) in response.content.decode()
    assert 'name="confirmed"' in response.content.decode()
    run.refresh_from_db()
    assert run.status == "queued"


def test_cancel(desk: Client, analyst: User) -> None:
    version = make_dataset(analyst)
    queued, running = make_run(analyst, version), make_run(analyst, version, status="running")
    ended = make_run(analyst, version, status="succeeded")
    response = act(desk, "cancel_chosen", queued, running, ended, confirmed="yes")
    assert said(response) == ["Runs cancelled: 2. Already ended: 1."]
    for run in (queued, running, ended):
        run.refresh_from_db()
    assert (queued.status, running.cancelling, ended.status) == ("cancelled", True, "succeeded")
    assert AuditEvent.objects.filter(verb="cancelled", actor_name="ada").count() == 2


def test_cancel_is_for_administrators(analyst: User, administrator: User) -> None:
    analyst.is_staff = True
    analyst.save()
    run = make_run(administrator, make_dataset(administrator))
    client = Client()
    client.force_login(analyst)
    assert "cancel_chosen" not in client.get(address(TrainingRun)).content.decode()
    act(client, "cancel_chosen", run, confirmed="yes")
    run.refresh_from_db()
    assert run.status == "queued"


def test_make_production(desk: Client, analyst: User, administrator: User) -> None:
    first = make_model(analyst)
    second = make_version(first.model, 2)
    act(desk, "make_production", first, confirmed="yes")
    response = act(desk, "make_production", second, confirmed="yes")
    assert said(response)[-1] == "In production now: model-1 1.1.0."
    assert first.model.version_for("production") == second
    rows = list(first.model.aliases.order_by("since").values_list("version__number", "set_by", "until"))
    assert [(number, by) for number, by, _ in rows] == [(1, administrator.pk), (2, administrator.pk)]
    assert rows[0][2] is not None
    assert rows[1][2] is None
    assert AuditEvent.objects.filter(verb="promoted").count() == 2


def test_make_production_asks_first(desk: Client, analyst: User) -> None:
    version = make_model(analyst)
    response = act(desk, "make_production", version)
    assert str(version) in response.content.decode()
    assert 'name="confirmed"' in response.content.decode()
    assert not version.model.aliases.exists()


def test_two_versions_of_a_model_cannot_both_be_in_production(desk: Client, analyst: User) -> None:
    first = make_model(analyst)
    response = act(desk, "make_production", first, make_version(first.model, 2))
    assert "one version of each model" in said(response)[0]
    assert not first.model.aliases.exists()


def test_make_production_is_for_administrators(viewer: User, analyst: User) -> None:
    version = make_model(analyst)
    viewer.is_staff = True
    viewer.save()
    client = Client()
    client.force_login(viewer)
    assert client.get(address(ModelVersion)).status_code == 200
    act(client, "make_production", version, confirmed="yes")
    assert not version.model.aliases.exists()


def test_hand_over(office: Client, desk: Client, analyst: User, colleague: User) -> None:
    dataset, model = make_dataset(analyst).dataset, make_model(analyst).model
    for row in (dataset, model):
        path, name, slug = address(type(row), "change", row.pk), row.name, row.slug
        sent = {"owner": colleague.pk, "name": name, "slug": "other"}
        for formset in office.get(path).context["inline_admin_formsets"]:
            form = formset.formset.management_form
            sent |= {form.add_prefix(field): value for field, value in form.initial.items()}
        assert desk.post(path, sent).status_code == 302
        row.refresh_from_db()
        assert row.owner == analyst, "administrators may rename, but not hand over"
        assert office.post(path, sent).status_code == 302
        row.refresh_from_db()
        assert (row.owner, row.name, row.slug) == (colleague, name, slug)
        event = AuditEvent.objects.filter(verb="changed", object_name=name).first()
        assert event.data == {"changes": [{"changed": {"fields": ["Owner"]}}]}
