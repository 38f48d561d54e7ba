"""The audit trail outlives what it speaks of."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.utils import translation

from audit.models import AuditEvent, record
from datasets.models import Dataset


@pytest.fixture
def dataset(analyst: User) -> Dataset:
    return Dataset.objects.create(name="Sales", slug="sales", owner=analyst)


def test_a_line_names_who_did_what_to_which_object(analyst: User, dataset: Dataset) -> None:
    record(analyst, "uploaded", dataset, rows=3)
    event = AuditEvent.objects.get()
    assert str(event) == "ann uploaded data set Sales"
    assert (event.actor, event.data) == (analyst, {"rows": 3})


def test_a_line_keeps_the_name_of_a_deleted_user(colleague: User, dataset: Dataset) -> None:
    record(colleague, "uploaded", dataset)
    colleague.delete()
    event = AuditEvent.objects.get()
    assert (event.actor, event.actor_name) == (None, "cleo")


def test_a_line_stays_when_its_object_goes(analyst: User, dataset: Dataset) -> None:
    record(analyst, "deleted", dataset)
    dataset.delete()
    assert AuditEvent.objects.get().object_name == "Sales"


@pytest.mark.parametrize("actor", [None, AnonymousUser()])
def test_without_a_user_the_system_did_it(actor: Any, dataset: Dataset) -> None:
    record(actor, "requeued", dataset)
    assert str(AuditEvent.objects.get()) == "the system requeued data set Sales"


def test_a_long_name_is_cut(analyst: User, dataset: Dataset) -> None:
    dataset.name = "é" * 300
    record(analyst, "uploaded", dataset)
    assert AuditEvent.objects.get().object_name == "é" * 200


def test_what_was_undone_leaves_no_line(analyst: User, dataset: Dataset) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        record(analyst, "uploaded", dataset)
        Dataset.objects.create(name="Other", slug="sales")
    assert not AuditEvent.objects.exists()


def test_the_newest_line_comes_first(analyst: User, dataset: Dataset) -> None:
    for verb in ("uploaded", "renamed", "deleted"):
        record(analyst, verb, dataset)
    assert [event.verb for event in AuditEvent.objects.all()] == ["deleted", "renamed", "uploaded"]


def test_a_line_is_kept_in_english_whoever_acts(analyst: User) -> None:
    """Django's own French words for "user" and "group" need no catalogue of ours."""
    with translation.override("fr"):
        record(analyst, "changed", analyst)
        event = AuditEvent.objects.get()
        assert event.object_type == "user"
        assert event.type_word == "utilisateur"


def test_a_line_is_told_as_a_sentence_with_the_name_in_bold(analyst: User, dataset: Dataset) -> None:
    record(None, "uploaded", Dataset(name="<b>Sales</b>"))
    told = AuditEvent.objects.get().told()
    assert told == "Almanac uploaded the data set <strong>&lt;b&gt;Sales&lt;/b&gt;</strong>"


def test_an_unknown_verb_is_told_as_it_was_written(analyst: User, dataset: Dataset) -> None:
    record(analyst, "painted {who}", dataset)
    assert AuditEvent.objects.get().told() == "ann painted {who} data set <strong>Sales</strong>"
