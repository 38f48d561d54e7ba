"""The same question again: a draft that says what the run was asked."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from training.models import Draft, ModelVersion, TrainingRun
from training.runs.models import Status

MakeRun = Callable[..., TrainingRun]


def test_asking_again_opens_a_draft_of_the_same_question(page: Client, trained: ModelVersion) -> None:
    run = trained.run
    assert run is not None
    response = page.post(f"/runs/{run.pk}/again")
    draft = Draft.objects.get()
    assert response["Location"] == f"/ask/{draft.pk}/effort"
    assert page.get(response["Location"]).status_code == 200
    table = run.run_tables.get()
    for name in ("family", "columns", "settings", "model", "params", "effort", "name", "seed"):
        assert getattr(draft, name) == getattr(run, name)
    assert (draft.version, draft.owner) == (table.version, run.requested_by)


def test_what_the_data_stopped_is_asked_again_at_the_checks(page: Client, trained: ModelVersion) -> None:
    problem = {"message": "only 2 rows", "remedy": "Add rows.", "fatal": True}
    TrainingRun.objects.update(problems=[problem])
    assert page.post(f"/runs/{trained.run_id}/again")["Location"].endswith("/checks")


def test_a_run_whose_data_is_gone_is_asked_again_of_other_data(page: Client, make_run: MakeRun) -> None:
    assert page.post(f"/runs/{make_run(status=Status.FAILED).pk}/again")["Location"].endswith("/data")


def test_a_viewer_asks_nothing_again(client: Client, viewer: User, make_run: MakeRun) -> None:
    run = make_run(status=Status.FAILED)
    client.force_login(viewer)
    assert "/again" not in client.get(run.get_absolute_url()).content.decode()
    assert client.post(f"/runs/{run.pk}/again").status_code == 403


def test_what_could_be_done_instead_is_one_click(page: Client, trained: ModelVersion) -> None:
    other = {"option": "settings.segments", "value": 3, "label": "Make three"}
    problem = {"message": "Two segments.", "remedy": "", "fatal": False, "alternative": other}
    TrainingRun.objects.filter(pk=trained.run_id).update(problems=[problem])
    ModelVersion.objects.filter(pk=trained.pk).update(problems=[problem])
    for address in (f"/runs/{trained.run_id}", trained.model.get_absolute_url()):
        content = page.get(address).content.decode()
        assert "Make three" in content
        assert 'name="instead" value="0"' in content
    page.post(f"/runs/{trained.run_id}/again", {"instead": "0"})
    assert Draft.objects.get().settings["segments"] == 3
    for place in ("7", "x", ""):
        assert page.post(f"/runs/{trained.run_id}/again", {"instead": place}).status_code == 302
