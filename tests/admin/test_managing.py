"""What the admin may change: names, marks, preferences, drafts, expectations, aliases, schedules."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from accounts.models import Preferences
from audit.admin_cells import folded_json
from audit.models import AuditEvent
from datasets.models import Dataset, Expectation
from tests.admin.conftest import make_dataset, make_model, make_rows, make_run
from tests.admin.test_actions import act, said
from tests.admin.test_lists import address
from training.models import Alias, Draft, TrainedModel, TrainingRun
from training.versions.services import set_alias

Schedule = apps.get_model("django_q", "Schedule")


def inlines(client: Client, path: str) -> dict[str, str]:
    """The hidden fields that count the rows below a record."""
    page = client.get(path).content.decode()
    found = {}
    for part in page.split('name="')[1:]:
        name, _quote, rest = part.partition('"')
        if name.endswith("_FORMS"):
            found[name] = rest.partition('value="')[2].partition('"')[0]
    return found


def change(client: Client, row: Any, **fields: Any) -> Any:
    path = address(type(row), "change", row.pk)
    return client.post(path, {**inlines(client, path), **fields})


def test_a_data_set_is_renamed(desk: Client, analyst: User) -> None:
    dataset = make_dataset(analyst).dataset
    assert change(desk, dataset, name="Till of Oslo", owner=analyst.pk).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.name, dataset.slug) == ("Till of Oslo", "sales-1")
    assert AuditEvent.objects.filter(verb="renamed", actor_name="ada").exists()


def test_a_model_is_renamed_with_its_runs_and_marked(desk: Client, analyst: User) -> None:
    make_rows(1)
    model = TrainedModel.objects.get()
    answer = change(desk, model, name="Next month", owner=model.owner_id or analyst.pk, pinned="on")
    assert answer.status_code == 302
    model.refresh_from_db()
    assert (model.name, model.slug, model.pinned) == ("Next month", "model-1", True)
    assert (
        change(desk, model, name="Next month", owner=analyst.pk, pinned="on", archived="on").status_code
        == 200
    )
    model.refresh_from_db()
    assert not model.archived


def test_a_name_that_another_has_is_refused(desk: Client, analyst: User) -> None:
    first, second = make_dataset(analyst, 1).dataset, make_dataset(analyst, 2).dataset
    answer = change(desk, first, name=second.name, owner=analyst.pk)
    assert answer.status_code == 200
    assert "is the name of another one" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="renamed").exists()


def test_preferences_can_be_set_for_a_person(desk: Client, analyst: User) -> None:
    kept, _made = Preferences.objects.get_or_create(user=analyst)
    assert change(desk, kept, language="fr", numbers="fr", mail=kept.mail).status_code == 302
    kept.refresh_from_db()
    assert (kept.language, kept.numbers) == ("fr", "fr")
    assert AuditEvent.objects.filter(verb="changed", object_type="preferences").exists()
    assert desk.post(address(Preferences, "delete", kept.pk), {"post": "yes"}).status_code == 403


def test_a_draft_can_be_cleared_away(desk: Client, analyst: User) -> None:
    draft = Draft.objects.create(owner=analyst)
    assert desk.post(address(Draft, "delete", draft.pk), {"post": "yes"}).status_code == 302
    assert not Draft.objects.exists()
    assert AuditEvent.objects.filter(verb="deleted", object_type="draft").exists()


def test_an_expectation_can_be_forgotten(desk: Client, analyst: User) -> None:
    dataset = make_dataset(analyst).dataset
    kept = Expectation.objects.create(dataset=dataset, kind="rows", params={"least": 1})
    assert "expectations" in desk.get(address(Expectation)).content.decode()
    assert desk.post(address(Expectation, "delete", kept.pk), {"post": "yes"}).status_code == 302
    assert not Expectation.objects.exists()
    assert AuditEvent.objects.filter(verb="deleted", object_type="expectation").exists()


def test_an_alias_is_removed_and_its_history_stays(desk: Client, analyst: User) -> None:
    version = make_model(analyst)
    alias = set_alias(analyst, version, "production")
    asked = act(desk, "close_chosen", alias)
    assert 'name="confirmed"' in asked.content.decode()
    answer = act(desk, "close_chosen", alias, confirmed="yes")
    assert said(answer) == ["Aliases removed: 1."]
    assert not version.model.aliases.at().exists()
    assert Alias.objects.filter(pk=alias.pk).exists()
    assert said(act(desk, "close_chosen", alias, confirmed="yes"))[-1] == "Aliases removed: 0."


def test_when_a_schedule_runs_can_be_changed_and_what_it_runs_not(office: Client) -> None:
    schedule = Schedule.objects.order_by("pk").first()
    func, when = schedule.func, timezone.now().replace(microsecond=0)
    fields = {"next_run_0": when.date().isoformat(), "next_run_1": when.time().isoformat()}
    answer = change(office, schedule, minutes=7, func="os.system", cluster="other", **fields)
    assert answer.status_code == 302
    schedule.refresh_from_db()
    assert (schedule.minutes, schedule.func) == (7, func)
    assert change(office, schedule, minutes=0, **fields).status_code == 200
    schedule.refresh_from_db()
    assert schedule.minutes == 7
    assert office.get(address(Schedule, "add")).status_code == 403
    assert office.post(address(Schedule, "delete", schedule.pk), {"post": "yes"}).status_code == 403


def test_a_schedule_can_run_now(office: Client) -> None:
    schedule = Schedule.objects.order_by("pk").first()
    Schedule.objects.update(next_run=timezone.now() + timezone.timedelta(hours=5))
    assert said(act(office, "run_now", schedule)) == ["Due now: 1."]
    schedule.refresh_from_db()
    assert schedule.next_run <= timezone.now()


@pytest.mark.parametrize("model", [Dataset, TrainedModel, Preferences])
def test_analysts_change_nothing_here(model: Any, analyst: User) -> None:
    make_rows(1)
    analyst.is_staff = True
    analyst.save()
    Preferences.objects.get_or_create(user=analyst)
    client = Client()
    client.force_login(analyst)
    row = model.objects.first()
    assert client.post(address(model, "change", row.pk), {"name": "mine"}).status_code == 403


def test_long_json_is_folded(desk: Client, analyst: User) -> None:
    run = make_run(analyst, make_dataset(analyst), status="succeeded")
    TrainingRun.objects.update(settings={f"setting {number}": number for number in range(12)})
    page = desk.get(address(TrainingRun, "change", run.pk)).content.decode()
    assert "<summary>12 entries</summary>" in page
    assert "<details" not in folded_json({"horizon": 30})
    assert folded_json({}) == "–"
    assert "&lt;script&gt;" in folded_json(["<script>"])
