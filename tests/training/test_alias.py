"""Which version answers under which name, now and on a day in the past."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from tests.conftest import Api
from training.models import Alias, ModelVersion
from training.versions.services import remove_alias, set_alias

Train = Callable[..., ModelVersion]
ALIASES = "/models/customers/aliases"


@pytest.fixture
def second(trained: ModelVersion, train_again: Train) -> ModelVersion:
    return train_again()


def point(api: Api, version: int, alias: str = "production", **fields: Any) -> Any:
    return api("PUT", f"{ALIASES}/{alias}", {"version": version, **fields})


def test_a_name_points_at_a_version(api: Api, trained: ModelVersion) -> None:
    response = point(api, 1, reason="the first")
    assert response.status_code == 200
    answer = response.json()
    assert (answer["alias"], answer["version"], answer["label"]) == ("production", 1, "1.0.0")
    assert (answer["set_by"], answer["reason"], answer["until"]) == ("ann", "the first", None)
    event = AuditEvent.objects.get(verb="promoted")
    assert event.data == {"alias": "production", "before": None, "reason": "the first"}


def test_the_row_before_becomes_history(api: Api, second: ModelVersion) -> None:
    point(api, 1)
    point(api, 2)
    new, old = Alias.objects.all()
    assert (old.version.number, new.version.number) == (1, 2)
    assert old.until == new.since
    assert new.until is None
    assert AuditEvent.objects.filter(verb="promoted").first().data["before"] == 1  # type: ignore[union-attr]
    answer = api("GET", ALIASES).json()
    assert [alias["version"] for alias in answer["aliases"]] == [2]
    assert [alias["version"] for alias in answer["history"]] == [2, 1]


def test_the_same_version_again_is_no_new_row(api: Api, trained: ModelVersion) -> None:
    first = point(api, 1).json()
    assert point(api, 1, reason="again").json() == first
    assert Alias.objects.count() == 1
    assert AuditEvent.objects.filter(verb="promoted").count() == 1


def test_names_are_independent(api: Api, second: ModelVersion) -> None:
    point(api, 1)
    point(api, 2, "staging")
    assert Alias.objects.filter(until=None).count() == 2
    assert second.model.version_for("staging") == second
    assert second.model.version_for() != second


def test_the_database_holds_one_open_row(trained: ModelVersion) -> None:
    set_alias(None, trained, "production")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(model=trained.model, name="production", version=trained)
    assert Alias.objects.filter(until=None).count() == 1


@pytest.fixture
def history(trained: ModelVersion, second: ModelVersion) -> None:
    """Version 1 from the 10th to the 20th at noon, then version 2 until the 25th."""

    def day(number: int) -> datetime:
        return datetime(2026, 1, number, 12, tzinfo=UTC)

    for version, since, until in ((trained, 10, 20), (second, 20, 25)):
        Alias.objects.create(
            model=version.model, name="production", version=version, since=day(since), until=day(until)
        )


@pytest.mark.parametrize(
    ("at", "versions"),
    [
        ("2026-01-09", []),
        ("2026-01-10", [1]),
        ("2026-01-10T11:59:59Z", []),
        ("2026-01-10T12:00:00Z", [1]),
        ("2026-01-20T11:59:59Z", [1]),
        ("2026-01-20T12:00:00Z", [2]),
        ("2026-01-20T12:30:00%2B01:00", [1]),
        ("2026-01-20T12:00:00", [2]),
        ("2026-01-25T11:00:00Z", [2]),
        ("2026-01-25", []),
    ],
)
def test_which_version_was_it_on_that_day(at: str, versions: list[int], api: Api, history: None) -> None:
    answer = api("GET", f"{ALIASES}?at={at}").json()
    assert [alias["version"] for alias in answer["aliases"]] == versions
    assert len(answer["history"]) == 2


@pytest.mark.parametrize("at", ["yesterday", "2026-02-30", "2026-13-01T00:00:00Z", "5"])
def test_what_is_no_date_is_refused(at: str, api: Api, trained: ModelVersion) -> None:
    response = api("GET", f"{ALIASES}?at={at}")
    assert response.status_code == 400
    assert repr(at) in response.json()["detail"]


def test_production_then_the_newest(history: None, trained: ModelVersion, second: ModelVersion) -> None:
    model = trained.model
    assert model.version_for() == second, "production is closed: the newest answers"
    assert model.version_for("production") is None
    assert model.version_for("production", timezone.make_aware(datetime(2026, 1, 15), UTC)) == trained
    set_alias(None, trained, "production")
    assert model.version_for() == trained


def test_a_name_can_be_removed(api: Api, trained: ModelVersion) -> None:
    point(api, 1)
    assert api("DELETE", f"{ALIASES}/production").status_code == 204
    alias = Alias.objects.get()
    assert alias.until is not None
    assert timezone.now() - alias.until < timedelta(minutes=1)
    assert AuditEvent.objects.filter(verb="removed alias of").count() == 1
    assert api("DELETE", f"{ALIASES}/production").status_code == 404
    assert not remove_alias(None, trained.model, "production")
    assert AuditEvent.objects.filter(verb="removed alias of").count() == 1


@pytest.mark.parametrize(
    ("body", "alias", "status"),
    [
        ({"version": 9}, "production", 404),
        ({"version": 10**30}, "production", 404),
        ({"version": "first"}, "production", 422),
        ({}, "production", 422),
        ([], "production", 422),
        ({"version": 1, "colour": "red"}, "production", 422),
        ({"version": 1, "reason": "r" * 301}, "production", 422),
        ({"version": 1}, "a" * 41, 422),
    ],
)
def test_what_is_refused_changes_nothing(
    body: Any, alias: str, status: int, api: Api, trained: ModelVersion
) -> None:
    response = api("PUT", f"{ALIASES}/{alias}", body)
    assert response.status_code == status
    assert response.json()["detail"]
    assert not Alias.objects.exists()


def test_a_colleague_points_nothing_of_ours(
    api_as: Callable[..., Api], colleague: User, trained: ModelVersion
) -> None:
    set_alias(None, trained, "production")
    assert point(api_as(colleague), 1, "staging").status_code == 403
    assert api_as(colleague)("DELETE", f"{ALIASES}/production").status_code == 403
    assert Alias.objects.filter(until=None).count() == 1


@pytest.mark.parametrize(
    ("typed", "name"), [("", "production"), ("My Staging!", "my-staging"), ("x" * 60, "x" * 40)]
)
def test_on_the_page(typed: str, name: str, page: Client, trained: ModelVersion) -> None:
    response = page.post("/models/customers/1/promote", {"alias": typed, "reason": "r" * 400}, follow=True)
    assert f"“{name}” now uses version 1.0.0." in response.content.decode()
    alias = Alias.objects.get()
    assert (alias.name, alias.version, len(alias.reason)) == (name, trained, 300)


def promote(page: Client, number: int, **fields: str) -> str:
    return page.post(f"/models/customers/{number}/promote", fields, follow=True).content.decode()


def undo(page: Client, number: int, **fields: str) -> str:
    return page.post(f"/models/customers/{number}/undo", fields, follow=True).content.decode()


def hidden(content: str) -> dict[str, str]:
    """The fields of the form that undoes, as the message has them."""
    form = content.partition('/undo"')[2].partition("</form>")[0]
    return dict(re.findall('name="(alias|before)" value="([^"]*)"', form))


def test_a_promotion_is_undone(page: Client, trained: ModelVersion, second: ModelVersion) -> None:
    promote(page, 1, reason="the first")
    content = promote(page, 2, reason=" better ")
    assert "“production” now uses version 1.1.0." in content
    assert hidden(content) == {"alias": "production", "before": "1"}
    assert "“production” uses version 1.0.0 again" in undo(page, 2, **hidden(content))
    assert trained.model.version_for() == trained
    assert [alias.reason for alias in Alias.objects.all()] == ["Undone", "better", "the first"]
    assert "/undo" not in promote(page, 1), "nothing was changed, nothing can be undone"


def test_the_first_promotion_is_undone(page: Client, second: ModelVersion) -> None:
    content = promote(page, 1)
    assert hidden(content) == {"alias": "production", "before": ""}
    assert "points to no version" in undo(page, 1, **hidden(content))
    assert not Alias.objects.at().exists()


def test_what_was_changed_meanwhile_is_not_undone(
    page: Client, trained: ModelVersion, second: ModelVersion
) -> None:
    fields = hidden(promote(page, 1))
    set_alias(None, second, "production")
    assert "nothing was undone" in undo(page, 1, **fields)
    assert second.model.version_for() == second
    assert page.post("/models/customers/2/undo", {"before": "9"}).status_code == 404
    assert page.post("/models/customers/2/undo", {"before": "x"}).status_code == 404


def test_a_colleague_undoes_nothing_of_ours(client: Client, colleague: User, trained: ModelVersion) -> None:
    set_alias(None, trained, "production")
    client.force_login(colleague)
    assert client.post("/models/customers/1/undo").status_code == 403
    assert trained.model.version_for("production") == trained
